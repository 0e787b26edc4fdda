"""The parse as plain objects: tokens, spans and a document under spaCy's own names, each made once a text.

spaCy makes a new Python object each time a token is looked at, and looks its strings up each time they are asked for.
The rules look at each token hundreds of times, which cost as much as the parsing; here an attribute is a slot.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, overload

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LENGTH, SENT_START, SPACY, TAG
from spacy.lang.en.lex_attrs import like_num
from spacy.strings import StringStore
from spacy.tokens import Doc as Parsed
from spacy.tokens import Span as ParsedSpan

COLUMNS: list[int | str] = [IDX, LENGTH, SPACY, TAG, DEP, ENT_TYPE, ENT_IOB, SENT_START]
IOB = ("", "I", "O", "B")
QUOTES = frozenset("\"'`«»‘’‚‛“”„‟‹›❮❯") | {"''", "``"}
KNOWN_SPELLINGS = 1 << 16


class Token:
    """One word or mark of a document; attributes mean what they mean in spaCy. Its own only by identity."""

    __slots__ = (
        "_below",
        "children",
        "dep_",
        "doc",
        "edges",
        "ent_iob_",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_alpha",
        "is_punct",
        "is_space",
        "lefts",
        "lower_",
        "rights",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )

    doc: "Doc"
    i: int
    idx: int
    """The code point in the document's text at which it begins."""
    text: str
    lower_: str
    tag_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    whitespace_: str
    is_alpha: bool
    is_punct: bool
    is_space: bool
    head: "Token"
    lefts: "tuple[Token, ...]"
    rights: "tuple[Token, ...]"
    children: "tuple[Token, ...]"
    """The tokens whose head it is, in text order."""
    sent: "Span"
    edges: tuple[int, int]
    """Where its subtree begins, and its last token."""
    _below: "tuple[Token, ...] | None"

    @property
    def ancestors(self) -> "Iterator[Token]":
        """Its head, the head of that, up to the sentence's root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> "tuple[Token, ...]":
        """The token and all below it, in text order; kept, for the rules ask for some subtrees over and over."""
        if self._below is None:
            lefts = [under for each in self.lefts for under in each.subtree]
            self._below = (*lefts, self, *(under for each in self.rights for under in each.subtree))
        return self._below

    @property
    def left_edge(self) -> "Token":
        """The first token of its subtree."""
        return self.doc.tokens[self.edges[0]]

    @property
    def right_edge(self) -> "Token":
        """The last token of its subtree."""
        return self.doc.tokens[self.edges[1]]

    @property
    def is_sent_start(self) -> bool:
        return self.sent.start == self.i

    @property
    def is_title(self) -> bool:
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        return self.text.isupper()

    @property
    def is_quote(self) -> bool:
        return self.text in QUOTES

    @property
    def like_num(self) -> bool:
        return bool(like_num(self.text))  # type: ignore[no-untyped-call]

    def nbor(self, steps: int = 1) -> "Token":
        """The token so many places after it (before it, if negative).

        Raises:
            IndexError: the document ends before that.
        """
        at = self.i + steps
        if at < 0:
            raise IndexError(at)
        return self.doc.tokens[at]

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


class Span:
    """The tokens of a document from `start` to `end` (exclusive)."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: "Doc", start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    @property
    def start_char(self) -> int:
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """The code point after the last token, less the blank behind it."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Token:
        """The token that the others hang on: the nearest to the sentence's root, a mark last, the first of several."""
        if self.end - self.start == 1:
            return self.doc.tokens[self.start]
        tops = [each for each in self if each.head is each or not self.start <= each.head.i < self.end]
        return min(tops, key=_depth)

    @property
    def parsed(self) -> ParsedSpan:
        """The same span of spaCy's own parse."""
        return self.doc.parsed[self.start : self.end]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> "Span": ...
    def __getitem__(self, at: int | slice) -> "Token | Span":
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self.doc.tokens[self.start + at if at >= 0 else self.end + at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.doc is other.doc and self._bounds() == other._bounds())

    def __hash__(self) -> int:
        return hash(self._bounds())

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _bounds(self) -> tuple[int, int]:
        return self.start, self.end


class Doc:
    """A text with its tokens, sentences and named spans; `parsed` is spaCy's own, for its matchers."""

    __slots__ = ("ents", "parsed", "sents", "starts", "text", "tokens", "words_at")

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.text: str = parsed.text
        self.tokens: list[Token] = []
        self.starts: list[int] = []
        self.sents: tuple[Span, ...] = ()
        self.ents: tuple[Span, ...] = ()
        self.words_at: dict[tuple[int, int], Token | None] = {}
        """Characters → the word that heads them; each place and time is asked for many times."""

    def token_at(self, character: int) -> Token:
        """The token that covers the code point, or the blank behind it."""
        return self.tokens[max(bisect_right(self.starts, character) - 1, 0)]

    def spelling(self, key: int) -> str:
        """What a matcher's key stands for."""
        return self.parsed.vocab.strings[key]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, int):
            return self.tokens[at]
        start, end, _ = at.indices(len(self.tokens))
        return Span(self, start, max(start, end))


