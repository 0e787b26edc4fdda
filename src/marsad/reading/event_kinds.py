"""What the sides and the means make of an act: its trigger, type and sides in, its final type out."""

from collections.abc import Callable, Iterable
from itertools import islice

from marsad.domain.vocabulary import EventType
from marsad.reading.event_arms import is_armed, is_armed_target, is_crowd
from marsad.reading.event_lexicon import act_verbs, nouns, refining, verbs, words
from marsad.reading.event_sides import Sides, settled_type
from marsad.reading.event_words import Trigger, is_named
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import group_of
from marsad.reading.phrases import (
    children,
    conjuncts,
    done_to,
    governing_verb,
    is_noun,
    objects_of_prepositions,
    phrase,
    subject_of,
)

LOOK_BACK = 60
"""Tokens before a pronoun in which the noun that it stands for may be."""
SUBJECTS_BACK = 2
"""Subjects before a pronoun that it may stand for."""
BY_MEANS = frozenset({"with", "by", "using", "from", "in"})
THIRD = frozenset({"them", "him", "her", "it"})
OWN = frozenset({"his", "her", "their", "its"})


def kind_of(page: Page, trigger: Trigger, kind: EventType, sides: Sides) -> EventType:
    """The type that the sides, the means and the place of the words make of an act of that kind."""
    settled = settled_type(page, trigger, kind, sides)
    return next((found for test, found in KINDS if test(page, trigger, settled, sides)), None) or _by_means(
        trigger, settled
    )


