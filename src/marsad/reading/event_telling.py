"""Whether a word tells an event or only names one: a trigger in, the reason to pass it over out, or None."""

from collections.abc import Callable
from functools import cache

from marsad.domain.vocabulary import EventType, VictimsGroup
from marsad.reading.actor_names import actor_name, possessors
from marsad.reading.event_arms import is_armed, is_crowd
from marsad.reading.event_figurative import is_figure_of_speech, is_name
from marsad.reading.event_lexicon import act_nouns, act_verbs, nouns, verbs, verbs_with_object, words
from marsad.reading.event_mines import treads_on_mine
from marsad.reading.event_topics import (
    ACTS,
    has_details,
    is_a_charge,
    is_described,
    is_topic,
    names_a_kind,
    signs_no_deal,
    tells_a_habit,
)
from marsad.reading.event_words import Trigger, is_named
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import group_of
from marsad.reading.phrases import (
    children,
    conjuncts,
    done_by,
    done_to,
    governing_verb,
    is_verb,
    objects_of_prepositions,
    subject_of,
)

MOVES_OF_PEOPLE = frozenset({EventType.WITHDRAWAL, EventType.RELEASE, EventType.SANCTION, EventType.DISPLACEMENT})
TALKS = frozenset({EventType.AGREEMENT, EventType.DIPLOMACY})
NOUN_PLACES = frozenset((
    *("nsubj", "nsubjpass", "csubj", "csubjpass", "dobj", "pobj", "ROOT", "conj"),
    *("appos", "dep", "attr", "pcomp", "npadvmod", "nmod", "oprd"),
))  # fmt: skip
"""Places in the clause from which an act noun may tell its act."""
CLIMB = 3
"""Steps up the parse in which harm is put down to an arm."""


def why_not(page: Page, sentence: Span, trigger: Trigger) -> str | None:
    """Why the trigger tells no event, in words for a problem; None where it tells one."""
    if is_name(sentence, trigger):
        return "it is part of a name"
    if not trigger.is_verb and trigger.token.i in page.time_at:
        return "it is part of a time"
    if not trigger.framed and is_figure_of_speech(sentence, trigger):
        return "it is a figure of speech or no act of war"
    return _verb_fails(page, trigger) if trigger.is_verb else _noun_fails(page, trigger)


@cache
def _act_words() -> frozenset[str]:
    """Last words of the act nouns ("strike", "strikes"), arms apart."""
    arms = nouns("things", "nouns")
    spelled = (form.casefold() for each in act_nouns().values() for form in each)
    return frozenset(form.split()[-1] for form in spelled if form not in arms)


def _verb_fails(page: Page, trigger: Trigger) -> str | None:
    found = next((reason for fails, reason in VERB_CHECKS if fails(page, trigger)), None)
    if found is not None:
        return found
    lacking = _lacks(page, trigger)
    return f"no {lacking} is named" if lacking else None


def _only_describes(_: Page, trigger: Trigger) -> bool:
    """As in "protesting miners", which the parser may take for what is done to them; not "denied shelling villages"."""
    token = trigger.token
    if token.dep_ in {"amod", "compound"}:
        return token.tag_ != "VBG" or token.i == 0 or token.nbor(-1).lower_ not in verbs("needs", "before_gerund")
    follows = token.nbor(1) if token.i + 1 < len(token.doc) else token
    described = trigger.type is EventType.PROTEST and token.tag_ == "VBG" and token.dep_ in {"pcomp", "nsubj", "csubj"}
    return described and any(is_crowd(each) for each in (follows, *children(token, "dobj")))


def _only_can_be(_: Page, trigger: Trigger) -> bool:
    return any(each.dep_ == "aux" and each.lower_ == "can" for each in trigger.token.children)


def _nobody_did_it(page: Page, trigger: Trigger) -> bool:
    if not trigger.weak:
        return False
    doer = done_by(trigger.token)
    if doer is not None and doer.lower_ == "shot":
        doer = next(iter(children(doer, "compound", "nmod", "nsubj")), doer)
    return not (_is_somebody(page, doer) or (doer is not None and doer.lower_ in nouns("sides", "killers")))


def _subject_is_an_act(_: Page, trigger: Trigger) -> bool:
    """As in "the strike hit a bus", where the noun tells it."""
    doer = done_by(trigger.token)
    acts = doer is not None and not is_verb(doer) and doer.lower_ in _act_words()
    return acts and trigger.word in words("sides", "by_sides") and not treads_on_mine(trigger)


