"""The reader: documents in, readings out (claims, mentions and problems of each)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc as Parsed

from marsad.domain.actor import Actor
from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.reading.actor_file import load_actors
from marsad.reading.actor_mentions import ActorIndex, acronyms, in_the_texts_words, unlisted
from marsad.reading.attribution import find_frames
from marsad.reading.claims import make_claims
from marsad.reading.event_words import EventWords
from marsad.reading.gazetteer import Gazetteer
from marsad.reading.language import DEFAULT_PIPELINE, analyse, heading_end, load_pipeline
from marsad.reading.long_texts import join_readings, split_long
from marsad.reading.mentions import find_mentions
from marsad.reading.page import ActorSpan, Page, covering, split_sentences, tokens_of
from marsad.reading.parse import Doc, copy_parse
from marsad.reading.places import find_places
from marsad.reading.time_tense import verb_is_ahead
from marsad.reading.times import find_times
from marsad.reading.times_heading import find_heading


class Reader:
    """Reads documents with one pipeline, gazetteer and actor file, loaded once."""

    def __init__(self, *, language: Language, gazetteer: Gazetteer, actors: Iterable[Actor]) -> None:
        self.actors = tuple(actors)
        self._language = language
        self._gazetteer = gazetteer
        self._actor_index = ActorIndex(language, self.actors)
        self._event_words = EventWords(language)

    @classmethod
    def load(
        cls, *, pipeline: str = DEFAULT_PIPELINE, gazetteers: Sequence[Path] = (), actor_files: Sequence[Path] = ()
    ) -> "Reader":
        """A reader with the packaged data and the user's own beside it.

        Raises:
            SetupError: the pipeline, a gazetteer or an actor file is missing or damaged.
        """
        return cls(
            language=load_pipeline(pipeline), gazetteer=Gazetteer.open(gazetteers), actors=load_actors(actor_files)
        )

    def read(self, documents: Iterable[Document], *, mentions: bool = False) -> Iterator[Reading]:
        """One reading a document, in the order given; with `mentions` what was recognised on the way is kept too."""
        pieces = (piece for document in documents for piece in split_long(document))
        parts: list[tuple[int, Reading]] = []
        for parsed, piece in analyse(self._language, pieces):
            parts.append((piece.start, self._read_one(piece.alone, parsed, mentions=mentions)))
            if piece.last:
                yield join_readings(piece.document, parts)
                parts = []

    def _read_one(self, document: Document, parsed: Parsed, *, mentions: bool) -> Reading:
        page, problems = self._open(document, parsed)
        if not page.sentences:
            return Reading(document=document, problems=problems)
        frames = find_frames(page)
        claims, passed_over = make_claims(page, self._event_words, frames)
        return Reading(
            document=document,
            claims=claims,
            mentions=find_mentions(page, self._gazetteer) if mentions else (),
            problems=(*problems, *passed_over),
        )

    def _open(self, document: Document, parsed: Parsed) -> tuple[Page, tuple[Problem, ...]]:
        """The page with its places, times and actors found, and what was not resolved."""
        doc = copy_parse(parsed)
        named = self._actor_index.named(doc, document.date)
        taken = [_characters(doc, span) for span in named]
        bodies = {span.actor.country for span in named if span.actor is not None and span.actor.country is not None}
        places, place_problems = find_places(
            doc, self._gazetteer, document=document.id, taken=taken, title=document.title, bodies=sorted(bodies)
        )
        heading = find_heading(document.text, document.date)
        times, time_problems = find_times(
            document.text,
            heading.day if heading is not None else document.date,
            document=document.id,
            is_ahead=lambda start, end: verb_is_ahead(doc, start, end),
        )
        place_at = tokens_of(doc, places)
        page = Page(
            document=document,
            doc=doc,
            sentences=split_sentences(doc),
            places=places,
            times=times,
            place_at=place_at,
            time_at=tokens_of(doc, times),
            body_start=max(heading_end(document.text), heading.end if heading is not None else 0),
        )
        actors = self._actors_of(page, named, set(place_at))
        return page.with_actors(actors, covering(actors)), (*place_problems, *time_problems)

    def _actors_of(self, page: Page, named: list[ActorSpan], placed: set[int]) -> tuple[ActorSpan, ...]:
        doc = page.doc
        spans = [*named, *self._actor_index.short_named(doc, named, page.country, page.document.date)]
        spans += unlisted(doc, spans, placed)
        spans += acronyms(doc, spans)
        return tuple(sorted(in_the_texts_words(doc, spans), key=lambda span: span.start))


def _characters(doc: Doc, span: ActorSpan) -> tuple[int, int]:
    piece = doc[span.start : span.end]
    return piece.start_char, piece.end_char
