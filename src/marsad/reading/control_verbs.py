"""Verbs of control: a verb in, who holds, takes, loses or besieges which ground by it, out."""

from collections.abc import Iterator

from spacy.tokens import Token

from marsad.domain.vocabulary import ControlState
from marsad.reading.control_ground import Ground, control_lexicon
from marsad.reading.control_told import Scene, Told, is_only_tried
from marsad.reading.control_words import STATES, is_among, is_compounded, nouns, of_control, only_of_ground, verbs
from marsad.reading.phrases import (
    child,
    children,
    done_by,
    done_to,
    governing_verb,
    is_passive,
    is_verb,
    objects_of_prepositions,
    subject_of,
)

LEFT_BY = ("from", "of", "out")
"""Prepositions before the ground that somebody leaves."""


def by_verb(scene: Scene, token: Token) -> list[Told]:
    """What the verb tells; nothing where it is only tried, or is no verb of control here."""
    if token.lower_ in verbs("contested"):
        return _contested(scene, token)
    if not is_verb(token) or is_compounded(token) or is_only_tried(token):
        return []
    if token.dep_ == "amod":
        return [_besieged(scene, token, token.head)] if _is_besieged(token) else []
    if is_among(token, verbs("divided")):
        return _divided(scene, token)
    told = (
        _of_control(scene, token)
        or _flag(scene, token)
        or _changed_hands(scene, token)
        or _handed(scene, token)
        or _by_state(scene, token)
    )
    return [told] if told is not None else []


def _is_besieged(participle: Token) -> bool:
    """True for "the besieged town"; "the surrounding hills" are not besieged."""
    return participle.tag_ == "VBN" and participle.lower_ in verbs("besieged")


def _of_control(scene: Scene, verb: Token) -> Told | None:
    """As in "took control of", "lost its grip on", "laid siege to"."""
    noun = next((each for each in children(verb, "dobj", "nsubjpass") if each.lower_ in _control_nouns()), None)
    if noun is None:
        return None
    besieges = noun.lower_ in nouns("nouns", "siege")
    state = "besieged" if besieges else next((name for name in STATES if is_among(verb, of_control(name))), None)
    if state is None or state not in control_lexicon()["of_control"]:
        return None
    grounds = scene.grounds(noun) or next((found for found in _where(scene, noun, verb) if found), ())
    takers = scene.actors_after(verb, "to") if state == "lost" else ()
    if takers:
        return _taken(verb, takers, scene.actors(done_by(verb)), grounds)
    losers = scene.actors_after(noun, "from") or scene.actors_after(verb, "from") if state == "gained" else ()
    holders = () if besieges else scene.actors(done_by(verb))
    return _told(verb, state, grounds, holders=holders, losers=losers)


def _where(scene: Scene, noun: Token, verb: Token) -> Iterator[tuple[Ground, ...]]:
    """The ground after "of" and "over" first: what "in" adds is where that lies."""
    for prepositions in (("of", "over"), ("on", "to", "around"), ("in",)):
        yield scene.grounds_after(noun, *prepositions)
        yield scene.grounds_after(verb, *prepositions)


def _control_nouns() -> frozenset[str]:
    return nouns("nouns", "held_control") | nouns("nouns", "siege")


def _flag(scene: Scene, verb: Token) -> Told | None:
    """As in "raised their flag over the town hall"."""
    flag = child(verb, "dobj") or child(verb, "nsubjpass")
    if verb.lower_ not in verbs("flag") or flag is None or flag.lower_ not in nouns("nouns", "flag"):
        return None
    where = ("over", "in", "on", "at", "above", "atop")
    grounds = scene.grounds_after(verb, *where) or scene.grounds_after(flag, *where)
    return _told(verb, "gained", grounds, holders=scene.actors(done_by(verb)) or scene.holders_of(flag))


def _contested(scene: Scene, word: Token) -> list[Told]:
    """As in "X remains contested", "the contested town of X", "X is contested by Y and Z"."""
    if is_passive(word):
        place = done_to(word)
    elif word.dep_ in {"acomp", "oprd"}:
        place = subject_of(word.head)
    else:
        place = word.head if word.dep_ == "amod" else None
    grounds = tuple(each for each in scene.grounds(place) if each.place.lat is not None or word.dep_ != "amod")
    return [_told(word, "contested", grounds, holders=scene.actors_after(word, "by", "between"))]


def _changed_hands(scene: Scene, verb: Token) -> Told | None:
    """As in "X has changed hands", "neither side controls X", "nobody rules X"."""
    subject = child(verb, "nsubj", "nsubjpass")
    if verb.lower_ in verbs("changed") and any(each.lower_ == "hands" for each in children(verb, "dobj")):
        told_when = scene.page.times_in(scene.sentence) or scene.page.actors_in(scene.sentence)
        return _told(verb, "contested", scene.grounds(subject)) if told_when else None
    if subject is None or not is_among(verb, verbs("holds")):
        return None
    words = {subject.lower_, *(each.lower_ for each in children(subject, "det", "preconj"))}
    state = next((name for name in ("contested", "none") if words & set(control_lexicon()["nobody"][name])), None)
    return _told(verb, state, scene.grounds(done_to(verb))) if state is not None else None