def _depth(token: Token) -> tuple[bool, int]:
    """How far below the sentence's root it is; a mark or blank on which nothing hangs is farther than any word."""
    depth = sum(1 for _ in token.ancestors)
    return depth > 0 and (token.is_punct or token.is_space) and not token.children, depth


class _Spelling(NamedTuple):
    lower: str
    is_alpha: bool
    is_punct: bool
    is_space: bool


def copy_parse(parsed: Parsed) -> Doc:
    """The document of spaCy's parse."""
    doc = Doc(parsed)
    columns = parsed.to_array(COLUMNS).T.tolist()
    doc.starts = columns[0]
    doc.tokens = _make_tokens(doc, columns, parsed.vocab.strings)
    doc.sents = _split(doc, columns[-1])
    doc.ents = tuple(_find_names(doc))
    _tie(doc.tokens, _find_heads(parsed))
    return doc


def _make_tokens(doc: Doc, columns: Sequence[Sequence[int]], strings: StringStore) -> list[Token]:
    """The tokens, from one list for each of `COLUMNS`; a label is spelled once a document, not once a token."""
    tags, deps, entities = columns[3:6]
    spelled = {key: strings[key] for key in {*tags, *deps, *entities}}
    text, tokens = doc.text, []
    for i, (start, length, spaced, tag, dep, entity, iob, _) in enumerate(zip(*columns, strict=True)):
        token = Token()
        token.doc, token.i, token.idx = doc, i, start
        token.text = text[start : start + length]
        token.lower_, token.is_alpha, token.is_punct, token.is_space = _spell(token.text)
        token.whitespace_ = " " if spaced else ""
        token.tag_, token.dep_, token.ent_type_ = spelled[tag], spelled[dep], spelled[entity]
        token.ent_iob_, token._below = IOB[iob], None  # noqa: SLF001
        tokens.append(token)
    return tokens


def _split(doc: Doc, marks: Sequence[int]) -> tuple[Span, ...]:
    """The sentences, each known to its tokens; spaCy marks the first token of one with 1, any other with 0 or -1."""
    starts = [i for i, mark in enumerate(marks) if mark == 1 or i == 0]
    sentences = tuple(Span(doc, start, end) for start, end in pairwise((*starts, len(marks))))
    for sentence in sentences:
        for token in doc.tokens[sentence.start : sentence.end]:
            token.sent = sentence
    return sentences


def _find_names(doc: Doc) -> Iterator[Span]:
    """The named spans: each begins at a token marked B and goes on over those marked I."""
    start: int | None = None
    for token in doc.tokens:
        if start is not None and token.ent_iob_ != "I":
            yield Span(doc, start, token.i, doc.tokens[start].ent_type_)
            start = None
        if token.ent_iob_ == "B" and token.ent_type_:
            start = token.i
    if start is not None:
        yield Span(doc, start, len(doc.tokens), doc.tokens[start].ent_type_)


def _find_heads(parsed: Parsed) -> list[int]:
    """The index of each token's head, its own for a root; spaCy keeps the way to it, as unsigned numbers."""
    ways = parsed.to_array([HEAD]).astype("int64").ravel().tolist()
    return [i + way for i, way in enumerate(ways)]


def _tie(tokens: Sequence[Token], heads: Sequence[int]) -> None:
    """Give each token its head, its children on either side and the edges of its subtree."""
    lefts: dict[int, list[Token]] = {}
    rights: dict[int, list[Token]] = {}
    for i, head in enumerate(heads):
        token = tokens[i]
        token.head = tokens[head]
        if head != i:
            (lefts if i < head else rights).setdefault(head, []).append(token)
    for token, edges in zip(tokens, zip(*_find_edges(heads), strict=True), strict=True):
        token.lefts, token.rights = tuple(lefts.get(token.i, ())), tuple(rights.get(token.i, ()))
        token.children = token.lefts + token.rights
        token.edges = edges


def _find_edges(heads: Sequence[int]) -> tuple[list[int], list[int]]:
    """The first and the last token under each token: who is reached first from either end is the edge of all above."""
    first, last = list(range(len(heads))), list(range(len(heads)))
    for i in range(len(heads)):
        at = i
        while first[heads[at]] > i:
            at = heads[at]
            first[at] = i
    for i in range(len(heads) - 1, -1, -1):
        at = i
        while last[heads[at]] < i:
            at = heads[at]
            last[at] = i
    return first, last


@lru_cache(maxsize=KNOWN_SPELLINGS)
def _spell(text: str) -> _Spelling:
    is_punct = all(unicodedata.category(letter).startswith("P") for letter in text)
    return _Spelling(text.lower(), text.isalpha(), is_punct, text.isspace())
