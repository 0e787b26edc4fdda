"""Telegram's JSON export in, a document a message out."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.decode import decode
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record, with_notes
from marsad.intake.given import Asked, Given
from marsad.intake.records import MEDIA_TYPE, narrow, parse_json, split_array

CHANNELS = ("public_channel", "private_channel")
"""Chats whose name is an outlet's. A group's writers are persons, who are shown only where it is asked."""
GROUPS = ("public_supergroup", "private_supergroup", "private_group", "personal_chat", "bot_chat", "saved_messages")
"""Source: Telegram Desktop, export_output_json.cpp, the types of chats."""
CHAT = re.compile(
    r"\{(?P<head>\s*(?:\"name\"\s*:\s*(?:null|\"(?:[^\"\\]|\\.){0,400}\")\s*,\s*)?\"type\"\s*:\s*\"(?P<type>\w{1,30})\"\s*,"
    r"\s*\"id\"\s*:\s*-?\d{1,20})\s*,\s*\"messages\"\s*:\s*\["
)
"""A chat's head up to its messages; inside a string its quotation marks would be escaped, and it would not match."""


def sniff_telegram(given: Given) -> bool:
    """True where a chat's head, as Telegram writes it, stands in the first bytes."""
    found = CHAT.search(narrow(given.head).decode("utf-8", "replace"))
    return found is not None and found["type"] in CHANNELS + GROUPS


def read_telegram(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """Each message's document; those without words (pictures, notices) are counted in one problem a chat."""
    decoded = decode(given.whole(asked.limits))
    note = decoded.note
    for head in CHAT.finditer(decoded.text):
        chat = json.loads("{" + head["head"] + "}")
        called = f"{given.where} chat {chat['id']}"
        wordless = 0
        for where, raw in split_array(decoded.text, head.end(), called, "message"):
            message = _parse(raw, where)
            if isinstance(message, Problem):
                yield message
            elif text := _text(message.get("text")).strip("\n"):
                yield with_notes(_read_message(chat, message, text, where, raw, asked), note)
                note = None
            else:
                wordless += message.get("type") != "service"  # who joined, what was pinned
        if wordless:
            yield _say_wordless(wordless, called)


def _parse(raw: str, where: str) -> dict[str, Any] | Problem:
    try:
        message = parse_json(raw)
    except Unreadable as fault:
        return fault.problem(where)
    return message if isinstance(message, dict) else Unreadable("is no message", "export it again").problem(where)


def _say_wordless(count: int, called: str) -> Problem:
    wrong = f"{count} messages hold pictures, films or files without words; they were passed over"
    return Unreadable(wrong, "hand in what they tell as texts", code=ProblemCode.EMPTY_TEXT).problem(called)


def _read_message(
    chat: dict[str, Any], message: dict[str, Any], text: str, where: str, raw: str, asked: Asked
) -> Found | Problem:
    """The message's document; one that was edited is a version of its own, beside the one that may be kept already."""
    first = f"telegram:{chat['id']}:{message.get('id')}"
    edited = message.get("edited_unixtime") or message.get("edited")
    record = {**_record(chat, message, text, asked), "id": f"{first}:{edited}" if edited else first}
    found = find_record(record, where, raw.encode("utf-8", "surrogatepass"), MEDIA_TYPE, asked)
    return replace(found, version_of=first) if edited and isinstance(found, Found) else found


def _record(chat: dict[str, Any], message: dict[str, Any], text: str, asked: Asked) -> dict[str, Any]:
    channel = chat["type"] in CHANNELS
    forwarded = message.get("forwarded_from")
    return {
        "text": text,
        "date": message.get("date"),
        "source": chat.get("name") if channel else message.get("from") if asked.senders else None,
        "title": f"Forwarded from {forwarded}" if channel and isinstance(forwarded, str) and forwarded else None,
    }


def _text(written: Any) -> str:
    """The words of a message, which is a string or a list of strings and marked pieces."""
    if isinstance(written, str):
        return written
    if not isinstance(written, list):
        return ""
    return "".join(piece if isinstance(piece, str) else _piece(piece) for piece in written)


def _piece(piece: Any) -> str:
    text = piece.get("text") if isinstance(piece, dict) else None
    return text if isinstance(text, str) else ""
