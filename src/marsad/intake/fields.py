"""One record's fields in, a document out: `text` is required, any other field that is wrong is left out and said."""

import re
from datetime import date
from typing import Any

from marsad.domain.document import Document, text_digest
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.day import parse_day
from marsad.intake.fault import Unreadable
from marsad.intake.heading import read_heading

CODE_NAME = re.compile(r"(?=.{1,40}\Z)[^\W_]++(?:[-_. ][^\W_]++)*+\Z")
"""What a protected source may be called: words, digits, hyphens; no @, no slash, no sentence."""
PHONE_DIGITS = 6
"""A run of digits this long may be a telephone number, and is no code name. Source: ITU-T E.164."""

OPTIONAL = ("source", "title", "url", "language")


def read_fields(record: dict[str, Any], where: str, latest: date | None) -> tuple[Document, tuple[Problem, ...]]:
    """The document that the record spells; fields that it does not know are left out.

    Raises:
        Unreadable: no text, or a text that is none.
    """
    text = _read_text(record)
    problems: list[Problem] = []
    protected = _read_protected(record, where, problems)
    if protected:
        return _protected_document(record, text, where, latest, problems), tuple(problems)
    heading = read_heading(text, where, latest)
    given = {name: _read_string(record, name, where, problems) for name in OPTIONAL}
    day = _read_date(record, where, latest, problems)
    if day is None:
        problems += heading.problems
    document = Document(
        id=_read_id(record, text, where, problems),
        text=text,
        date=day or heading.date,
        source=given["source"] or heading.outlet,
        title=given["title"],
        url=given["url"],
        language=given["language"],
    )
    return document, tuple(problems)


def _protected_document(
    record: dict[str, Any], text: str, where: str, latest: date | None, problems: list[Problem]
) -> Document:
    """Only what cannot name the giver: a code name, a day, a language. No message repeats a value."""
    identifier = record.get("id")
    source = record.get("source")
    if identifier is not None and not _is_code_name(identifier):
        problems.append(_withheld("id", where))
    if not _is_code_name(source):
        problems.append(_withheld("source", where))
    language = record.get("language")
    return Document(
        id=str(identifier) if _is_code_name(identifier) else text_digest(text),
        text=text,
        date=_read_date(record, where, latest, problems, hidden=True) or read_heading(text, where, latest).date,
        source=source if _is_code_name(source) else None,
        language=language if isinstance(language, str) and re.fullmatch(r"[A-Za-z]{2,3}", language) else None,
        protected=True,
    )


def _read_text(record: dict[str, Any]) -> str:
    mend = "give every record its dispatch as a string in `text`"
    if "text" not in record:
        raise Unreadable("has no `text`", mend)
    text = record["text"]
    if not isinstance(text, str):
        raise Unreadable(f"`text` is {type(text).__name__}; expected a string", mend)
    if not text.strip():
        raise Unreadable("`text` is empty; expected a dispatch", mend, code=ProblemCode.EMPTY_TEXT)
    broken = re.search("[\0\ud800-\udfff]", text)
    if broken:
        wrong = f"`text` holds U+{ord(broken[0]):04X} at character {broken.start()}, which is no character of a text"
        raise Unreadable(wrong, "remove it")
    return text


def _read_protected(record: dict[str, Any], where: str, problems: list[Problem]) -> bool:
    """Anything but a plain false or null protects: a slip of the pen must not expose a source."""
    value = record.get("protected")
    if value is None or isinstance(value, bool):
        return bool(value)
    wrong = "`protected` is neither true nor false; taken as true"
    problems.append(Unreadable(wrong, "write true or false").problem(where))
    return True


def _read_id(record: dict[str, Any], text: str, where: str, problems: list[Problem]) -> str:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _read_string(record, "id", where, problems) or text_digest(text)


def _read_string(record: dict[str, Any], name: str, where: str, problems: list[Problem]) -> str | None:
    value = record.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and not re.search("[\0\ud800-\udfff]", value):
        return value
    found = "broken text" if isinstance(value, str) else type(value).__name__
    problems.append(Unreadable(f"`{name}` is {found}; left out", "write a string, or leave it out").problem(where))
    return None


def _read_date(
    record: dict[str, Any], where: str, latest: date | None, problems: list[Problem], *, hidden: bool = False
) -> date | None:
    value = record.get("date")
    if value is None or value == "":
        return None
    try:
        return parse_day(value, latest)
    except Unreadable as fault:
        shown = Unreadable("`date` is no day", fault.mend, code=ProblemCode.BAD_DATE) if hidden else fault
        problems.append(shown.problem(where))
        return None


def _is_code_name(value: object) -> bool:
    return (
        isinstance(value, str)
        and CODE_NAME.match(value) is not None
        and re.search(rf"(?:\d[-_. ]?){{{PHONE_DIGITS},}}", value) is None
    )


def _withheld(name: str, where: str) -> Problem:
    wrong = f"`{name}` of a protected record is no code name; left out, and not repeated here"
    return Unreadable(wrong, "write a short code name such as `field-7`").problem(where)
