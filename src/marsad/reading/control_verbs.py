"""Verbs of control: a verb in, who holds, takes, loses or besieges which ground by it, out."""

from collections.abc import Iterator
from dataclasses import replace

from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.control_flags import by_flag
from marsad.reading.control_ground import Ground, control_lexicon, extent_word, territory_nouns
from marsad.reading.control_told import Scene, Told, is_only_tried, told_by
from marsad.reading.control_words import STATES, is_among, is_compounded, nouns, of_control, only_of_ground, verbs
from marsad.reading.parse import Token
from marsad.reading.phrases import (
    child,
    children,
    conjuncts,
    done_by,
    done_to,
    governing_verb,
    is_noun,
    is_passive,
    is_verb,
    objects_of_prepositions,
    passive_agent,
    subject_of,
)

TAKEN_NAMES = frozenset({"GPE", "LOC", "FAC", "ORG", "NORP", ""})
"""What the pipeline may take the name of a captured place for; a captured person is called a person."""
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
        or _put_under(scene, token)
        or by_flag(scene, token)
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
    grounds = _with_extent_of(noun, grounds)
    takers = scene.actors_after(verb, "to") if state == "lost" else ()
    if takers:
        return _taken(verb, takers, scene.actors(done_by(verb)), grounds)
    losers = scene.actors_after(noun, "from") or scene.actors_after(verb, "from") if state == "gained" else ()
    holders = () if besieges else scene.actors(done_by(verb))
    if not besieges and not holders and not is_passive(verb):
        return None
    return told_by(verb, state, grounds, holders=holders, losers=losers)


def _where(scene: Scene, noun: Token, verb: Token) -> Iterator[tuple[Ground, ...]]:
    """The ground after "of" and "over" first: what "in" adds is where that lies."""
    for prepositions in (("of", "over"), ("on", "to", "around"), ("in",)):
        yield scene.grounds_after(noun, *prepositions, surely=True)
        yield scene.grounds_after(verb, *prepositions, surely=True)


