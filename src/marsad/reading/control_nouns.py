"""Nouns of control: a noun or compound in, who holds or takes which ground by it, out."""

from dataclasses import replace

from marsad.domain.vocabulary import ControlState
from marsad.reading.actor_names import side_of_word
from marsad.reading.control_ground import Ground, control_lexicon, extent_in, extent_word, territory_nouns, worded
from marsad.reading.control_told import Scene, Told
from marsad.reading.control_words import is_among, is_compound, nouns, verbs
from marsad.reading.parse import Token
from marsad.reading.phrases import (
    SUBJECTS,
    children,
    conjuncts,
    governing_verb,
    is_verb,
    objects_of_prepositions,
    subject_of,
)

DEEDS = {
    "left": ControlState.LOST,
    "lost": ControlState.LOST,
    "held": ControlState.HOLDS,
    "besieged": ControlState.BESIEGED,
}
"""What a noun for a deed tells; the others tell of taking."""


def by_noun(scene: Scene, token: Token) -> list[Told]:
    """What the noun tells, or the compound that the token closes."""
    lower = token.lower_
    found: list[Told | None] = []
    if is_compound(token):
        found.append(_compound(scene, token))
    if lower in control_lexicon()["nouns"]["control"] and token.dep_ == "pobj":
        found.append(_in_control(scene, token) or _under_control(scene, token) or _slipped(scene, token))
    if lower in nouns("nouns", "held_control") | nouns("nouns", "rule") and token.dep_ in SUBJECTS:
        found.append(_hold_told_of(scene, token))
    if lower in nouns("nouns", "ruler") and token.dep_ in {"attr", "ccomp", "oprd"}:
        found.append(_ruler(scene, token))
    if lower in nouns("nouns", "siege") and token.dep_ == "pobj":
        found.append(_under_siege(scene, token))
    if lower in nouns("nouns", "stronghold"):
        found.append(_stronghold(scene, token))
    if lower == "turn":
        found.append(_turn(scene, token))
    if lower in nouns("nouns", "owned"):
        found.append(_owned(scene, token))
    if not is_verb(token) and any(lower in nouns("deeds", name) for name in control_lexicon()["deeds"]):
        found.append(_deed(scene, token))
    return [each for each in found if each is not None]


def _under_control(scene: Scene, token: Token) -> Told | None:
    """As in "X is under Y control", "in the hands of Y", "out of control of Y"."""
    lead = token.head
    out = lead.lower_ == "of" and lead.head.lower_ == "out"
    comes = lead.lower_ == "to" and is_verb(lead.head) and is_among(lead.head, verbs("came"))
    if not out and not comes and lead.lower_ not in control_lexicon()["nouns"]["lead_in"]:
        return None
    holders = scene.holders_of(token)
    if not holders:
        return None
    state = ControlState.LOST if out else _state_under(lead)
    grounds = _grounds_of_owner(scene, lead.head if out else lead, surely=True)
    extent = extent_in({each.lower_ for word in (token, lead, lead.head) for each in children(word, "advmod", "amod")})
    grounds = tuple(replace(each, extent=each.extent or extent) for each in grounds)
    return Told(token=token, state=state, holders=holders, grounds=grounds, rule=f"control-noun:{token.lower_}")


def _hold_told_of(scene: Scene, token: Token) -> Told | None:
    """As in "the army's hold on X is complete", "Y rule over X has ended"."""
    holders = tuple(dict.fromkeys(name for each in _owners(token) if (name := scene.side_word(each))))
    grounds = scene.grounds_after(token, "over", "of", "on", surely=True)
    verb = token.head
    if not holders or not grounds or not is_verb(verb):
        return None
    state = ControlState.LOST if is_among(verb, verbs("ends")) else ControlState.HOLDS
    return Told(token=token, state=state, holders=holders, grounds=grounds, rule=f"control-noun:{token.lower_}")


def _turn(scene: Scene, token: Token) -> Told | None:
    """As in "then it was the turn of X", "X's turn came": of what the sentences before tell, a taking."""
    if not is_verb(token.head) or not is_among(token.head, verbs("turns")):
        return None
    owner = [*objects_of_prepositions(token, "of"), *children(token, "poss")]
    grounds = tuple(ground for each in owner if each.i in scene.page.place_at for ground in scene.grounds(each))
    return Told(token=token, state=ControlState.GAINED, grounds=grounds, rule="control-turn")


