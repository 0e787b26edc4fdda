"""Claim ids in, numbered notes out: each with its sentence, marked words, outlet, voice and day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from marsad.domain.claim import Casualty, Claim
from marsad.domain.document import Document
from marsad.export.shield import voice_of
from marsad.export.wording import day_words, place_words, say, text_of

Key = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sentence of one document, or that it is held back.

    `marks` are slices of `text` that give a figure, in order, apart from one another. `held_back` says why there is no
    sentence, None where there is one. `url` is http or https only.
    """

    number: int
    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    voice: str = ""
    role: str = ""
    outlet: str = ""
    title: str = ""
    url: str | None = None
    day: date | None = None
    place: str = ""
    held_back: str | None = None

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The sentence cut at its marks: (words, is it marked)."""
        cuts: list[tuple[str, bool]] = []
        at = 0
        for start, end in self.marks:
            cuts += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return tuple(cut for cut in [*cuts, (self.text[at:], False)] if cut[0])

    @property
    def day_text(self) -> str:
        return day_words(self.day)


@dataclass(slots=True, kw_only=True)
class NoteBook:
    """Gives numbers to sentences in the order they are first cited; one sentence has one number."""

    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    _numbers: dict[Key, int] = field(default_factory=dict)
    _cited: dict[str, int] = field(default_factory=dict)
    _notes: list[Note] = field(default_factory=list)
    _marks: list[set[tuple[int, int]]] = field(default_factory=list)

    def cite(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the claims' sentences, ascending, each once."""
        return tuple(sorted({self._cited.get(key) or self._number(key) for key in ids}))

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(
            replace(note, marks=_merge(marks)) if marks else note
            for note, marks in zip(self._notes, self._marks, strict=True)
        )

    def _number(self, claim_id: str) -> int:
        """The number of a claim that was not cited yet."""
        claim = self.claims.get(claim_id)
        key = _key(claim_id, claim)
        if key not in self._numbers:
            self._numbers[key] = len(self._notes) + 1
            self._notes.append(self._note(len(self._notes) + 1, claim))
            self._marks.append(set())
        number = self._cited[claim_id] = self._numbers[key]
        if claim and not claim.protected:
            self._marks[number - 1].update(_marks(claim))
        return number

    def _note(self, number: int, claim: Claim | None) -> Note:
        if claim is None:
            return Note(number=number, held_back=say("protected", "missing"))
        if claim.protected:
            place = text_of(place_words(claim.place)) if claim.place else ""
            return Note(number=number, held_back=say("protected", "outlet"), day=claim.reported, place=place)
        document = self.documents.get(claim.document)
        return Note(
            number=number,
            text=claim.quote.text,
            voice=voice_of(claim),
            role=say("role", claim.attribution.role) if claim.attribution else "",
            outlet=claim.source or (document.source if document else None) or say("note", "unnamed"),
            title=(document.title if document else None) or "",
            url=_web_address(document.url if document else None),
            day=claim.reported or (document.date if document else None),
        )


def _key(claim_id: str, claim: Claim | None) -> Key:
    """Protected sentences are one note a claim: that two of them share a sentence would tell something of it."""
    if claim is None or claim.protected:
        return (claim_id, 0, 0, "")
    return (claim.document, claim.quote.start, claim.quote.end, voice_of(claim))


def _marks(claim: Claim) -> tuple[tuple[int, int], ...]:
    words = claim.said.words if isinstance(claim.said, Casualty) else ""
    at = claim.quote.text.find(words) if words else -1
    return ((at, at + len(words)),) if at >= 0 else ()


def _merge(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _web_address(url: str | None) -> str | None:
    """The address if it is a web address that a reader may safely follow, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
