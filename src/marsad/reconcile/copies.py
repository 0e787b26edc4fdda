"""Claims in, near-copies out: which document is the first print of the story that another repeats."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from math import ceil

from marsad.domain.claim import Claim
from marsad.reconcile.spelling import fold
from marsad.reconcile.unions import Unions

COPY_OVERLAP = (
    0.8  # Jaccard over folded sentence quotes; the usual cut for near-duplicate news (Broder 1997's resemblance)
)


def trace_copies(claims: Iterable[Claim]) -> dict[str, str]:
    """Each document's first print: the earliest document (by day reported, then id) of its near-copies, itself if none.

    Two documents are near-copies where their claims stand in nearly the same sentences. Near-copies chain.
    """
    days: dict[str, date] = {}
    sentences: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        day = claim.reported or date.max
        days[claim.document] = min(day, days.get(claim.document, day))
        sentences[claim.document].add(fold(claim.quote.text))
    order = sorted(days, key=lambda document: (days[document], document))
    place = {document: at for at, document in enumerate(order)}
    unions = Unions(len(order))
    for first, second in _copied_pairs({place[document]: frozenset(words) for document, words in sentences.items()}):
        unions.join(first, second)
    return {document: order[unions.find(at)] for document, at in place.items()}


def _copied_pairs(sentences: Mapping[int, frozenset[str]]) -> Iterable[tuple[int, int]]:
    """Pairs above the overlap. Only documents that share one of their rarest sentences can be: the prefix filter."""
    twins: dict[frozenset[str], int] = {}
    for document in sorted(sentences):
        first = twins.setdefault(sentences[document], document)
        if first != document:
            yield first, document
    counts = Counter(sentence for words in twins for sentence in words)
    blocks: dict[str, list[int]] = defaultdict(list)
    for words, document in twins.items():
        rarest = sorted(words, key=lambda sentence: (counts[sentence], sentence))
        for sentence in rarest[: len(words) - ceil(COPY_OVERLAP * len(words)) + 1]:
            for other in blocks[sentence]:
                if _overlap(words, sentences[other]) >= COPY_OVERLAP:
                    yield other, document
            blocks[sentence].append(document)


def _overlap(some: frozenset[str], others: frozenset[str]) -> float:
    shared = len(some & others)
    return shared / (len(some) + len(others) - shared)