def _owners(noun: Token) -> list[Token]:
    return [each for modifier in children(noun, "poss", "compound", "amod", "nmod") for each in conjuncts(modifier)]


def _ruler(scene: Scene, token: Token) -> Told | None:
    """As in "the rebels are masters of X", "Y are the sole authority in X", "made themselves masters of X"."""
    verb = token.head
    holder = subject_of(verb)
    if not is_verb(verb) or not scene.is_armed(holder):
        return None
    state = ControlState.GAINED if is_among(verb, verbs("becomes")) else ControlState.HOLDS
    grounds = scene.grounds_after(token, "of", "over", surely=True) or scene.grounds_after(token, "in", "at")
    return Told(token=token, state=state, holders=scene.actors(holder), grounds=grounds, rule="control-ruler")


def _state_under(lead: Token) -> ControlState:
    """Gained where the place comes under it, lost where it is so no longer."""
    owner = lead.head
    if is_verb(owner) and is_among(owner, verbs("came")):
        return ControlState.GAINED
    ended = any(each.lower_ in control_lexicon()["nobody"]["ended"] for each in owner.children)
    return ControlState.LOST if ended else ControlState.HOLDS


def _slipped(scene: Scene, token: Token) -> Told | None:
    """As in "the town slipped from the army's grasp"."""
    verb = token.head.head
    if token.head.lower_ != "from" or not is_verb(verb) or not is_among(verb, verbs("slipped")):
        return None
    grounds = scene.grounds(subject_of(verb), surely=True)
    holders = scene.holders_of(token)
    return Told(token=token, state=ControlState.LOST, holders=holders, grounds=grounds, rule="control-noun:slip")


def _grounds_of_owner(scene: Scene, lead: Token, *, surely: bool) -> tuple[Ground, ...]:
    """The ground that the preposition's phrase is said of: its verb's subject, or the noun that it follows."""
    owner = lead.head
    while owner.dep_ in {"prep", "advmod"} and owner.head.i != owner.i:
        owner = owner.head
    return scene.grounds(subject_of(owner) if is_verb(owner) else owner, surely=surely)


def _in_control(scene: Scene, token: Token) -> Told | None:
    """As in "the rebels are in control of X", "with the rebels in charge of X", "nobody is in control of X"."""
    if token.head.lower_ != "in" or token.lower_ not in nouns("nouns", "having"):
        return None
    owner = token.head.head.head if token.head.head.dep_ == "advmod" else token.head.head
    subject = subject_of(owner) if is_verb(owner) else owner
    nobody = subject is not None and subject.lower_ in control_lexicon()["nobody"]["none"]
    holders = () if nobody else scene.actors(subject)
    grounds = scene.grounds_after(token, "of", "over", surely=True) or scene.grounds_after(owner, "in")
    if not grounds or not (holders or nobody):
        return None
    extent = extent_word(token)
    return Told(
        token=token,
        state=ControlState.NONE if nobody else _state_under(token.head),
        holders=holders,
        grounds=tuple(replace(each, extent=each.extent or extent) for each in grounds),
        rule=f"control-noun:{token.lower_}",
    )


def _under_siege(scene: Scene, token: Token) -> Told | None:
    if token.head.lower_ != "under":
        return None
    grounds = _grounds_of_owner(scene, token.head, surely=True)
    return Told(token=token, state=ControlState.BESIEGED, grounds=grounds, rule=f"control-noun:{token.lower_}")


def _compound(scene: Scene, token: Token) -> Told | None:
    """As in "rebel-held Idlib province", "the Kurdish-controlled city of Hasaka", "divided into rebel-held areas"."""
    noun = token.head if token.dep_ in {"amod", "compound", "nmod", "acl"} else token
    if noun.i <= token.i:
        following = scene.sentence.doc[token.i + 1 : min(token.i + 5, scene.sentence.end)]
        noun = next((each for each in following if each.tag_.startswith("NN")), token)
    if _is_taken(noun):
        return None
    named = scene.grounds(noun)
    grounds = tuple(each for each in named if each.place.lat is not None) or _divided(scene, noun) or named
    return Told(
        token=token,
        state=ControlState.HOLDS,
        holders=scene.compound_holder(token),
        grounds=grounds,
        rule="control-compound",
    )


def _divided(scene: Scene, noun: Token) -> tuple[Ground, ...]:
    """The place that a sentence divides into "rebel-held and government-held areas"."""
    verb = governing_verb(noun)
    if verb is None or verb.lower_ not in verbs("divided") or noun.lower_ not in territory_nouns("part"):
        return ()
    return tuple(each.in_part() for each in scene.grounds(subject_of(verb)))


