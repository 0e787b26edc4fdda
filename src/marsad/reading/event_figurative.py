"""War that is not fought: texts and words in which it is played, shown, remembered or only a figure of speech."""

from collections.abc import Callable
from functools import cache, lru_cache

from marsad.domain.vocabulary import EventType
from marsad.reading.event_lexicon import lexicon, nouns, verbs, words
from marsad.reading.event_words import Trigger, is_named
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import (
    children,
    conjuncts,
    done_by,
    done_to,
    governing_verb,
    objects_of_prepositions,
    subject_of,
)

TALKS = frozenset({EventType.AGREEMENT, EventType.DIPLOMACY})
PEACEFUL = TALKS | {EventType.PROTEST, EventType.CEASEFIRE, EventType.AID, EventType.RELEASE, EventType.ARREST}
"""Types whose objects may well be no thing that arms reach (a protest against prices)."""
MISHAPS = frozenset({EventType.BOMBING, EventType.DESTRUCTION})
CLIMB = 4
"""Steps up the parse in which a book or film over an act is looked for."""
KNOWN_WORDS = 1 << 12
"""Words of war whose figures of speech are remembered."""
NAMED_OPERATIONS = frozenset({EventType.OFFENSIVE})
"""Acts that bear names of their own ("Operation Peace Spring")."""


def class_of_document(page: Page) -> str | None:
    """The class of text (sport, film, drill …) in which acts of war are played, shown or remembered; None for news.

    A text is of a class by several of its words, more in a longer text, so that a stray "match" makes no sport of it;
    words of no other trade count twice. A text that names forces and arms is of a class only where war is shown in it.
    """
    text = page.document.text[:400].casefold().lstrip()
    if text.startswith(_openings()):
        return "correction or retelling"
    lowered = {token.lower_ for token in page.doc}
    needed = max(lexicon()["documents"]["distinct"], len(page.sentences) / lexicon()["documents"]["sentences_per_word"])
    at_war = len(lowered & nouns("documents", "of_war"))
    allowed = lexicon()["documents"]["of_war_needed"]
    sure = words("documents", "sure")
    counts = {
        name: len(cues & lowered) + len(cues & sure & lowered)
        for name, cues in _classes().items()
        if at_war < allowed[name]
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= needed else None


def is_quoted_scene(sentence: Span) -> bool:
    """True for a sentence that opens by saying it retells a film, a game or a drill."""
    return sentence.text.casefold().lstrip().startswith(_openings())


def class_of_sentence(sentence: Span) -> str | None:
    """The class of text whose words the sentence is full of, where it names no force or arm of today's wars."""
    lowered = {token.lower_ for token in sentence}
    if lowered & (nouns("documents", "of_war") | words("documents", "at_war")):
        return None
    sure = words("documents", "sure")
    for name, cues in _classes().items():
        if len(cues & lowered) + len(cues & sure & lowered) >= lexicon()["documents"]["in_sentence"]:
            return name
    return None


@cache
def _openings() -> tuple[str, ...]:
    return tuple(lexicon()["documents"]["openings"]["words"])


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(cues) for name, cues in lexicon()["documents"]["classes"].items()}


def is_name(sentence: Span, trigger: Trigger) -> bool:
    """True for a capitalised act noun inside a sentence of plain words ("the opera The Siege", "Major Battle")."""
    token = trigger.token
    if trigger.is_verb or token.tag_ not in {"NNP", "NNPS"} or not token.text[:1].isupper() or token.text.isupper():
        return False
    if trigger.type in NAMED_OPERATIONS or token.i == sentence.start:
        return False
    letters = [
        each for each in sentence if each.is_alpha and len(each) > 3 and each.i not in range(trigger.start, trigger.end)
    ]
    plain = [each for each in letters if each.text.islower()]
    return len(plain) * 2 >= len(letters)


def is_figure_of_speech(sentence: Span, trigger: Trigger) -> bool:
    token = trigger.token
    beside = {each.lower_ for each in sentence.doc[max(sentence.start, trigger.start - 1) : trigger.start]}
    beside |= {each.lower_ for each in children(token, "compound", "amod", "nmod") if each.i < trigger.start}
    if not trigger.is_verb and beside & words("figurative", "beside"):
        return True
    phrases = _phrases_with(token.lower_)
    if phrases and any(phrase in sentence.text.casefold() for phrase in phrases):
        return True
    if trigger.type in PEACEFUL:
        return False
    return any(test(trigger) for test in PICTURES) or _threatens_an_idea(token)


@lru_cache(KNOWN_WORDS)
def _phrases_with(word: str) -> tuple[str, ...]:
    """The figures of speech that the letters of the word stand in."""
    return tuple(phrase for phrase in lexicon()["figurative"]["phrases"] if word in phrase)


def _strikes_no_thing(trigger: Trigger) -> bool:
    token = trigger.token
    targets = [done_to(token)] if trigger.is_verb else []
    beside = ("on", "against", "with", "of") if trigger.is_verb else ("on", "against", "with", "over", "of", "for")
    targets += objects_of_prepositions(token, *beside)
    return any(each is not None and each.lower_ in nouns("figurative", "targets") for each in targets)