def _draws_only_words(page: Page, trigger: Trigger) -> bool:
    """As in "the minister came under fire over the tax": no shot is fired."""
    if trigger.word != "under fire":
        return False
    verb = governing_verb(trigger.token)
    subject = subject_of(verb) if verb is not None else None
    if verb is None or subject is None or objects_of_prepositions(verb, "for", "over"):
        return True
    firers = objects_of_prepositions(verb, "by", "from")
    if firers:
        return not any(_shoots(each) for each in firers)
    struck = is_named(subject, nouns("sides", "armed_targets")) or page.place_at.get(subject.i) is not None
    near = bool(objects_of_prepositions(verb, "near", "outside", "along", "at"))
    return not (struck or (near and is_armed(page, subject)))


def _shoots(noun: Token) -> bool:
    """True for fighters, soldiers and gunmen, and not for the bodies that also use words (a party, a government)."""
    fights = group_of(noun.lower_) in {VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS}
    return fights or noun.lower_ in nouns("sides", "killers") or noun.lower_ in nouns("kinds", "armed_people")


def _falls_to_none(page: Page, trigger: Trigger) -> bool:
    """As in "Leeds fell to Arsenal": no armed side takes it."""
    if trigger.word != "fall to":
        return False
    return not any(is_armed(page, each) for each in objects_of_prepositions(trigger.token, "to"))


def _is_mere_gathering(page: Page, trigger: Trigger) -> bool:
    """As in "relatives gathered for the wedding": nobody demands or rejects anything."""
    if trigger.word not in words("needs", "cause"):
        return False
    doer = done_by(trigger.token)
    people = [] if doer is None else [doer, *objects_of_prepositions(doer, "of")]
    if any(is_armed(page, each) for each in people):
        return True
    crowd = any(is_crowd(each) or group_of(each.lower_) is not None for each in people)
    return not crowd or not any(each.lower_ in words("needs", "causes") for each in trigger.token.sent)


def _no_arms_go_off(_: Page, trigger: Trigger) -> bool:
    """As in "the lights went off", "the station went off air"."""
    if trigger.word != "go off":
        return False
    subject = subject_of(trigger.token)
    return subject is None or subject.lower_ not in nouns("needs", "arms") | words("needs", "arms")


def _is_of_seized_arms(_: Page, trigger: Trigger) -> bool:
    """As in "recovered a bomb planted by rebels": the seizure is the news, and the arm did no harm."""
    token = trigger.token
    noun = token.head
    if token.dep_ != "acl" or noun.dep_ not in {"dobj", "nsubjpass"}:
        return False
    return any(
        kind is EventType.WEAPON_SEIZURE and is_named(noun, objects)
        for _, objects, kind in verbs_with_object().get(noun.head.lower_, ())
    )


def _tells_what_somebody_is(_: Page, trigger: Trigger) -> bool:
    """As in "rebels fighting the president", "a group that fights", "while fighting in": war as a description."""
    token = trigger.token
    while token.dep_ == "conj" and is_verb(token.head):
        token = token.head
    if trigger.type in ACTS and token.dep_ == "relcl" and trigger.token.tag_ in {"VBP", "VBZ"}:
        return not children(trigger.token, "aux", "auxpass")
    if trigger.type is not EventType.ARMED_CLASH or token.dep_ not in {"acl", "relcl", "advcl"}:
        return False
    if token.dep_ == "advcl":
        return trigger.word in words("needs", "target")
    return token.tag_ in {"VBG", "VBP", "VBZ"} or any(each.lower_ in {"have", "has"} for each in token.children)