def _is_taken(noun: Token) -> bool:
    """True where a verb of taking has the phrase as its object: then its compound says from whom."""
    while noun.dep_ in {"pobj", "prep", "conj"} and noun.head.i != noun.i:
        noun = noun.head
    return noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lower_ in verbs("gained")


def _owned(scene: Scene, token: Token) -> Told | None:
    """As in "rebel areas", "Houthi territory"; of what is taken it says from whom."""
    word = token.nbor(-1) if token.i > 0 else token
    side = word.dep_ in {"compound", "amod", "nmod"} and word.head.i == token.i
    if not side or word.lower_ not in control_lexicon()["nouns"]["sides"] or _is_taken(token):
        return None
    grounds = scene.grounds(token) or (worded(scene.page, token),)
    return Told(
        token=token, state=ControlState.HOLDS, holders=(side_of_word(word.text),), grounds=grounds, rule="control-owned"
    )


def _stronghold(scene: Scene, token: Token) -> Told | None:
    """As in "the rebel bastion of Idlib", "Raqqa, a stronghold of X", "X is among the strongholds for rebels"."""
    if any(each.lower_ in control_lexicon()["past"]["words"] for each in token.children):
        return None
    named = [noun for noun in objects_of_prepositions(token, "of", "for") if scene.page.place_at.get(noun.i) is None]
    holders = tuple(name for noun in named for name in scene.actors(noun))
    if not holders and token.lower_ not in nouns("nouns", "only_with_holder"):
        before = (each for each in token.children if each.dep_ in {"compound", "amod", "poss", "nmod"})
        holders = tuple(dict.fromkeys(name for each in before if (name := scene.side_word(each))))
    if not holders:
        return None
    placed = tuple(each for each in scene.grounds_after(token, "in") if each.place.lat is not None)
    of = scene.grounds_after(token, "of") or _stronghold_grounds(scene, token) or placed
    return Told(token=token, state=ControlState.HOLDS, holders=holders, grounds=of, rule="control-stronghold")


def _stronghold_grounds(scene: Scene, token: Token) -> tuple[Ground, ...]:
    """What is called a stronghold: the noun that it renames, or of which it is said."""
    anchor = token.head if token.dep_ in {"appos", "attr", "conj", "pobj"} else None
    while anchor is not None and anchor.dep_ in {"prep", "pobj"} and anchor.head.i != anchor.i:
        anchor = anchor.head
    if anchor is None:
        return ()
    return scene.grounds(subject_of(anchor) if is_verb(anchor) else anchor, surely=True)


def _deed(scene: Scene, token: Token) -> Told | None:
    """As in "the capture of X by Y", "Y's withdrawal from X", "the fall of X to Y", "completed the liberation of X"."""
    state = next(name for name in control_lexicon()["deeds"] if token.lower_ in nouns("deeds", name))
    grounds = scene.grounds_after(token, "from" if state == "left" else "of")
    kind = DEEDS.get(state, ControlState.GAINED)
    doers = () if kind is ControlState.BESIEGED else _doers(scene, token, state)
    if kind in {ControlState.LOST, ControlState.HOLDS} and not doers:
        return None
    if not doers and not any(each.tag_.startswith("NNP") for each in objects_of_prepositions(token, "of")):
        return None
    given = [token, *objects_of_prepositions(token, "of")] if state == "gained" else []
    losers = tuple(name for each in given for name in scene.actors_after(each, "from") if name not in doers)
    return Told(token=token, state=kind, holders=doers, losers=losers, grounds=grounds, rule="control-deed")


def _doers(scene: Scene, token: Token, state: str) -> tuple[str, ...]:
    """Who did it: after "by" or "to", before the noun ("the rebel takeover"), or who completed it."""
    preposition = "to" if state == "fell" else "by"
    doers = scene.actors_after(token, preposition) or next(
        (found for each in objects_of_prepositions(token, "of") if (found := scene.actors_after(each, preposition))), ()
    )
    if not doers and state != "fell":
        before = (each for each in token.children if each.dep_ in {"compound", "amod", "poss", "nmod"})
        doers = tuple(dict.fromkeys(name for each in before if (name := scene.side_word(each))))
    if not doers and token.dep_ == "dobj" and is_among(token.head, verbs("completed")):
        doers = scene.actors(subject_of(token.head))
    return doers
