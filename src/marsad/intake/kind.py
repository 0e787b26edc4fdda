"""Text and name in, the kind of input out: by what the text looks like, by its name only where that is broken."""

import json
import re
from enum import Enum, auto

JSON_NAMES = (".jsonl", ".ndjson", ".json")
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h1|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
ARRAY_START = re.compile(r"\s*\[\s*[{\]]")
SNIFFED_CHARACTERS = 20_000
"""How far in the head is looked at, so that one endless line costs nothing."""


class InputKind(Enum):
    JSON = auto()
    HTML = auto()
    PLAIN = auto()


def kind_of(text: str, name: str) -> InputKind:
    """JSON where it opens as an object or an array of objects, or is named so; HTML where it opens with a tag."""
    head = text[:SNIFFED_CHARACTERS]
    if name.lower().endswith(JSON_NAMES) or ARRAY_START.match(head) or _opens_object(head):
        return InputKind.JSON
    return InputKind.HTML if HTML_START.match(head) else InputKind.PLAIN


def looks_like_lines(data: bytes, name: str) -> bool:
    """True where bytes that are not all text may still be JSON lines: by their opening, or their name."""
    return name.lower().endswith(JSON_NAMES[:2]) or _opens_object(data[:SNIFFED_CHARACTERS].decode("utf-8", "replace"))


def _opens_object(head: str) -> bool:
    """True for `{` followed by a quoted name: a dispatch may open with a brace, but not so."""
    return re.match(r"\s*\{\s*(?:\"|\})", head) is not None


def is_one_object(text: str) -> bool:
    """True where the first line is no whole JSON value but the text is: one object printed over many lines."""
    first = text.lstrip().split("\n", 1)[0]
    if first.rstrip().endswith("}"):
        return False
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
