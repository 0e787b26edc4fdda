"""War that is not fought: texts and words in which it is played, shown, remembered or only a figure of speech."""

from functools import cache

from spacy.tokens import Span, Token

from marsad.domain.vocabulary import EventType
from marsad.reading.event_lexicon import lexicon, nouns, words
from marsad.reading.event_words import Trigger
from marsad.reading.page import Page
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
NAMED_OPERATIONS = frozenset({EventType.OFFENSIVE})
"""Acts that bear names of their own ("Operation Peace Spring")."""


def class_of_document(page: Page) -> str | None:
    """The class of text (sport, film, drill …) in which acts of war are played, shown or remembered; None for news.

    A text is of a class by several of its words, more in a longer text, so that a stray "match" makes no sport of it;
    words of no other trade count twice. A text that names forces and arms is of a class only where war is shown in it.
    """
    text = page.document.text[:400].casefold().lstrip()
    if text.startswith(tuple(lexicon()["documents"]["openings"]["words"])):
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
    return sentence.text.casefold().lstrip().startswith(tuple(lexicon()["documents"]["openings"]["words"]))


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
    beside |= {each.lower_ for each in children(token, "compound", "amod", "nmod")}
    if not trigger.is_verb and beside & words("figurative", "beside"):
        return True
    text = sentence.text.casefold()
    if any(phrase in text and trigger.token.lower_ in phrase for phrase in lexicon()["figurative"]["phrases"]):
        return True
    if trigger.type in PEACEFUL:
        return False
    return _is_business(trigger) or _threatens_an_idea(token) or _strikes_no_thing(trigger) or _is_done_by_none(trigger)


def _strikes_no_thing(trigger: Trigger) -> bool:
    token = trigger.token
    targets = [done_to(token)] if trigger.is_verb else []
    targets += objects_of_prepositions(token, "on", "against", "with", "over", "of", "for")
    return any(each is not None and each.lower_ in nouns("figurative", "targets") for each in targets)


def _is_done_by_none(trigger: Trigger) -> bool:
    """True where what does it bears no arms: weather, beasts, players, books."""
    token = trigger.token
    if not trigger.is_verb:
        owners = [*children(token, "poss"), *objects_of_prepositions(token, "by")]
        if any(each.lower_ in nouns("figurative", "players") for each in owners):
            return True
    verb = token if trigger.is_verb else governing_verb(token)
    doer = done_by(verb) if verb is not None else None
    return doer is not None and doer.lower_ in nouns("figurative", "doers" if trigger.is_verb else "retelling")


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