def _lacks(page: Page, trigger: Trigger) -> str | None:
    """What the verb needs beside it and has not: a territory, a place, people."""
    token, word = trigger.token, trigger.word
    target = done_to(token)
    if trigger.type is EventType.TERRITORY_GAIN and word in words("needs", "territory"):
        return None if target is not None and _is_territory(page, target) else "territory"
    if word in words("needs", "target"):
        against = [target, *objects_of_prepositions(token, "against", "with", "for", "over", "in", "near", "around")]
        return (
            None
            if any(each is not None and (_is_somebody(page, each) or _is_territory(page, each)) for each in against)
            else "enemy"
        )
    if word in words("needs", "armed") and trigger.type is EventType.TROOP_MOVEMENT:
        doer = done_by(token)
        if doer is None or not is_armed(page, doer):
            return "force"
    if word in words("needs", "place"):
        around = [each for each in (target, *objects_of_prepositions(token)) if each is not None]
        return None if any(_is_territory(page, each) for each in around) else "place"
    if trigger.type in MOVES_OF_PEOPLE and word in words("needs", "people"):
        both = trigger.type in {EventType.WITHDRAWAL, EventType.DISPLACEMENT} or target is None
        around = [each for each in ((done_by(token) if both else None), target) if each is not None]
        return None if any(_is_somebody(page, each) for each in around) else "party"
    return None


def _is_territory(page: Page, noun: Token) -> bool:
    for each in conjuncts(noun):
        if (
            page.place_at.get(each.i) is not None
            or each.tag_ == "NNP"
            or each.lower_ in nouns("needs", "territory_nouns")
        ):
            return True
        if any(page.place_at.get(inner.i) is not None for inner in objects_of_prepositions(each, "of")):
            return True
    return False


def _is_somebody(page: Page, noun: Token | None) -> bool:
    if noun is None:
        return False
    if actor_name(page, noun) is not None or group_of(noun.lower_) is not None or noun.tag_ in {"CD", "NNP", "NNPS"}:
        return True
    if is_crowd(noun) or noun.lower_ in words("needs", "many"):
        return True
    return any(group_of(each.lower_) is not None for each in objects_of_prepositions(noun, "of"))


def _noun_fails(page: Page, trigger: Trigger) -> str | None:
    found = next((reason for fails, reason in NOUN_CHECKS if fails(page, trigger)), None)
    if found is not None:
        return found
    token = trigger.token
    while token.dep_ in {"compound", "amod", "nmod"} and token.head.lower_ in nouns("topic", "acts"):
        token = token.head
    misparsed = trigger.end - trigger.start > 1 and is_verb(token)
    return None if misparsed or token.dep_ in NOUN_PLACES else "it only describes a noun"


def _is_broken(_: Page, trigger: Trigger) -> bool:
    """As in "repelled the attack"."""
    broken = trigger.token.dep_ == "dobj" and trigger.token.head.lower_ in verbs("light_verbs", "broken")
    return broken and trigger.type is not EventType.PROTEST


def _only_names_an_arm(_: Page, trigger: Trigger) -> bool:
    return trigger.word in nouns("things", "nouns") and not _thing_strikes(trigger.token)


def _names_a_state(page: Page, trigger: Trigger) -> bool:
    return trigger.word in nouns("state", "nouns") and not _state_is_told(page, trigger)


def _is_only_spoken_about(page: Page, trigger: Trigger) -> bool:
    return is_topic(trigger) and not has_details(page, trigger)


def _lacks_sides(page: Page, trigger: Trigger) -> bool:
    return trigger.word in nouns("needs", "sides") and not _has_sides(page, trigger)


def _talks_are_spoken_about(_: Page, trigger: Trigger) -> bool:
    token = trigger.token
    governed = trigger.type in TALKS and token.dep_ in {"dobj", "nsubjpass"} and is_verb(token.head)
    return governed and token.head.lower_ not in verbs("light_verbs", "verbs")


def _verb_tells_it(_: Page, trigger: Trigger) -> bool:
    """As in "recovered four bombs", "fired a missile": the object of a verb that is an act by that object."""
    noun = trigger.token
    if noun.dep_ not in {"dobj", "nsubjpass"} or not is_verb(noun.head):
        return False
    return any(is_named(noun, objects) for _, objects, _ in verbs_with_object().get(noun.head.lower_, ()))


def _thing_strikes(noun: Token) -> bool:
    """True where an arm does something: it explodes or hits, somebody is killed by it, somebody uses it."""
    head = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        return (
            head.lower_ in verbs("light_verbs", "happen")
            or head.lower_ in verbs("light_verbs", "verbs")
            or head.lower_ in act_verbs()
        )
    if noun.dep_ == "conj":
        return _thing_strikes(head)
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lower_ in _act_words():
        return True
    if noun.dep_ == "pobj" and head.lower_ in words("light_verbs", "harm_by"):
        return _harm_over(head)
    return noun.dep_ == "ROOT"


