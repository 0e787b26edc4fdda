"""What may be shown in, the same without the names of private persons and minors out, and what was hidden and why.

Nothing is edited: what comes in is what is kept, what goes out is a copy with marks, and each mark has its entry.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from marsad.domain.claim import Casualty, Claim, Quote
from marsad.domain.record import Record
from marsad.domain.vocabulary import ActorKind
from marsad.export.private_people import Withheld, name_runs, private_names, redaction_file, short_names
from marsad.export.shield import Shielded

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Redaction:
    """One stretch of a text that is hidden: `start` to `end` in code points, `end` exclusive, and the reason."""

    start: int
    end: int
    reason: Withheld

    @property
    def mark(self) -> str:
        return str(redaction_file()["mark"][self.reason.value])

    @property
    def words(self) -> str:
        """The reason in words."""
        return str(redaction_file()["reason"][self.reason.value])


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What may be shown in public, and by document what is hidden of its text: offsets and reasons, never a name."""

    shown: Shielded
    hidden: Mapping[str, tuple[Redaction, ...]]


def find_redactions(text: str, claims: Iterable[Claim] = ()) -> tuple[Redaction, ...]:
    """What of one text is hidden in public, in order and without overlap; `claims` are those made of it."""
    return _Hiding(private_names(text, claims)).find(text)


def redact(text: str, hidden: Iterable[Redaction]) -> str:
    """The text with a mark in the place of each stretch; the same text where nothing is hidden."""
    parts, at = [], 0
    for one in sorted(hidden):
        if one.start >= at:
            parts += [text[at : one.start], one.mark]
            at = one.end
    return "".join((*parts, text[at:]))


def redact_shown(shown: Shielded) -> Redacted:
    """All of it for the public: documents, claims and record, each field that is words.

    A name that one document tells as a private person's is hidden in full wherever else it stands; by a single word of
    it, it is hidden in that document and its claims alone, for that word may be somebody else's or a town's elsewhere.
    """
    told: dict[str, list[Claim]] = {}
    for claim in shown.claims.values():
        told.setdefault(claim.document, []).append(claim)
    private = {key: private_names(_text_of(shown, key, of), of) for key, of in told.items()}
    for key in shown.documents.keys() - private.keys():
        private[key] = private_names(shown.documents[key].text)
    everywhere = _Hiding({name: why for names in private.values() for name, why in names.items() if " " in name}, ())
    guards = {key: _Hiding({**everywhere.names, **names}, short_names(names)) for key, names in private.items()}
    documents = {key: guards[key].noun(one) for key, one in shown.documents.items()}
    claims = {key: guards[claim.document].claim(claim) for key, claim in shown.claims.items()}
    record = _without_private_actors(shown.record, everywhere)
    hidden = {key: guards[key].find(one.text) for key, one in shown.documents.items()}
    return Redacted(
        shown=replace(shown, record=everywhere.noun(record), claims=claims, documents=documents),
        hidden={key: found for key, found in hidden.items() if found},
    )


def _text_of(shown: Shielded, document: str, claims: Iterable[Claim]) -> str:
    """The document's text, or where it is not at hand the sentences that its claims quote."""
    kept = shown.documents.get(document)
    return kept.text if kept else "\n".join(dict.fromkeys(claim.quote.text for claim in claims))


def _without_private_actors(record: Record, hiding: "_Hiding") -> Record:
    kept = (one for one in record.actors if one.kind is not ActorKind.PERSON or not hiding.find(one.name))
    return replace(record, actors=tuple(kept))


class _Hiding:
    """Names to hide: whole ones, and single words of them."""

    def __init__(self, names: Mapping[str, Withheld], short: Iterable[str] | None = None) -> None:
        self.names = names
        self._folded = {name.casefold(): why for name, why in names.items()}
        by_word = {word: why for name, why in names.items() for word in short_names([name])}
        shown = by_word if short is None else {word: why for word, why in by_word.items() if word in set(short)}
        self._short = {word.casefold(): why for word, why in shown.items()}

    def find(self, text: str) -> tuple[Redaction, ...]:
        """Where any of the names stands in the text, the longest first."""
        return tuple(one for run in name_runs(text) for one in self._within(run.start, run.text))

    def _within(self, start: int, run: str) -> Iterator[Redaction]:
        words = [(found.start(), found.end()) for found in re.finditer(r"\S+", run)]
        at = 0
        while at < len(words):
            ends = (end for end in range(len(words), at, -1) if self._why(run[words[at][0] : words[end - 1][1]]))
            last = next(ends, None)
            if last is not None:
                first, final = words[at][0], words[last - 1][1]
                why = self._why(run[first:final])
                assert why is not None
                yield Redaction(start=start + first, end=start + final, reason=why)
            at = last or at + 1

    def _why(self, words: str) -> Withheld | None:
        folded = words.casefold().rstrip(".,").removesuffix("’s").removesuffix("'s")
        return self._folded.get(folded) or self._short.get(folded)

    def text(self, text: str) -> str:
        return redact(text, self.find(text)) if self.names else text

    def claim(self, claim: Claim) -> Claim:
        """The claim with marks, its quote as long as its text and the figure's slice where it then stands."""
        found = self.find(claim.quote.text)
        quote = _marked(claim.quote, found)
        said = claim.said
        if isinstance(said, Casualty) and said.figure:
            moved = _moved(said.figure, claim.quote.start, found)
            return replace(self.noun(claim), quote=quote, said=replace(self.noun(said), figure=moved))
        return replace(self.noun(claim), quote=quote)

    def noun(self, noun: T) -> T:
        """The noun with marks in every field that is words; ids, coded values and quotes as they are."""
        return noun if not self.names else self._value(noun)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Enum):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(map(self._value, value))
        if is_dataclass(value) and not isinstance(value, type | Quote):
            old = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in IDS}
            new = {name: self._value(one) for name, one in old.items()}
            changed = {name: one for name, one in new.items() if one is not old[name]}
            return replace(value, **changed) if changed else value
        return value


IDS = frozenset({"id", "document", "claim", "claims", "documents", "replaces", "covers", "contested_by", "rule"})
"""Fields that hold ids or the name of a rule: hashes and codes, and what other things are found by."""


def _marked(quote: Quote, found: tuple[Redaction, ...]) -> Quote:
    text = redact(quote.text, found)
    return Quote(start=quote.start, end=quote.start + len(text), text=text)


def _moved(figure: Quote, start: int, found: tuple[Redaction, ...]) -> Quote:
    """The figure's slice where marks before it have moved it to."""
    by = sum(len(one.mark) - (one.end - one.start) for one in found if start + one.end <= figure.start)
    return replace(figure, start=figure.start + by, end=figure.end + by)
