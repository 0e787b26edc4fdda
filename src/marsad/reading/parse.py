"""The parse as plain objects: tokens, spans and a document under spaCy's own names, each made once a text.

spaCy makes a new Python object each time a token is looked at, and looks its strings up each time they are asked for.
The rules look at each token hundreds of times, which cost as much as the parsing; here an attribute is a slot.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, overload

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LENGTH, SPACY, TAG
from spacy.lang.en.lex_attrs import like_num
from spacy.strings import StringStore
from spacy.tokens import Doc as Parsed
from spacy.tokens import Span as ParsedSpan

COLUMNS: list[int | str] = [IDX, LENGTH, SPACY, TAG, DEP, ENT_TYPE, ENT_IOB]
IOB = ("", "I", "O", "B")
QUOTES = frozenset("\"'`«»‘’‚‛“”„‟‹›❮❯") | {"''", "``"}
KNOWN_SPELLINGS = 1 << 16


class Token:
    """One word or mark of a document; attributes mean what they mean in spaCy. Its own only by identity."""

    __slots__ = (
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

    @property
    def ancestors(self) -> "Iterator[Token]":
        """Its head, the head of that, up to the sentence's root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> "Iterator[Token]":
        """The token and all below it, in text order."""
        for each in self.lefts:
            yield from each.subtree
        yield self
        for each in self.rights:
            yield from each.subtree

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

    __slots__ = ("ents", "parsed", "sents", "starts", "text", "tokens")

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.text: str = parsed.text
        self.tokens: list[Token] = []
        self.starts: list[int] = []
        self.sents = tuple(Span(self, each.start, each.end) for each in parsed.sents)
        self.ents = tuple(Span(self, each.start, each.end, each.label_) for each in parsed.ents)

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
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[at]


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
    table = parsed.to_array(COLUMNS).tolist()
    doc.starts = [row[0] for row in table]
    doc.tokens = [_make_token(doc, i, row, parsed.vocab.strings) for i, row in enumerate(table)]
    for sentence in doc.sents:
        for token in sentence:
            token.sent = sentence
    _tie(doc.tokens, _find_heads(parsed))
    return doc


def _make_token(doc: Doc, i: int, row: Sequence[int], strings: StringStore) -> Token:
    token = Token()
    start, length, spaced, tag, dep, entity, iob = row
    token.doc, token.i, token.idx = doc, i, start
    token.text = doc.text[start : start + length]
    token.lower_, token.is_alpha, token.is_punct, token.is_space = _spell(token.text)
    token.whitespace_ = " " if spaced else ""
    token.tag_, token.dep_, token.ent_type_ = strings[tag], strings[dep], strings[entity]
    token.ent_iob_ = IOB[iob]
    return token


def _find_heads(parsed: Parsed) -> list[int]:
    """The index of each token's head, its own for a root; spaCy keeps the way to it, as unsigned numbers."""
    ways = parsed.to_array([HEAD]).astype("int64").ravel().tolist()
    return [i + way for i, way in enumerate(ways)]


def _tie(tokens: Sequence[Token], heads: Sequence[int]) -> None:
    """Give each token its head, its children on either side and the edges of its subtree."""
    lefts: list[list[Token]] = [[] for _ in tokens]
    rights: list[list[Token]] = [[] for _ in tokens]
    for token, head in zip(tokens, heads, strict=True):
        token.head = tokens[head]
        if head != token.i:
            (lefts if token.i < head else rights)[head].append(token)
    first, last = _find_edges(heads)
    for token in tokens:
        token.lefts, token.rights = tuple(lefts[token.i]), tuple(rights[token.i])
        token.children = token.lefts + token.rights
        token.edges = (first[token.i], last[token.i])


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