def _handed(scene: Scene, verb: Token) -> Told | None:
    """As in "ceded X to Y", "lost X to Y", "X was handed over to Y": Y has it now."""
    if not is_among(verb, verbs("handed")):
        return None
    to = [noun for each in (verb, *children(verb, "prt", "advmod")) for noun in objects_of_prepositions(each, "to")]
    target = done_to(verb) or (verb.head if verb.dep_ == "acl" else None)
    if target is not None and not to:
        to = objects_of_prepositions(target, "to")
    takers = tuple(name for noun in to for name in scene.actors(noun))
    return _taken(verb, takers, _giver(scene, verb), scene.grounds(target)) if takers else None


def _giver(scene: Scene, verb: Token) -> tuple[str, ...]:
    """Who gave it up; who regains "ground lost to Y" is the one that lost it."""
    regained = governing_verb(verb) if verb.dep_ == "acl" else None
    if regained is not None and regained.lower_ in verbs("gained"):
        return scene.actors(done_by(regained))
    return scene.actors(done_by(verb))


def _taken(verb: Token, takers: tuple[str, ...], losers: tuple[str, ...], grounds: tuple[Ground, ...]) -> Told:
    return _told(verb, "gained", grounds, holders=takers, losers=tuple(each for each in losers if each not in takers))


def _by_state(scene: Scene, verb: Token) -> Told | None:
    if is_among(verb, verbs("ousted")):
        return _ousted(scene, verb)
    if is_among(verb, verbs("fell")):
        return _fell(scene, verb)
    if is_among(verb, verbs("cleared")):
        return _cleared(scene, verb)
    clings = is_among(verb, verbs("clings"))
    state = "holds" if clings else next((name for name in STATES if is_among(verb, verbs(name))), None)
    if state is None:
        return None
    target, surely = _target(verb), is_among(verb, only_of_ground())
    if state == "besieged":
        by_nobody = not is_passive(verb) and not scene.actors(done_by(verb))
        return None if by_nobody else _besieged(scene, verb, target)
    grounds = scene.grounds(target, surely=surely)
    if state == "lost" and not grounds:
        grounds = scene.grounds_after(verb, *LEFT_BY, surely=surely)
    actors = scene.actors(done_by(verb)) or (scene.actors_after(verb, "by") if is_passive(verb) else ())
    losers = _losers(scene, verb, target, actors) if state == "gained" else ()
    return _told(verb, state, grounds, holders=actors, losers=losers)


def _target(verb: Token) -> Token | None:
    """What is done to, shared in "control or contest half of X", after "to" in "clings to X"."""
    if is_among(verb, verbs("clings")):
        return next(iter(objects_of_prepositions(verb, "to", "on", "onto")), None)
    target = done_to(verb)
    joined = child(verb, "conj")
    if target is None and joined is not None and child(joined, "nsubj") is None:
        return child(joined, "dobj")
    return target


def _losers(scene: Scene, verb: Token, target: Token | None, actors: tuple[str, ...]) -> tuple[str, ...]:
    named = scene.actors_after(verb, "from")
    if target is not None:
        lost_to = (
            scene.actors_after(each, "to") for each in children(target, "acl") if is_among(each, verbs("handed"))
        )
        named = named or scene.actors_after(target, "from") or next(lost_to, ()) or scene.owners(target)
    return tuple(name for name in named if name not in actors) or scene.held_before(target)


def _besieged(scene: Scene, verb: Token, target: Token | None) -> Told:
    """Who besieges a place does not hold it, so no holder is named."""
    return _told(verb, "besieged", scene.grounds(target, surely=verb.dep_ != "amod"))


def _ousted(scene: Scene, verb: Token) -> Told | None:
    losers = scene.actors(done_to(verb))
    places = scene.grounds_after(verb, *LEFT_BY, surely=is_among(verb, only_of_ground()))
    return _told(verb, "lost", places, holders=losers, rule="control-ousted") if losers else None


def _cleared(scene: Scene, verb: Token) -> Told | None:
    """As in "cleared the town of militants"."""
    target = done_to(verb)
    losers = scene.actors_after(verb, "of", "from") or (scene.actors_after(target, "of") if target is not None else ())
    holders = scene.actors(done_by(verb))
    return _told(verb, "gained", scene.grounds(target), holders=holders, losers=losers) if losers else None


def _fell(scene: Scene, verb: Token) -> Told | None:
    """As in "X fell to Y", "fell into rebel hands", "fell under the control of Y"."""
    takers = tuple(
        name
        for noun in objects_of_prepositions(verb, "to", "into", "under")
        for name in (scene.holders_of(noun) if noun.lower_ in _holding() else scene.actors(noun))
    )
    place = subject_of(verb)
    surely = verb.lower_ in only_of_ground()
    told = _told(verb, "gained", scene.grounds(place, surely=surely), holders=takers, rule="control-fell")
    return told if takers else None


def _holding() -> frozenset[str]:
    return frozenset(control_lexicon()["nouns"]["control"])


def _divided(scene: Scene, verb: Token) -> list[Told]:
    """As in "X is divided between A and B": each holds a part."""
    sides = [name for noun in objects_of_prepositions(verb, "between", "among") for name in scene.actors(noun)]
    grounds = tuple(each.in_part() for each in scene.grounds(done_to(verb), surely=True))
    return [_told(verb, "holds", grounds, holders=(side,)) for side in sides]


def _told(
    verb: Token,
    state: str,
    grounds: tuple[Ground, ...],
    *,
    holders: tuple[str, ...] = (),
    losers: tuple[str, ...] = (),
    rule: str | None = None,
) -> Told:
    return Told(
        token=verb,
        state=ControlState(state),
        grounds=grounds,
        holders=holders,
        losers=losers,
        rule=rule or f"control-verb:{verb.lower_}",
    )
