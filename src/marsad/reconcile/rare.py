"""Testimonies in, what few documents have out: capitalised words and long sentences, by which two tell of one thing."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from marsad.domain.claim import Casualty, Event
from marsad.domain.vocabulary import Role
from marsad.reconcile.names import ActorNames
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import feature_table, words_table
from marsad.reconcile.testimony import Testimony

LOCAL_ROLES = frozenset({Role.RESIDENT, Role.WITNESS, Role.UNKNOWN, Role.POLICE, Role.RESCUE, Role.MEDICAL})
"""Roles of speakers who tell of one event or one town, as a monitor, a minister or an outlet does not."""
WORD = re.compile(r"[^\W\d_]{2,}")
SHORTEST = 3  # letters of a name
OPENING = frozenset('!?:"“‘«')
TITLE_LETTERS = 4  # letters of the longest word that a stop only shortens: "Capt. Varga" opens no sentence
DATELINE = re.compile(r"\W*([A-Z][A-Z .'’-]{2,40}?)(?:,[^()—–-]{0,25})?\s*(?:\([^)]{1,30}\)\s*)?(?:—|–|--|-)\s")
"""The town in capitals at the head of a report, its state or country, and the outlet in brackets."""
COPIED_WORDS = 8
"""Words in a sentence that two documents share by copying and not by chance; ours, set by hand."""
MARK = "="
"""What the mark of a sentence begins with, and no name does."""
Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RareNames:
    """Rare names by the sentence that has them; `beside`: of all that a document tells but old events, by document.

    `sentences` are the marks of the long sentences that few documents have: a formula that all repeat is no copy.
    """

    by_sentence: Mapping[str, Words] = field(default_factory=dict)
    beside: Mapping[str, Words] = field(default_factory=dict)
    sentences: Words = frozenset()


@dataclass(slots=True, kw_only=True)
class DocumentWords:
    """What one document adds to the count: names in its sentences and marks of the long ones (both in `names`),
    words of its outlet and speakers, its countries.
    """

    names: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def find_rare_names(testimonies: Iterable[Testimony], names: ActorNames) -> RareNames:
    """The rare names of each quoted sentence: names of people, streets, schools that few documents of these have.

    Not among them: a sentence's first word, days and months, words of the actor file's names, of outlets and speakers
    but witnesses.
    """
    testimonies = list(testimonies)
    documents = list_words(testimonies).values()
    counts = Counter(word for one in documents for word in one.names)
    known = {word for one in documents for word in one.known}
    known |= list_actor_words(names, {country for one in documents for country in one.countries})
    rare = frozenset(word for word, count in counts.items() if is_rare(count)) - known
    return name_sentences(testimonies, lambda words: words & rare)


def list_words(testimonies: Iterable[Testimony]) -> dict[str, DocumentWords]:
    """By document, the words that decide which names are rare."""
    documents: dict[str, DocumentWords] = defaultdict(DocumentWords)
    for one in testimonies:
        claim, words = one.claim, documents[one.claim.document]
        words.names |= list_marks(claim.quote.text)
        told = claim.attribution
        speaker = told.speaker if told and told.role not in LOCAL_ROLES else ""
        words.known.update(fold(f"{speaker} {claim.source or ''}").split())
        if claim.place and claim.place.country is not None:
            words.countries.add(claim.place.country)
    return dict(documents)


def is_rare(documents: int) -> bool:
    """Whether a name or a sentence that so many documents have is rare."""
    return 0 < documents <= feature_table().threshold.rare_documents


def list_actor_words(names: ActorNames, countries: Iterable[str]) -> Words:
    """The words of every name in use for an actor of the countries or of none, of days and months, and of peoples.

    Those of a war's own actors are no rare names.
    """
    told = (names.words.get(country, frozenset()) for country in (None, *countries))
    return frozenset(words_table().calendar).union(names.generic.adjectives.keys(), *told)


def name_sentences(testimonies: Iterable[Testimony], pick_rare: Callable[[Words], Words]) -> RareNames:
    """The rare names of each sentence, and of each document those that stand beside its events."""
    found: dict[str, Words] = {}
    sentences: set[str] = set()
    beside: dict[str, set[str]] = defaultdict(set)
    for one in testimonies:
        text = one.claim.quote.text
        if text not in found:
            picked = pick_rare(list_marks(text))
            found[text] = picked & list_names(text)
            sentences |= picked - found[text]
        if not (one.claim.background and isinstance(one.claim.said, Event | Casualty)):
            beside[one.claim.document] |= found[text]
    return RareNames(
        by_sentence=found,
        beside={document: frozenset(words) for document, words in beside.items()},
        sentences=frozenset(sentences),
    )


@lru_cache(maxsize=262_144)
def list_marks(text: str) -> Words:
    """What of a sentence may be rare: its names, and its mark."""
    return list_names(text) | mark_sentence(text)


def mark_sentence(text: str) -> Words:
    """The mark by which a long sentence is known again, alone; none of a short one, which two write by chance."""
    folded = fold(text)
    if folded.count(" ") < COPIED_WORDS:
        return frozenset()
    return frozenset({MARK + sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:16]})


@lru_cache(maxsize=262_144)
def list_names(text: str) -> frozenset[str]:
    """The words with a capital inside a sentence, folded, and the town of a dateline; of other capitals none.

    The first word of the text, and one after a stop or a quotation mark, has its capital from where it stands, but
    before "police" it is a name there too.
    """
    found, last, end, opened = set(_list_dateline(text)), "", 0, ""
    for match in WORD.finditer(text):
        word, between = match.group(), text[end : match.start()]
        opens = not last or not OPENING.isdisjoint(between) or ("." in between and not _is_title(last))
        if opened and between == " " and word.casefold() in words_table().services:
            found.add(fold(opened))
        opened = word if opens and _is_spelled_as_name(word) else ""
        if _is_spelled_as_name(word) and not opens:
            found.add(fold(word))
        last, end = word, match.end()
    return frozenset(found)


def _is_spelled_as_name(word: str) -> bool:
    return len(word) >= SHORTEST and word[0].isupper() and not word.isupper()


def _list_dateline(text: str) -> list[str]:
    match = DATELINE.match(text)
    return [word for word in fold(match[1]).split() if len(word) >= SHORTEST] if match else []


def _is_title(word: str) -> bool:
    return word[0].isupper() and len(word) <= TITLE_LETTERS