def _with_extent_of(noun: Token, grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
    """The grounds with the extent of "full control"."""
    extent = extent_word(noun)
    return tuple(replace(each, extent=each.extent or extent) for each in grounds)


def _control_nouns() -> frozenset[str]:
    return nouns("nouns", "held_control") | nouns("nouns", "siege")


def _put_under(scene: Scene, verb: Token) -> Told | None:
    """As in "brought the town under their control", "has two villages under its control"."""
    target = done_to(verb)
    if target is None or not (is_among(verb, verbs("brought")) or is_among(verb, of_control("holds"))):
        return None
    heads = [noun for each in (verb, target) for noun in objects_of_prepositions(each, "under", "into", "in")]
    noun = next((each for each in heads if each.lower_ in control_lexicon()["nouns"]["control"]), None)
    if noun is None:
        return None
    holders = scene.holders_of(noun) or scene.actors(done_by(verb))
    state = "gained" if is_among(verb, verbs("brought")) else "holds"
    return told_by(verb, state, scene.grounds(target, surely=True), holders=holders)


def _contested(scene: Scene, word: Token) -> list[Told]:
    """As in "X remains contested", "the contested town of X", "X is contested by Y and Z"."""
    if is_passive(word):
        place = done_to(word)
    elif word.dep_ in {"acomp", "oprd"}:
        place = subject_of(word.head)
    else:
        place = word.head if word.dep_ == "amod" else None
    grounds = tuple(each for each in scene.grounds(place) if each.place.lat is not None or word.dep_ != "amod")
    return [told_by(word, "contested", grounds, holders=scene.actors_after(word, "by", "between"))]


def _changed_hands(scene: Scene, verb: Token) -> Told | None:
    """As in "X has changed hands", "neither side controls X", "nobody rules X"."""
    subject = child(verb, "nsubj", "nsubjpass")
    if verb.lower_ in verbs("changed") and any(each.lower_ == "hands" for each in children(verb, "dobj")):
        told_when = scene.page.times_in(scene.sentence) or scene.page.actors_in(scene.sentence)
        return told_by(verb, "contested", scene.grounds(subject)) if told_when else None
    if subject is None or not is_among(verb, verbs("holds")):
        return None
    words = {subject.lower_, *(each.lower_ for each in children(subject, "det", "preconj"))}
    state = next((name for name in ("contested", "none") if words & set(control_lexicon()["nobody"][name])), None)
    return told_by(verb, state, scene.grounds(done_to(verb))) if state is not None else None


def _handed(scene: Scene, verb: Token) -> Told | None:
    """As in "ceded X to Y", "lost X to Y", "X was handed over to Y": Y has it now."""
    if not is_among(verb, verbs("handed")):
        return None
    to = [noun for each in (verb, *children(verb, "prt", "advmod")) for noun in objects_of_prepositions(each, "to")]
    target = done_to(verb) or (verb.head if verb.dep_ == "acl" else None)
    if target is not None and not to:
        to = objects_of_prepositions(target, "to")
    takers = tuple(name for noun in to for name in scene.actors(noun))
    if not takers:
        return None
    surely = is_among(verb, only_of_ground()) and scene.is_armed(done_by(verb))
    return _taken(verb, takers, _giver(scene, verb), scene.grounds(target, surely=surely))


def _giver(scene: Scene, verb: Token) -> tuple[str, ...]:
    """Who gave it up; who regains "ground lost to Y" is the one that lost it."""
    regained = governing_verb(verb) if verb.dep_ == "acl" else None
    if regained is not None and regained.lower_ in verbs("gained"):
        return scene.actors(done_by(regained))
    return scene.actors(done_by(verb))


def _taken(verb: Token, takers: tuple[str, ...], losers: tuple[str, ...], grounds: tuple[Ground, ...]) -> Told:
    return told_by(verb, "gained", grounds, holders=takers, losers=tuple(each for each in losers if each not in takers))


def _by_state(scene: Scene, verb: Token) -> Told | None:
    for name, frame in (("ousted", _ousted), ("fell", _fell), ("cleared", _cleared)):
        if is_among(verb, verbs(name)):
            return frame(scene, verb)
    clings = is_among(verb, verbs("clings"))
    governs = is_among(verb, verbs("governs")) and _is_settled(_target(verb))
    state = "holds" if clings or governs else next((name for name in STATES if is_among(verb, verbs(name))), None)
    if state is None:
        return None
    target = _target(verb)
    if state == "besieged":
        return _besieged(scene, verb, target) if _besieger(scene, verb) else None
    surely = _is_surely_a_place(scene, verb, target, state)
    grounds = scene.grounds(target, surely=surely)
    if target is None and state == "gained":
        grounds = _taken_over(scene, verb)
    if state == "lost" and not grounds:
        grounds = _left_behind(scene, verb)
    actors = _parties_to(scene, verb, target, state)
    if actors is None:
        return None
    losers = _losers(scene, verb, target, actors) if state == "gained" else ()
    if state == "holds" and _has_ended(verb):
        state = "lost"
    return told_by(verb, state, grounds, holders=actors, losers=losers)


def _parties_to(scene: Scene, verb: Token, target: Token | None, state: str) -> tuple[str, ...] | None:
    """Who holds, takes or loses it; empty where a passive names nobody; None where the doer is no side."""
    passive = is_passive(verb) or (target is not None and target.dep_ == "nsubj" and target.head.i == verb.i)
    doer = done_by(verb) if not passive or is_passive(verb) else None
    actors = scene.actors(doer) or (scene.actors_after(verb, "by") if passive else ())
    if not actors and (doer is not None or not passive):
        return None
    if doer is not None and is_among(verb, verbs("left")) and not scene.is_armed(doer):
        return None
    return scene.actors_after(verb, "for") if state == "lost" and passive and not actors else actors


def _taken_over(scene: Scene, verb: Token) -> tuple[Ground, ...]:
    """The town that the sentence was about in "X was left, and the army took over"."""
    over = any(each.lower_ == "over" for each in children(verb, "prt", "advmod"))
    return _last_town(scene, verb) if over and scene.is_armed(done_by(verb)) else ()


def _last_town(scene: Scene, verb: Token) -> tuple[Ground, ...]:
    """The last town that the sentence names before the verb, or held ground in it."""
    before = [each for each in scene.sentence if each.i < verb.i and each.i in scene.page.place_at]
    towns = [ground for each in before for ground in scene.grounds(each) if _is_town(ground)]
    return tuple(towns[-1:])


def _is_settled(target: Token | None) -> bool:
    """True for towns, regions and names; a hospital is run too."""
    return target is not None and (
        target.tag_.startswith("NNP") or any(each.lower_ in territory_nouns("settled") for each in conjuncts(target))
    )


def _besieger(scene: Scene, verb: Token) -> bool:
    """True where a side besieges, or a passive names nobody; a flood cuts off and hills surround."""
    doer = done_by(verb)
    return bool(scene.actors(doer)) if doer is not None or not is_passive(verb) else True


def _has_ended(verb: Token) -> bool:
    """As in "no longer holds"."""
    return any(each.lower_ in control_lexicon()["nobody"]["ended"] for each in children(verb, "advmod", "npadvmod"))


def _is_surely_a_place(scene: Scene, verb: Token, target: Token | None, state: str) -> bool:
    """True where a side does it and nothing but a place is meant; persons and ships are captured too."""
    if is_among(verb, only_of_ground()):
        return True
    if target is None or not scene.is_armed(done_by(verb)):
        return False
    return state != "gained" or target.ent_type_ in TAKEN_NAMES


def _left_behind(scene: Scene, verb: Token) -> tuple[Ground, ...]:
    """The ground after "from" and "out of"; a people that flees loses none."""
    if not scene.is_armed(done_by(verb)):
        return ()
    beside = (verb, *children(verb, "advmod", "prt"))
    return next((found for each in beside if (found := scene.grounds_after(each, *LEFT_BY, surely=True))), ())


def _target(verb: Token) -> Token | None:
    """What is done to, shared in "control or contest half of X", after "to" in "clings to X"."""
    if is_among(verb, verbs("clings")):
        return next(iter(objects_of_prepositions(verb, "to", "on", "onto")), None)
    target = _described(verb) or done_to(verb) or _misparsed(verb)
    if target is not None and target.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        return verb.head
    if target is None and not is_passive(verb):
        behind = [noun for each in children(verb, "prt") for noun in children(each, "pobj")]
        target = next(iter(behind), None)
    joined = child(verb, "conj")
    if target is None and joined is not None and child(joined, "nsubj") is None:
        return child(joined, "dobj")
    return target


def _described(verb: Token) -> Token | None:
    """P of "At P, taken by rebels, the school is shut", where the parse hangs the participle on the clause."""
    if verb.tag_ != "VBN" or verb.dep_ not in {"advcl", "dep"} or passive_agent(verb) is None:
        return None
    comma = verb.left_edge.i - 1
    if comma <= verb.sent.start or verb.doc[comma].text != "," or children(verb, "nsubjpass", "auxpass"):
        return None
    before = verb.doc[comma - 1]
    return before if is_noun(before) else None


def _misparsed(verb: Token) -> Token | None:
    """P of "with P lost" and "P, wrested from rebels", whose participle the parse takes for a verb of its own."""
    subject = child(verb, "nsubj")
    if subject is None or verb.tag_ not in {"VBD", "VBN"} or children(verb, "aux", "ccomp", "xcomp"):
        return None
    left = any(each.lower_ == "with" for each in children(verb, "mark"))
    comma = verb.i > 0 and verb.nbor(-1).text == "," and any(each.lower_ in {"by", "from"} for each in verb.rights)
    return subject if left or comma else None


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
    return told_by(verb, "besieged", scene.grounds(target, surely=verb.dep_ != "amod"))


def _ousted(scene: Scene, verb: Token) -> Told | None:
    """As in "drove the army out of X": whoever drove it out has X; where nobody is named the loser only lost it."""
    losers = scene.actors(done_to(verb))
    surely = is_among(verb, only_of_ground())
    beside = (verb, *children(verb, "advmod", "prt"), *children(verb, "dobj"))
    places = next((found for each in beside if (found := scene.grounds_after(each, *LEFT_BY, surely=surely))), ())
    holders = tuple(each for each in scene.actors(done_by(verb)) if each not in losers)
    driven = done_to(verb)
    if not places and driven is not None and driven.tag_ == "PRP" and any(each.lower_ == "out" for each in beside):
        places = _last_town(scene, verb)
    if losers and holders and scene.is_armed(done_by(verb)):
        return told_by(verb, "gained", places, holders=holders, losers=losers, rule="control-ousted")
    return told_by(verb, "lost", places, holders=losers, rule="control-ousted") if losers else None


def _cleared(scene: Scene, verb: Token) -> Told | None:
    """As in "cleared the town of militants"."""
    target = done_to(verb)
    losers = scene.actors_after(verb, "of", "from") or (scene.actors_after(target, "of") if target is not None else ())
    holders = scene.actors(done_by(verb))
    return told_by(verb, "gained", scene.grounds(target), holders=holders, losers=losers) if losers else None


def _fell(scene: Scene, verb: Token) -> Told | None:
    """As in "X fell to Y", "fell into rebel hands", "fell under the control of Y"."""
    takers = tuple(
        name
        for noun in objects_of_prepositions(verb, "to", "into", "under")
        for name in (scene.holders_of(noun) if noun.lower_ in _holding() else scene.sides(noun))
    )
    place = subject_of(verb)
    grounds = scene.grounds(place, surely=verb.lower_ in only_of_ground())
    falls = verb.lower_ in verbs("falls") and _says_no_more(verb) and all(_is_town(each) for each in grounds)
    return told_by(verb, "gained", grounds, holders=takers, rule="control-fell") if takers or falls else None


def _is_town(ground: Ground) -> bool:
    return ground.place.precision < PlacePrecision.PROVINCE


def _says_no_more(verb: Token) -> bool:
    """True for "the town fell on Monday"; False for "fell silent", "fell by a tenth", "fell into despair"."""
    words = control_lexicon()["bare_fall"]
    return not is_passive(verb) and all(
        each.dep_ in words["labels"] and (each.dep_ not in {"prep", "advmod"} or each.lower_ not in words["other"])
        for each in verb.children
    )


def _holding() -> frozenset[str]:
    return frozenset(control_lexicon()["nouns"]["control"])


def _divided(scene: Scene, verb: Token) -> list[Told]:
    """As in "X is divided between A and B": each holds a part."""
    sides = [name for noun in objects_of_prepositions(verb, "between", "among") for name in scene.actors(noun)]
    grounds = tuple(each.in_part() for each in scene.grounds(done_to(verb), surely=True))
    return [told_by(verb, "holds", grounds, holders=(side,)) for side in sides]
