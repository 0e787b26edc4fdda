"""How the program tells what it does: lines for a person, or one line of JSON each for programs; of nobody's doings."""

import datetime as dt
import logging
from typing import Any

import msgspec

OURS = "marsad"


class AsJson(logging.Formatter):
    """One record in, one line of JSON out.

    Of a record of another's library only who says it, how loudly and which kind of error it is: its words may hold an
    address, or the words that failed.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        plain: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        if record.name.split(".", 1)[0] == OURS:
            plain["message"] = record.getMessage()
            plain.update(getattr(record, "told", {}))
        if record.exc_info and record.exc_info[0]:
            plain["error"] = record.exc_info[0].__name__
        return msgspec.json.encode(plain).decode()


def begin_logs(form: str) -> None:
    """Send what is told to stderr: what is amiss, and as JSON each request by its route too."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson() if form == "json" else logging.Formatter("marsad: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO if form == "json" else logging.WARNING)