def _is_done_by_none(trigger: Trigger) -> bool:
    """True where what does it bears no arms: weather, beasts, players, books."""
    token = trigger.token
    if not trigger.is_verb:
        owners = [*children(token, "poss"), *objects_of_prepositions(token, "by", "from")]
        over = governing_verb(token)
        hurts = over is not None and over.lower_ in verbs("light_verbs", "harm")
        if not hurts and any(each.lower_ in nouns("figurative", "players") for each in owners):
            return True
    verb = token if trigger.is_verb else governing_verb(token)
    doer = done_by(verb) if verb is not None else None
    if doer is None:
        return False
    made_of = [*children(doer, "compound"), *objects_of_prepositions(doer, "of")] if trigger.is_verb else []
    named = {each.lower_ for each in (doer, *made_of)}
    return bool(named & nouns("figurative", "doers" if trigger.is_verb else "retelling"))


def _is_retold(trigger: Trigger) -> bool:
    """As in "the film shows how a platoon is ambushed", "a book on how the raids changed the war"."""
    current = trigger.token
    for _ in range(CLIMB):
        over = current.head
        if over.i == current.i:
            return False
        current = over
        subject = next(iter(children(current, "nsubj")), current)
        told = {subject.lower_} if current.dep_ in {"ROOT", "ccomp", "conj"} else {current.lower_}
        if told & nouns("figurative", "retelling") and current.i != trigger.token.i:
            return True
    return False


def _is_a_picture(trigger: Trigger) -> bool:
    """As in "a barrage of discounts", "a salvo against inflation", "war on litter"."""
    token = trigger.token
    if trigger.is_verb:
        thrown = done_to(token)
        if thrown is None or thrown.lower_ not in nouns("mishaps", "picturing"):
            return False
        about = [*objects_of_prepositions(token, "against", "on", "over", "at"), *objects_of_prepositions(thrown)]
        return any(each.lower_ in _no_targets() for each in about)
    if token.lower_ not in nouns("mishaps", "picturing"):
        return False
    return any(each.lower_ in _no_targets() for each in objects_of_prepositions(token, "of", "against", "on", "with"))


@cache
def _no_targets() -> frozenset[str]:
    return nouns("mishaps", "pictures") | nouns("figurative", "targets")


def _is_a_mishap(trigger: Trigger) -> bool:
    """As in "an explosion caused by a gas leak", "demolition crews blew up the tower", "fireworks exploded"."""
    if trigger.type not in MISHAPS:
        return False
    return any(each.lower_ in words("mishaps", "causes") for each in trigger.token.subtree)


def _is_burglary(trigger: Trigger) -> bool:
    """As in "blew up a cash machine"."""
    opened = done_to(trigger.token) if trigger.is_verb else None
    return opened is not None and is_named(opened, nouns("mishaps", "loot"))


def _is_private(trigger: Trigger) -> bool:
    """As in "a man shot his wife dead": kin against kin."""
    if not trigger.is_verb:
        return False
    hurt, doer = done_to(trigger.token), done_by(trigger.token)
    if hurt is None or hurt.lower_ not in nouns("mishaps", "kin"):
        return False
    own = any(each.lower_ in {"his", "her"} for each in children(hurt, "poss"))
    return doer is not None and (doer.lower_ in nouns("mishaps", "kin") or (own and doer.tag_ == "NN"))


def _is_business(trigger: Trigger) -> bool:
    """As in "an offensive into the Gulf market", "retreated on fuel duty": no ground that forces hold."""
    token = trigger.token
    if trigger.type in {EventType.OFFENSIVE, EventType.TERRITORY_GAIN}:
        around = [
            *objects_of_prepositions(token, "into", "in", "on", "to"),
            *([done_to(token)] if trigger.is_verb else []),
        ]
        if token.dep_ == "dobj":
            around += objects_of_prepositions(token.head, "into", "in", "on", "to")
        return any(each is not None and each.lower_ in nouns("figurative", "arenas") for each in around)
    if trigger.type is not EventType.WITHDRAWAL or not trigger.is_verb:
        return False
    return any(
        each.lower_ in nouns("figurative", "climbdowns") for each in objects_of_prepositions(token, "on", "over")
    )


def _threatens_an_idea(noun: Token) -> bool:
    """As in "our dignity is under attack"."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "under":
        return False
    verb = governing_verb(noun)
    subject = subject_of(verb) if verb is not None else None
    return subject is not None and any(each.lower_ in nouns("figurative", "targets") for each in conjuncts(subject))


PICTURES: tuple[Callable[[Trigger], bool], ...] = (
    _is_business,
    _strikes_no_thing,
    _is_done_by_none,
    _is_retold,
    _is_a_picture,
    _is_a_mishap,
    _is_burglary,
    _is_private,
)
"""What makes a word of war a figure of speech, or no act of war; any of them does."""
