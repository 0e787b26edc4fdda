"""A store that takes documents one by one, for holding its record against one made anew of all."""

from collections.abc import Iterable, Sequence
from typing import Self

from marsad.domain.actor import Actor
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.judgement import Judgement
from marsad.domain.reading import Reading
from marsad.domain.workings import Basis
from marsad.reconcile import reconcile
from marsad.reconcile.update import update_record
from marsad.store import Store

FROM_NOTHING = Basis(rules="any", documents=0, judgements=0)


class Kept:
    """A store in memory whose record is only ever updated, and never made anew."""

    def __init__(self, actors: Sequence[Actor] = ()) -> None:
        self.store = Store.open(":memory:")
        self.actors = actors
        self.basis = FROM_NOTHING

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def take(self, claims: Iterable[Claim], judgements: Iterable[Judgement] = ()) -> bool:
        """Whether the workings could tell what becomes of the record with the documents and judgements; if so it is so.

        Each document's claims come together, as from a reader.
        """
        by_document: dict[str, list[Claim]] = {}
        for claim in claims:
            by_document.setdefault(claim.document, []).append(claim)
        for document, those in by_document.items():
            self.store.add_reading(b"", Reading(document=_document(document, those), claims=tuple(those), problems=()))
        for judgement in judgements:
            self.store.add_judgement(judgement)
        news = self.store.find_news(self.basis)
        with self.store.shelf() as shelf:
            kept = self.store.judgements()
            change = update_record(shelf, news.documents, news.judged, kept, actors=self.actors)
        if change is not None:
            self.store.change_record(change, news.basis)
            self.basis = news.basis
        return change is not None

    def check(self) -> None:
        """Holds the kept record against one made anew of all claims and judgements."""
        anew = reconcile(self.store.claims(), self.store.judgements(), actors=self.actors)
        kept = self.store.record()
        for part in ("events", "aggregates", "control", "actors", "problems"):
            assert getattr(kept, part) == getattr(anew, part), part


def _document(name: str, claims: Sequence[Claim]) -> Document:
    first = claims[0]
    return Document(id=name, text=name, date=first.reported, source=first.source, protected=first.protected)
