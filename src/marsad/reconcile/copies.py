"""Claims in, near-copies out: which document is the first print of the story that another repeats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from math import ceil

from marsad.domain.claim import Claim
from marsad.domain.copying import COPY_OVERLAP, overlap
from marsad.reconcile.spelling import fold
from marsad.reconcile.unions import Unions


def trace_copies(claims: Iterable[Claim]) -> dict[str, str]:
    """Each document's first print: the earliest document (by day reported, then id) of its near-copies, itself if none.

    Two documents are near-copies where their claims stand in nearly the same sentences. Near-copies chain.
    """
    claims = list(claims)
    days: dict[str, date] = {}
    for claim in claims:
        day = claim.reported or date.max
        days[claim.document] = min(day, days.get(claim.document, day))
    order = sorted(days, key=lambda document: (days[document], document))
    place = {document: at for at, document in enumerate(order)}
    unions = Unions(len(order))
    for first, second in _copied_pairs({place[name]: words for name, words in _list_sentences(claims).items()}):
        unions.join(first, second)
    return {document: order[unions.find(at)] for document, at in place.items()}


def list_copy_keys(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """By document, the sentences, hashed, of which two near-copies have one in common: the prefix filter.

    Two that overlap so far lack few of each other's sentences, so the first of each, one more than may be lacking, have
    one in common, in any order that is the same for both. The longest come first: few documents share them by chance.
    """
    return {name: frozenset(map(_hash, _prefix(words))) for name, words in _list_sentences(claims).items()}


def _list_sentences(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """By document, the folded sentences in which its claims stand."""
    sentences: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        sentences[claim.document].add(fold(claim.quote.text))
    return {document: frozenset(those) for document, those in sentences.items()}


def _copied_pairs(sentences: Mapping[int, frozenset[str]]) -> Iterable[tuple[int, int]]:
    """Pairs above the overlap. Only documents that share one of their first sentences can be."""
    twins: dict[frozenset[str], int] = {}
    for document in sorted(sentences):
        first = twins.setdefault(sentences[document], document)
        if first != document:
            yield first, document
    blocks: dict[str, list[int]] = defaultdict(list)
    for words, document in twins.items():
        for sentence in _prefix(words):
            for other in blocks[sentence]:
                if overlap(words, sentences[other]) >= COPY_OVERLAP:
                    yield other, document
            blocks[sentence].append(document)


def _prefix(sentences: frozenset[str]) -> list[str]:
    longest = sorted(sentences, key=lambda sentence: (-len(sentence), sentence))
    return longest[: len(sentences) - ceil(COPY_OVERLAP * len(sentences)) + 1]


def _hash(sentence: str) -> str:
    return sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:16]
