"""A document under the reader's eyes: its parse with the places, times and actors found in it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from marsad.domain.actor import Actor
from marsad.domain.claim import Quote
from marsad.domain.document import Document
from marsad.domain.mention import PlaceMention, TimeMention
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ActorKind, PlacePrecision
from marsad.reading.parse import Doc, Span

TRIMMED = " \t\r\n-–—•*"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSpan:
    """Tokens `start` to `end` (exclusive) that name an actor; `actor` is None where the actor file lacks it.

    `leads` is the body that the actor file says a person leads on the document's day.
    """

    start: int
    end: int
    name: str
    kind: ActorKind
    actor: Actor | None = None
    leads: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything that the claim readers look at; offsets of mentions are code points, of spans tokens."""

    document: Document
    doc: Doc
    sentences: tuple[Span, ...]
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    actors: tuple[ActorSpan, ...] = ()
    body_start: int = 0
    """The character at which the story begins, after its dateline: a place before it is where it was written."""
    place_at: dict[int, PlaceMention] = field(default_factory=dict)
    time_at: dict[int, TimeMention] = field(default_factory=dict)
    actor_at: dict[int, ActorSpan] = field(default_factory=dict)
    openings: dict[int, tuple[TimeSpan | None, Place | None]] = field(default_factory=dict)
    """Sentence number → when and where it opens, once that was asked for (`circumstances.opening`)."""

    def quote(self, start: int, end: int) -> Quote:
        """The slice from character `start` to `end`, less blanks and dashes at its ends."""
        text = self.document.text
        while start < end and text[start] in TRIMMED:
            start += 1
        while end > start and text[end - 1] in TRIMMED:
            end -= 1
        return Quote(start=start, end=end, text=text[start:end])

    def quote_of(self, first: Span, last: Span | None = None) -> Quote:
        """The sentence, or the run of sentences from `first` to `last`."""
        return self.quote(first.start_char, (last or first).end_char)

    def places_in(self, span: Span) -> list[PlaceMention]:
        return _within(self.places, span.start_char, span.end_char)

    def times_in(self, span: Span) -> list[TimeMention]:
        return _within(self.times, span.start_char, span.end_char)

    def actors_in(self, span: Span) -> list[ActorSpan]:
        return [each for each in self.actors if span.start <= each.start < span.end]

    def with_actors(self, actors: tuple[ActorSpan, ...], actor_at: dict[int, ActorSpan]) -> "Page":
        """The same page with its actors known."""
        return replace(self, actors=actors, actor_at=actor_at)

    def place_before(self, token: int, kinds: Iterable[PlacePrecision] = ()) -> PlaceMention | None:
        """The last place named before the token, of one of `kinds` where any are given; never a country."""
        wanted = set(kinds)
        before = [each for index, each in self.place_at.items() if index < token and self._may_be_meant(each)]
        fitting = [each for each in before if not wanted or each.place.precision in wanted]
        return max(fitting, key=lambda each: each.quote.start) if fitting else None

    def _may_be_meant(self, mention: PlaceMention) -> bool:
        """False for countries, for the dateline, and for places outside the country that the text is about."""
        at_home = mention.place.country in {None, self.country}
        return mention.quote.start >= self.body_start and at_home and mention.place.precision != PlacePrecision.COUNTRY

    @property
    def country(self) -> str | None:
        """The country that most of its placed mentions lie in; None where none is placed."""
        counts: dict[str, int] = {}
        for each in self.places:
            if each.place.country:
                counts[each.place.country] = counts.get(each.place.country, 0) + 1
        return max(counts, key=lambda iso: (counts[iso], iso)) if counts else None


MentionT = TypeVar("MentionT", PlaceMention, TimeMention)


def _within(mentions: Iterable[MentionT], start: int, end: int) -> list[MentionT]:
    return [each for each in mentions if start <= each.quote.start < end]


def tokens_of(doc: Doc, mentions: Iterable[MentionT]) -> dict[int, MentionT]:
    """Token index → the mention that covers it."""
    starts = doc.starts
    found: dict[int, MentionT] = {}
    for mention in mentions:
        index = max(bisect_right(starts, mention.quote.start) - 1, 0)
        while index < len(starts) and starts[index] < mention.quote.end:
            found[index] = mention
            index += 1
    return found


def split_sentences(doc: Doc) -> tuple[Span, ...]:
    """The parser's sentences less those of blanks and dashes only."""
    return tuple(sentence for sentence in doc.sents if any(token.is_alpha for token in sentence))


def covering(spans: Sequence[ActorSpan]) -> dict[int, ActorSpan]:
    """Token index → the actor span that covers it."""
    return {index: span for span in spans for index in range(span.start, span.end)}
