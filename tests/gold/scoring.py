"""Claims read and claims written by hand → how far they agree, kind by kind and field by field.

A read claim finds a gold claim of the same document and kind where their quotes overlap and their core agrees; each
finds one partner at most, and the pairs that agree in most come first. A gold name may hold
alternatives, parted by "|".
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

Line = dict[str, Any]
Pair = tuple[Line, Line]

ARTICLES = frozenset({"a", "al", "an", "el", "of", "s", "the"})
"""Words that one outlet writes and another leaves out of the same name."""
FIGURE = ("low", "best", "high")
MUTUAL = frozenset({"allied_with", "opposes"})
"""Relations that say the same when turned round."""
HELD = frozenset({"holds", "gained", "contested", "besieged"})

ALWAYS = ("modality", "background")
EXACT = {
    "event": ("count",),
    "casualty": (*FIGURE, "victims", "scope", "since", "revises", "cause"),
    "control": ("state", "extent"),
    "statement": ("act", "direct"),
    "relation": ("former",),
}
NAMES = {
    "event": ("weapon",),
    "casualty": ("side", "includes_in"),
    "control": (),
    "statement": ("addressee",),
    "relation": (),
}
LISTS = {
    "event": ("agents", "recipients"),
    "casualty": ("agents",),
    "control": ("from",),
    "statement": (),
    "relation": (),
}
KINDS = tuple(EXACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindScore:
    """How one kind is read: the pairs, what found no partner, and the sum and number of agreements of each field."""

    kind: str
    pairs: list[Pair] = field(default_factory=list)
    missed: list[Line] = field(default_factory=list)
    spurious: list[Line] = field(default_factory=list)

    @property
    def gold(self) -> int:
        return len(self.pairs) + len(self.missed)

    @property
    def precision(self) -> float:
        return _share(len(self.pairs), len(self.pairs) + len(self.spurious))

    @property
    def recall(self) -> float:
        return _share(len(self.pairs), self.gold)

    @property
    def f1(self) -> float:
        return _share(2 * len(self.pairs), 2 * len(self.pairs) + len(self.missed) + len(self.spurious))

    @property
    def fields(self) -> dict[str, tuple[float, int]]:
        """Field → (agreement from 0 to 1, pairs whose gold gives the field)."""
        seen: dict[str, list[float]] = defaultdict(list)
        for gold, read in self.pairs:
            for name, value in agreements(gold, read):
                seen[name].append(value)
        return {name: (sum(values) / len(values), len(values)) for name, values in sorted(seen.items())}


def score(gold: dict[str, list[Line]], read: dict[str, list[Line]]) -> list[KindScore]:
    """One score a kind over the documents of `gold`; both map a document's id to its claims."""
    return [_score_kind(kind, gold, read) for kind in KINDS]


def table(scores: Iterable[KindScore]) -> str:
    """The scores as text, a kind a line, fields after it."""
    return "\n".join(_row(one) for one in scores)


def agreements(gold: Line, read: Line) -> Iterator[tuple[str, float]]:
    """(field, agreement from 0 to 1) for each field that gold gives."""
    kind = gold["kind"]
    for name in ALWAYS:
        yield name, float(gold[name] == read[name])
    yield "speaker", float(same_name(_speaker(gold), _speaker(read)))
    if gold["time"]:
        yield "time", float(_days(gold) == _days(read))
    if gold["place"] and kind != "control":
        yield "place", float(same_name(_place(gold), _place(read)))
    yield from _payload_agreements(kind, gold[kind], read[kind])


def same_name(gold: str | None, read: str | None) -> bool:
    """True where one name's words are all in the other, accents, case and articles aside, or where both are absent."""
    if not gold or not read:
        return not gold and not read
    theirs = _words(read)
    return any(ours <= theirs or theirs <= ours for ours in map(_words, gold.split("|")) if ours and theirs)


def shared_names(gold: list[str], read: list[str] | None) -> float:
    """F1 of two lists of names; both empty agree wholly."""
    left = list(read or ())
    size = len(gold) + len(left)
    hits = 0
    for name in gold:
        partner = next((other for other in left if same_name(name, other)), None)
        if partner is not None:
            left.remove(partner)
            hits += 1
    return _share(2 * hits, size) if size else 1.0