def _harm_over(preposition: Token) -> bool:
    """As in "killed by a mine", "wounded while on patrol by a mine", "suffered casualties by a bomb"."""
    over = preposition.head
    for _ in range(CLIMB):
        if over.lower_ in verbs("light_verbs", "harm") or over.lower_ in act_verbs():
            return True
        if over.lower_ in verbs("light_verbs", "suffered") or over.head.i == over.i or preposition.lower_ != "by":
            return over.lower_ in verbs("light_verbs", "suffered")
        over = over.head
    return False


def _state_is_told(page: Page, trigger: Trigger) -> bool:
    token = trigger.token
    if (
        token.dep_ == "nsubj"
        and token.head.lower_ in verbs("light_verbs", "happen")
        and token.head.lower_ not in verbs("light_verbs", "being")
    ):
        return True
    if any(is_armed(page, each) for each in objects_of_prepositions(token, "by")):
        return True
    if token.dep_ == "pobj" and token.head.head.lower_ in verbs("state", "held_by"):
        return True
    return token.dep_ == "dobj" and token.head.lower_ in verbs("light_verbs", "verbs")


def _is_only_a_setting(page: Page, trigger: Trigger) -> bool:
    """As in "prices rose after the attacks": what is told is something else, and nothing of the act itself."""
    token = trigger.token
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ not in words("topic", "settings") or has_details(page, trigger):
        return False
    verb = governing_verb(token)
    doer = subject_of(verb) if verb is not None else None
    if verb is None or doer is None:
        return False
    if verb.tag_ in {"VBZ", "VBP"} and not children(verb, "aux"):
        return doer.lower_ not in _act_words() and not _is_somebody(page, doer)
    return doer.lower_ in nouns("topic", "figures")


def _has_sides(page: Page, trigger: Trigger) -> bool:
    between = objects_of_prepositions(trigger.token, "with", "between", "by", "from", "for")
    if any(is_armed(page, each) for each in objects_of_prepositions(trigger.token, "against")):
        return True
    verb = governing_verb(trigger.token)
    subject = subject_of(verb) if verb is not None else None
    if (verb is not None and verb.lower_ in verbs("light_verbs", "harm")) or trigger.token.head.lower_ in nouns(
        "topic", "acts"
    ):
        return True
    if subject is not None and (is_armed(page, subject) or is_crowd(subject)):
        return True
    return (
        bool(possessors(page, trigger.token))
        or any(_is_somebody(page, each) for each in between)
        or bool(children(trigger.token, "relcl"))
    )


VERB_CHECKS: tuple[tuple[Callable[[Page, Trigger], bool], str], ...] = (
    (_only_describes, "it only describes a noun"),
    (_tells_what_somebody_is, "it says what somebody is, not what happened"),
    (_is_of_seized_arms, "the seizure of the arm tells it"),
    (_only_can_be, "it tells what can happen"),
    (tells_a_habit, "it tells what is done as a rule"),
    (_falls_to_none, "no armed side is named"),
    (_is_mere_gathering, "people only come together"),
    (signs_no_deal, "no deal is signed"),
    (_no_arms_go_off, "no arm goes off"),
    (is_a_charge, "it is what somebody is charged with"),
    (_subject_is_an_act, "the act that is its subject tells it"),
    (_nobody_did_it, "no one is said to have done it"),
)
"""What a verb must not be to tell an event, each with the reason in words; the first that holds is given."""

NOUN_CHECKS: tuple[tuple[Callable[[Page, Trigger], bool], str], ...] = (
    (_draws_only_words, "it is a figure of speech"),
    (_is_broken, "the verb that breaks it tells it"),
    (_verb_tells_it, "the verb that acts on it tells it"),
    (_only_names_an_arm, "it only names an arm"),
    (is_described, "it is only described"),
    (names_a_kind, "it names a kind of act"),
    (_names_a_state, "it names a lasting state of things"),
    (_is_only_spoken_about, "it is only spoken about"),
    (is_a_charge, "it is what somebody is charged with"),
    (_is_only_a_setting, "it is only the setting of other news"),
    (_lacks_sides, "no sides are named"),
    (_talks_are_spoken_about, "the talks are only spoken about"),
)
"""What an act noun must not be to tell an event, each with the reason in words; the first that holds is given."""
