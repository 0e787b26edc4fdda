"""A DOCX file in, a document of its paragraphs out."""

from collections.abc import Iterator
from typing import Any

from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record
from marsad.intake.given import Asked, Given
from marsad.intake.packages import check_package, has_member, read_part

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STORY = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH = WORD + "p"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
BREAKS = {WORD + "tab": "\t", WORD + "br": "\n", WORD + "cr": "\n", WORD + "noBreakHyphen": "-"}


def sniff_word(given: Given) -> bool:
    """True for a ZIP that holds a text document's main part."""
    return has_member(given, STORY)


def read_word(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """The document of its paragraphs, a line each; what was struck out with changes tracked is no text."""
    check_package(given, asked.limits)
    data = given.whole(asked.limits)
    text = "\n".join(_paragraphs(parse_xml(read_part(given, STORY)))).strip()
    if not text:
        raise Unreadable("holds no text; expected a dispatch", "write the text into it", code=ProblemCode.EMPTY_TEXT)
    yield find_record({"text": text, "title": _title(given)}, given.where, data, MEDIA_TYPE, asked)


def parse_xml(data: bytes) -> Any:
    """The root of an XML text.

    Raises:
        Unreadable: it is broken, or declares entities, which can be made to fill the memory.
    """
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable("declares XML entities; expected plain XML", "save it again, or hand in its text") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"is broken XML ({error})", "save it again, or hand in its text") from error


def _paragraphs(root: Any) -> Iterator[str]:
    for parent in list(root.iter()):
        for copy in parent.findall(FALLBACK):  # the same words again, for older programs
            parent.remove(copy)
    for paragraph in root.iter(PARAGRAPH):
        yield "".join(_words(paragraph))


def _words(node: Any) -> Iterator[str]:
    """The words of a paragraph without those of paragraphs inside it, such as text boxes, which come by themselves."""
    for child in node:
        if child.tag == WORD + "t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag != PARAGRAPH:
            yield from _words(child)


def _title(given: Given) -> str | None:
    properties = read_part(given, "docProps/core.xml")
    found = parse_xml(properties).findtext(TITLE) if properties else None
    return found or None
