"""A mail, or an mbox of many, in; a document of each mail's words and its attachments out."""

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from typing import Any, cast

from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.decode import Decoded, decode
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record, numbered, with_notes
from marsad.intake.fragment import fragment_text
from marsad.intake.given import Asked, Given
from marsad.intake.limits import over_limit
from marsad.intake.page import read_page

MEDIA_TYPE = "message/rfc822"
HEADER = re.compile(rb"([!-9;-~]+):")
"""Source: RFC 5322, 3.6.8, a field's name."""
FROM_LINE = re.compile(rb"From \S.*\d\d:\d\d.*\d{4}")
"""Source: RFC 4155, default mbox format: an address, then a time stamp of the C library."""
FROM_BYTES = 400
"""How far such a line is looked at. An address has at most 254 characters (RFC 5321)."""
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
PART_LINE = re.compile(rb"^--", re.MULTILINE)
"""What may part a mail: the parser makes a mail of each part before anybody can count them. Source: RFC 2046, 5.1.1."""
SENT = {b"from", b"sender", b"received", b"return-path", b"delivered-to"}
TOLD = {b"date", b"subject", b"message-id", b"to", b"mime-version", b"content-type", b"received"}


LONGEST_HEADER = 1_000
"""Characters of one header that are read: what parts it copies the rest for each part. A name of a file has 255."""


class _Cut(EmailPolicy):
    """The modern way to read headers, of each no more than its beginning."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if len(value) <= LONGEST_HEADER:
            return name, value
        beginning = value[:LONGEST_HEADER]
        is_of_parameters = name.casefold().startswith("content-")  # half of one breaks the parser
        return name, beginning.rpartition(";")[0] if is_of_parameters else beginning


CUT = _Cut()


def sniff_mail(given: Given) -> bool:
    """True where it opens with a mail's header lines: who sent it, and two more of those that mails have."""
    names = set(_header_names(given.head))
    return bool(names & SENT) and len(names & TOLD) >= 2


def sniff_mailbox(given: Given) -> bool:
    """True where it opens with a "From " line of an mbox, and header lines behind it."""
    first, _, rest = given.head.lstrip(b"\r\n").partition(b"\n")
    return bool(FROM_LINE.match(first, 0, FROM_BYTES)) and next(_header_names(rest), None) is not None


def read_mail(given: Given, asked: Asked) -> Iterator[Found | Given | Problem]:
    """The mail's words, then each attachment as an input that came with it."""
    yield from _read_message(given.whole(asked.limits), given, asked)


def read_mailbox(given: Given, asked: Asked) -> Iterator[Found | Given | Problem]:
    """As `read_mail`, of each mail in its order."""
    most = asked.limits.line_bytes
    for number, raw in enumerate(_messages(given, most), 1):
        given.budget.take_entry()
        inner = given.inside(f"message {number}", number=number)
        if len(raw) > most:
            yield over_limit("is longer than a mail may be", f"at most {most} bytes").problem(inner.where)
            continue
        try:
            yield from _read_message(QUOTED_FROM.sub(rb"\1", raw), inner, asked)
        except Unreadable as fault:
            yield fault.problem(inner.where)


def _header_names(head: bytes) -> Iterator[bytes]:
    """The names of the header lines that it opens with, in lower case, up to the first line that is none."""
    for line in head.split(b"\n"):
        if line[:1] in {b" ", b"\t"}:
            continue
        found = HEADER.match(line)
        if found is None:
            return
        yield found[1].lower()


def _messages(given: Given, most: int) -> Iterator[bytes]:
    """The bytes of each mail; of one that is too long, a little more than may be."""
    held = bytearray()
    blank = True
    with given.open() as stream:
        while line := stream.readline(most + 1):
            if blank and FROM_LINE.match(line, 0, FROM_BYTES):
                if held.strip():
                    yield bytes(held)
                held.clear()
            elif len(held) <= most:
                held += line
            blank = not line.strip()
    if held.strip():
        yield bytes(held)