def _score_kind(kind: str, gold: dict[str, list[Line]], read: dict[str, list[Line]]) -> KindScore:
    result = KindScore(kind=kind)
    for document, claims in gold.items():
        ours = [claim for claim in claims if claim["kind"] == kind]
        theirs = [claim for claim in read.get(document, ()) if claim["kind"] == kind]
        pairs = _pair_off(ours, theirs)
        result.pairs.extend((ours[i], theirs[j]) for i, j in pairs)
        result.missed.extend(claim for i, claim in enumerate(ours) if i not in {i for i, _ in pairs})
        result.spurious.extend(claim for j, claim in enumerate(theirs) if j not in {j for _, j in pairs})
    return result


def _pair_off(gold: list[Line], read: list[Line]) -> list[tuple[int, int]]:
    """One to one (position in gold, position in read), the pair that agrees in most taken first."""
    able = [(i, j) for i, j in product(range(len(gold)), range(len(read))) if _may_pair(gold[i], read[j])]
    able.sort(key=lambda pair: -sum(value for _, value in agreements(gold[pair[0]], read[pair[1]])))
    taken: list[tuple[int, int]] = []
    for i, j in able:
        if all(i != other and j != partner for other, partner in taken):
            taken.append((i, j))
    return taken


def _may_pair(gold: Line, read: Line) -> bool:
    ours, theirs = gold["quote"], read["quote"]
    overlap = ours["start"] < theirs["end"] and theirs["start"] < ours["end"]
    return overlap and CORES[gold["kind"]](gold, read)


def _same_figure(gold: Line, read: Line) -> bool:
    ours, theirs = gold["casualty"], read["casualty"]
    known = [name for name in FIGURE if ours[name] is not None]
    return ours["harm"] == theirs["harm"] and any(ours[name] == theirs.get(name) for name in known)


def _same_hold(gold: Line, read: Line) -> bool:
    ours, theirs = gold["control"], read["control"]
    return (
        same_name(_place(gold), _place(read))
        and (ours["state"] in HELD) == (theirs["state"] in HELD)
        and shared_names(ours["holder"], theirs.get("holder")) > 0
    )


def _same_relation(gold: Line, read: Line) -> bool:
    ours, theirs = gold["relation"], read["relation"]
    orders = [("subject", "object")] + [("object", "subject")] * (ours["relation"] in MUTUAL)
    ends = any(same_name(ours["subject"], theirs[a]) and same_name(ours["object"], theirs[b]) for a, b in orders)
    return ours["relation"] == theirs["relation"] and ends


CORES: dict[str, Callable[[Line, Line], bool]] = {
    "event": lambda gold, read: bool(gold["event"]["type"] == read["event"]["type"]),
    "casualty": _same_figure,
    "control": _same_hold,
    "statement": lambda gold, read: same_name(_speaker(gold), _speaker(read)),
    "relation": _same_relation,
}


def _payload_agreements(kind: str, ours: Line, theirs: Line) -> Iterator[tuple[str, float]]:
    for name in EXACT[kind]:
        if ours[name] is not None:
            yield name, float(ours[name] == theirs.get(name))
    for name in NAMES[kind]:
        if ours[name]:
            yield name, float(same_name(ours[name], theirs.get(name)))
    for name in LISTS[kind]:
        if ours[name]:
            yield name, shared_names(ours[name], theirs.get(name))


def _speaker(line: Line) -> str | None:
    return (line.get("attribution") or {}).get("speaker")


def _place(line: Line) -> str | None:
    return (line.get("place") or {}).get("name")


def _days(line: Line) -> tuple[str | None, str | None]:
    time = line.get("time") or {}
    return time.get("start"), time.get("end")


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return set(re.findall(r"[a-z0-9]+", plain)) - ARTICLES


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _row(one: KindScore) -> str:
    head = f"{one.kind:<9} gold {one.gold:>3}  P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}"
    return head + "".join(f"\n  {name:<12} {value:.2f} of {n}" for name, (value, n) in one.fields.items())
