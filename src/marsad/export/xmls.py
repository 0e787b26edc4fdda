"""A tree of elements in, XML bytes out, whatever characters the texts hold."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold. Source: XML 1.0, production 2."""


def add(parent: Element, name: str, text: str | None = None, attributes: Mapping[str, str] | None = None) -> Element:
    """A new last child; characters that XML cannot hold become U+FFFD."""
    child = SubElement(parent, name, {key: allowed(value) for key, value in (attributes or {}).items()})
    child.text = allowed(text) if text is not None else None
    return child


def allowed(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)


def to_xml(root: Element) -> bytes:
    """UTF-8 with its declaration, one element a line."""
    indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