def _read_message(raw: bytes, given: Given, asked: Asked) -> Iterator[Found | Given | Problem]:
    most = asked.limits.mail_parts
    if b"boundary" in raw.lower() and sum(1 for _ in PART_LINE.finditer(raw)) > most:
        raise over_limit("is parted too often", f"at most {most} lines that begin with --", "hand in its text alone")
    message = cast("EmailMessage", email.message_from_bytes(raw, policy=CUT))
    identifier = numbered("mail", raw)
    decoded = _text(message)
    text = decoded.text
    if text.strip():
        found = find_record(_record(message, identifier, text, asked), given.where, raw, MEDIA_TYPE, asked)
        yield with_notes(found, decoded.note)
    else:
        fault = Unreadable("is a mail without words; expected a dispatch", "look at it", code=ProblemCode.EMPTY_TEXT)
        yield fault.problem(given.where)
    parent = identifier if text.strip() else None
    for number, part in enumerate(_attachments(message), 1):
        given.budget.take_entry()
        yield _attached(part, given, number, parent, asked)


def _record(message: EmailMessage, identifier: str, text: str, asked: Asked) -> dict[str, Any]:
    record = {"id": identifier, "text": text, "title": _header(message, "subject"), "date": _sent_on(message)}
    if asked.senders:
        record["source"] = _header(message, "from")
    return record


def _header(message: EmailMessage, name: str) -> str | None:
    """The header's words on one line; None where it is not there, or breaks the parser, as forged ones do."""
    with suppress(ValueError, TypeError, IndexError, AttributeError, LookupError):
        value = message[name]
        return " ".join(str(value).split()) or None if value is not None else None
    return None


def _sent_on(message: EmailMessage) -> str | None:
    """The day as the sender's clock had it; a date header that is none is no date."""
    with suppress(ValueError, TypeError, IndexError, AttributeError):
        sent = message["date"].datetime
        return sent.date().isoformat() if sent else None
    return None


def _text(message: EmailMessage) -> Decoded:
    """The plain part's words, else the HTML part's; nothing where it has neither."""
    body = message.get_body(preferencelist=("plain", "html"))
    payload = body.get_payload(decode=True) if body else None
    if body is None or not isinstance(payload, bytes):
        return Decoded(text="")
    decoded = decode(payload, body.get_content_charset())
    words = decoded.text.replace("\r\n", "\n")
    return replace(decoded, text=_page_text(words) if body.get_content_type() == "text/html" else words)


def _page_text(markup: str) -> str:
    """The words of a mail that is HTML: as of a page, or all of them where it is no page with a story."""
    with suppress(Unreadable):
        return read_page(markup, "mail", None).document.text
    return fragment_text(markup)


def _attachments(message: EmailMessage) -> Iterator[MIMEPart]:
    """Its attachments, but for the pictures that an HTML body shows."""
    for part in message.iter_attachments():
        shown = part.get_content_maintype() == "image" and part["content-id"] and not part.is_attachment()
        if not shown:
            yield part


def _attached(part: MIMEPart, given: Given, number: int, parent: str | None, asked: Asked) -> Given | Problem:
    name = _file_name(part) or f"attachment {number}"
    inner = given.inside(name, number=number)
    try:
        data = _content(part)
        if inner.depth > asked.limits.depth:
            raise over_limit(f"lies {inner.depth} deep in other files", f"at most {asked.limits.depth}")
        given.budget.take_bytes(len(data))
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        return Unreadable(f"is a broken attachment ({error})", "hand it in by itself").problem(inner.where)
    except Unreadable as fault:
        return fault.problem(inner.where)
    return inner.with_parent(parent).holding(data)


def _content(part: MIMEPart) -> bytes:
    """An attachment's bytes; of a mail in a mail, that mail's."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: MIMEPart) -> str | None:
    with suppress(ValueError, TypeError, IndexError, AttributeError, LookupError):
        return part.get_filename()
    return None