def _is_stoppage(_: Page, trigger: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "a transport strike", "went on strike", "the strike called by the unions": work laid down."""
    token = trigger.token
    if trigger.is_verb or kind not in {EventType.AIR_STRIKE, EventType.ATTACK, EventType.SIEGE}:
        return False
    if token.lower_ not in {"strike", "strikes", "blockade", "blockades"}:
        return False
    return is_stoppage(token) or any(each.lower_ in nouns("kinds", "strikers") for each in sides.doers)


def is_stoppage(strike: Token) -> bool:
    """True where the noun "strike" tells that work is laid down."""
    if strike.dep_ == "pobj" and strike.head.lower_ == "on" and not children(strike, "det", "poss", "amod", "prep"):
        return True
    beside = [*children(strike, "compound", "amod", "nmod", "poss")]
    if any(each.lower_ in words("kinds", "stoppages") for each in beside):
        return True
    owners = [*children(strike, "poss"), *objects_of_prepositions(strike, "by")]
    if any(each.lower_ in nouns("kinds", "strikers") for each in owners):
        return True
    around = {each.lower_ for each in strike.sent}
    if around & words("kinds", "labour") and not around & words("kinds", "from_afar"):
        return True
    over = [each for each in (strike.head if strike.dep_ in {"dobj", "nsubjpass"} else None,) if each is not None]
    return any(each.lower_ in verbs("kinds", "stoppage_verbs") for each in [*over, *children(strike, "acl")])


def _is_unspecified(_: Page, trigger: Trigger, kind: EventType, __: Sides) -> bool:
    """As in "approval for military strikes": nothing says from where they would come."""
    return (
        kind is EventType.AIR_STRIKE and trigger.vague and "military" in {each.lower_ for each in trigger.token.lefts}
    )


def _sets_fire(_: Page, trigger: Trigger, kind: EventType, __: Sides) -> bool:
    """As in "threw petrol bombs at the bus": fire, and no explosive."""
    if kind is not EventType.BOMBING:
        return False
    bottles = nouns("kinds", "fire_bottles")
    if trigger.word in bottles:
        return True
    thrown = done_to(trigger.token) if trigger.is_verb else None
    return thrown is not None and is_named(thrown, bottles)


def _dies_by_it(_: Page, trigger: Trigger, kind: EventType, __: Sides) -> bool:
    """As in "detonated his explosives": the bomb that goes off is on the attacker."""
    if kind is not EventType.BOMBING or not trigger.is_verb:
        return False
    bomb = done_to(trigger.token)
    if bomb is None or bomb.lower_ not in nouns("kinds", "own_bombs"):
        return False
    return any(each.lower_ in OWN for each in children(bomb, "poss"))


def _searches_premises(_: Page, trigger: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "police raided a house": a search by those in power."""
    if kind is not EventType.ATTACK or trigger.word not in {"raid", "raids"}:
        return False
    searched = [each for each in sides.targets if each.lower_ in nouns("kinds", "premises")]
    return bool(searched) and any(each.lower_ in nouns("kinds", "authorities") for each in sides.doers)


def _searches_to_arrest(page: Page, trigger: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "police raided a house and arrested two men"."""
    if not _searches_premises(page, trigger, kind, sides):
        return False
    taken = {form for form, (_, type_) in act_verbs().items() if type_ is EventType.ARREST}
    return any(each.lower_ in taken for each in trigger.token.sent)


def _breaks_up_protest(page: Page, trigger: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "police fired tear gas at the protesters": force against a protest, by the table of types."""
    if kind not in {EventType.ATTACK, EventType.SHELLING} or not trigger.is_verb:
        return False
    protesting = nouns("kinds", "protesting")
    hit = [each for each in sides.targets if each.lower_ in protesting]
    used = {each.lower_ for each in trigger.token.subtree} & words("kinds", "riot_gear")
    if not hit and used:
        hit = [each for each in trigger.token.sent if each.lower_ in protesting]
    return bool(hit) and any(is_armed(page, each) for each in sides.doers)


def _draws_fire(page: Page, trigger: Trigger, kind: EventType, _: Sides) -> bool:
    """As in "the patrol came under fire"."""
    if kind is not EventType.ATTACK or trigger.word != "under fire":
        return False
    verb = governing_verb(trigger.token)
    subject = subject_of(verb) if verb is not None else None
    return subject is not None and (_bears_arms(page, subject) or is_armed_target(page, subject))


def _crowd_surrounds(_: Page, __: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "farmers surrounded the minister's house": no siege."""
    return kind is EventType.SIEGE and any(is_crowd(each) for side in sides.doers for each in _people_in(side))


def _hits_unarmed(page: Page, trigger: Trigger, kind: EventType, _: Sides) -> bool:
    """As in "opened fire on two children at a checkpoint", "ambushed and killed four youths"."""
    ambush = trigger.word in words("sides", "one_sided")
    if kind is not EventType.ARMED_CLASH or not (ambush or trigger.word in words("sides", "by_sides")):
        return False
    hit = _people_hit(trigger)
    return bool(hit) and not any(_bears_arms(page, each) for each in hit)


def _people_hit(trigger: Trigger) -> list[Token]:
    """The people whom the verb, or one joined to it, has as its object; those in a convoy too."""
    verb = trigger.token
    if not trigger.is_verb:
        return []
    joined = [each for each in conjuncts(verb) if each.i == verb.i or not children(each, "nsubj", "nsubjpass")]
    found = [each for each in map(done_to, joined) if each is not None]
    found += objects_of_prepositions(verb, "on", "upon", "against")
    people = [inner for each in found for inner in (each, *objects_of_prepositions(each, "of", "carrying"))]
    found = [each for each in people if each.lower_ not in {"other", "another"}]
    return [each for each in found if group_of(each.lower_) is not None or is_crowd(each) or _holds_office(each)]


def _holds_office(noun: Token) -> bool:
    return noun.lower_ in nouns("kinds", "unarmed")


def _meets_arms(page: Page, trigger: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "militants shot dead an official of the border force": both sides bear arms."""
    if kind is not EventType.ATTACK or trigger.word not in words("sides", "by_sides") | nouns("sides", "by_sides"):
        return False
    if not any(_bears_arms(page, each) for each in sides.doers):
        return False
    targets = [*sides.targets, *_stood_for(trigger, sides)]
    return any(_bears_arms(page, each) or is_armed_target(page, each) for each in targets)


def _bears_arms(page: Page, noun: Token) -> bool:
    """True for an armed party or person, and for whoever serves one ("an official of the border force")."""
    if is_crowd(noun) or any(each.lower_ in words("kinds", "once") for each in children(noun, "amod", "compound")):
        return False
    if is_armed(page, noun) or noun.lower_ in nouns("kinds", "armed_people"):
        return True
    if any(each.lower_ in words("kinds", "under_arms") for each in children(noun, "amod")):
        return True
    if noun.lower_ not in nouns("kinds", "serving") and noun.tag_ != "CD":
        return False
    beside = [each for each in phrase(noun) if each.i != noun.i and (is_noun(each) or each.dep_ == "amod")]
    return any(_is_force(page, each) for each in (*beside, *objects_of_prepositions(noun, "of", "from")))


def _is_force(page: Page, noun: Token) -> bool:
    if noun.lower_ in nouns("kinds", "armed_people") | nouns("kinds", "bodies"):
        return True
    return is_armed(page, noun) and (is_noun(noun) or page.actor_at.get(noun.i) is not None)


def _stood_for(trigger: Trigger, sides: Sides) -> Iterable[Token]:
    """The nouns that "them" and "him" among the targets may stand for: the last subject before, the doers left out."""
    doc = trigger.token.doc
    doers = {each.i for each in sides.doers}
    for pronoun in sides.targets:
        if pronoun.lower_ not in THIRD:
            continue
        before = reversed(doc[max(pronoun.i - LOOK_BACK, 0) : pronoun.i])
        subjects = (each for each in before if each.dep_ in {"nsubj", "nsubjpass"} and is_noun(each))
        for each in islice((one for one in subjects if one.i not in doers), SUBJECTS_BACK):
            yield from conjuncts(each)


def _clashes_with_crowd(_: Page, trigger: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "clashed with protesting miners", "dozens of workers clashed with police"."""
    if kind is not EventType.ARMED_CLASH or trigger.word in words("sides", "one_sided"):
        return False
    return any(is_crowd(each) for side in (*sides.doers, *sides.targets) for each in _people_in(side))


def _people_in(noun: Token) -> list[Token]:
    """The people whom a gerund describes or a measure counts ("protesting miners", "a number of miners")."""
    if noun.tag_ == "VBG":
        return children(noun, "dobj")
    if noun.lower_ not in nouns("kinds", "serving"):
        return [noun]
    return [each for inner in objects_of_prepositions(noun, "of") for each in _people_in(inner)]


def _burns_the_dead(_: Page, trigger: Trigger, kind: EventType, __: Sides) -> bool:
    """As in "the body was burned": what was killed, not what was destroyed."""
    if kind is not EventType.DESTRUCTION or not trigger.is_verb:
        return False
    burnt = done_to(trigger.token)
    return burnt is not None and burnt.lower_ in nouns("found", "bodies")


def _is_mob(_: Page, __: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "a mob torched the police station"."""
    if kind not in {EventType.DESTRUCTION, EventType.ATTACK}:
        return False
    return any(each.lower_ in nouns("sides", "rioters") for each in sides.doers)


def _is_heard_fire(_: Page, trigger: Trigger, kind: EventType, __: Sides) -> bool:
    """As in "monitors recorded 40 explosions and shots involving small arms": shooting between lines."""
    if not _is_heard(trigger, kind):
        return False
    heard = {each.lower_ for each in trigger.token.subtree}
    if heard & words("kinds", "light"):
        return True
    return not heard & (nouns("kinds", "heavy") | nouns("kinds", "blasts"))


def _is_heard(trigger: Trigger, kind: EventType) -> bool:
    return trigger.word in words("kinds", "heard") and kind in {EventType.SHELLING, EventType.ARMED_CLASH}


def _is_heard_guns(_: Page, trigger: Trigger, kind: EventType, __: Sides) -> bool:
    return _is_heard(trigger, kind)


def _flies_over(_: Page, trigger: Trigger, kind: EventType, sides: Sides) -> bool:
    """As in "the military forces bombed rebel bases": a state's bombs fall from aircraft."""
    if kind is not EventType.BOMBING or not (trigger.vague and trigger.is_verb):
        return False
    return any(
        inner.lower_ in nouns("sides", "with_aircraft")
        for each in sides.doers
        if each.lower_ in {"force", "forces"}
        for inner in phrase(each)
    )


def _by_means(trigger: Trigger, kind: EventType) -> EventType:
    """The act's type; of a thing destroyed "with a missile" that of the missile."""
    if kind is not EventType.DESTRUCTION or not trigger.is_verb:
        return kind
    means = [
        each.lower_
        for branch in trigger.token.children
        if branch.lower_ in BY_MEANS and branch.dep_ in {"prep", "agent", "advcl", "acl"}
        for each in branch.subtree
    ]
    subject = [each.lower_ for each in children(trigger.token, "nsubj") if each.lower_ not in act_verbs()]
    found = next((type_ for type_, single, _ in refining() if any(each in single for each in means)), None)
    own = next((type_ for type_, single, _ in refining() if any(each in single for each in subject)), None)
    return found or own or kind


KINDS: tuple[tuple[Callable[[Page, Trigger, EventType, Sides], bool], EventType], ...] = (
    (_is_stoppage, EventType.PROTEST),
    (_is_unspecified, EventType.ATTACK),
    (_sets_fire, EventType.ATTACK),
    (_dies_by_it, EventType.SUICIDE_BOMBING),
    (_searches_to_arrest, EventType.ARREST),
    (_searches_premises, EventType.OFFENSIVE),
    (_breaks_up_protest, EventType.PROTEST),
    (_hits_unarmed, EventType.ATTACK),
    (_meets_arms, EventType.ARMED_CLASH),
    (_draws_fire, EventType.ARMED_CLASH),
    (_crowd_surrounds, EventType.PROTEST),
    (_clashes_with_crowd, EventType.RIOT),
    (_burns_the_dead, EventType.ATTACK),
    (_is_mob, EventType.RIOT),
    (_is_heard_fire, EventType.ARMED_CLASH),
    (_is_heard_guns, EventType.SHELLING),
    (_flies_over, EventType.AIR_STRIKE),
)
"""What makes an act another type than its words; the first that holds decides."""
