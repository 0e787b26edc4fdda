"""A parsed document as plain lists of its tokens, and the spans of it that may name places."""

from dataclasses import dataclass, field

from marsad.reading.gazetteer import Entry
from marsad.reading.parse import Doc
from marsad.reading.places_words import PlaceWords, TypeNoun

POSSESSIVES = frozenset({"'s", "’s"})
APOSTROPHES = "'’‘`ʿ"
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
FIGURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})


@dataclass(frozen=True, slots=True)
class Text:
    """The tokens of a document as plain lists: spaCy's own are slow to ask, and it makes `text` anew each time."""

    doc: Doc
    written: str
    words: list[str]
    low: list[str]
    capitals: list[bool]
    """Whether each token begins as a name does."""
    starts: list[int]
    ends: list[int]
    label_at: list[str]
    entity_at: list[tuple[int, int] | None]
    sentence_start: frozenset[int]
    surnames: frozenset[str]
    listed: set[int]
    """Tokens that go on with a list of places."""

    def slice(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end`, exclusive, as written."""
        return self.written[self.starts[start] : self.ends[end - 1]]


@dataclass(slots=True, kw_only=True)
class Span:
    """Tokens `start` to `end` (exclusive) that may name a place, with the gazetteer's answers and the noun of type.

    `evidence` is 2 where the words make it a place, 1 where the pipeline or the name's length does, 0 where it is one
    only in a country that the text names, -1 only if the name is a place elsewhere in the text.
    """

    start: int
    end: int
    name: str
    candidates: tuple[Entry, ...] = ()
    type_noun: TypeNoun | None = None
    type_start: int | None = None
    type_end: int | None = None
    evidence: int = 0
    genitive: bool = False
    """True for a country's genitive without its apostrophe: "Syrias"."""

    dateline: bool = False
    """True where it opens the text as the place of writing: "KYIV, Dec 1 (Wire) —"."""

    key: str = field(init=False)
    """The name in lower case: one name is one place in a text, however it is set."""

    def __post_init__(self) -> None:
        self.key = self.name.casefold()

    @property
    def is_single(self) -> bool:
        return self.end == self.start + 1

    @property
    def last(self) -> int:
        """The token after the name and the noun of type that follows it."""
        return max(self.end, self.type_end or 0)


def lay_out(doc: Doc) -> Text:
    words = [token.text for token in doc]
    starts = doc.starts
    labels = [""] * len(words)
    spans: list[tuple[int, int] | None] = [None] * len(words)
    surnames = set()
    for entity in doc.ents:
        label, start, end = entity.label_, entity.start, entity.end
        for i in range(start, end):
            labels[i], spans[i] = label, (start, end)
        if label == "PERSON" and end - start > 1:
            surnames.add(words[end - 2 if words[end - 1] in POSSESSIVES else end - 1])
    return Text(
        doc,
        doc.text,
        words,
        [word.lower() for word in words],
        [is_capital(word) for word in words],
        starts,
        [start + len(word) for start, word in zip(starts, words, strict=True)],
        labels,
        spans,
        frozenset(sentence.start for sentence in doc.sents),
        frozenset(surnames),
        set(),
    )


def is_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1] in APOSTROPHES and word[1:2].isupper()) or "\u0590" <= word[:1] <= "\u06ff"


def word_before(text: Text, words: PlaceWords, start: int) -> str:
    """The word before token `start`, articles and directions skipped, in lower case without its full stop."""
    i = start - 1
    while i >= 0 and (text.low[i] in words.skipped or text.low[i].isspace()):
        i -= 1
    return text.low[i].rstrip(".") if i >= 0 else ""


def is_compounded(text: Text, end: int) -> bool:
    """Whether a hyphen and a small word follow: "Iran-backed" and "London-based" tell of an actor, not of where."""
    joined = text.words[end : end + 1] == ["-"] and _touch(text, end) and end + 1 < len(text.words)
    return joined and _touch(text, end + 1) and not is_capital(text.words[end + 1])


def _touch(text: Text, i: int) -> bool:
    return text.ends[i - 1] == text.starts[i]
