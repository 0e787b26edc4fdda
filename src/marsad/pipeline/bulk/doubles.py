"""Shards in, the documents that came before out: an id counts once, where it comes first in the inputs' order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from marsad.domain.claim import Claim
from marsad.domain.document import text_digest
from marsad.pipeline.bulk.shard_files import DOCUMENTS, read_claims, read_lines

Place = tuple[int, int]
"""A shard's number and a document's place in it, from 0."""


@dataclass(slots=True, kw_only=True)
class Doubles:
    """Documents that do not count: of an id that came before with the same text, or, a line on each, with another."""

    documents: int = 0
    claims: int = 0
    """Of the documents that count."""
    repeats: set[Place] = field(default_factory=set)
    clashes: dict[Place, str] = field(default_factory=dict)

    def passes(self, place: Place) -> bool:
        """Whether the document counts."""
        return place not in self.repeats and place not in self.clashes


def find_doubles(folders: Iterable[Path]) -> Doubles:
    """What came before, over all shards. Held in memory meanwhile: a hash of each id, and one of each text."""
    found, known = Doubles(), dict[int, int]()
    for shard, folder in enumerate(folders):
        for at, line in enumerate(read_lines(folder / DOCUMENTS)):
            document = line["document"]
            name, text = _hash(document["id"]), _hash(document["text"])
            found.documents += 1
            if name not in known:
                known[name] = text
                found.claims += line["claims"]
            elif known[name] == text:
                found.repeats.add((shard, at))
            else:
                found.clashes[shard, at] = _clash(document["id"], line["came"]["where"])
    return found


def read_counting(number: int, folder: Path, doubles: Doubles) -> Iterator[Claim]:
    """The claims of a shard's documents that count."""
    claims = read_claims(folder)
    for at, line in enumerate(read_lines(folder / DOCUMENTS)):
        counts = doubles.passes((number, at))
        for _ in range(line["claims"]):
            claim = next(claims)
            if counts:
                yield claim


def _hash(text: str) -> int:
    return int(text_digest(text)[:16], 16)


def _clash(document: str, where: str) -> str:
    wrong = f"{where}: id {document!r} came before with another text; this one counts nowhere"
    return f"{wrong}. Mend: give it an id of its own, or none"
