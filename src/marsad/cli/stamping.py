"""What `timestamp` does and says."""

from dataclasses import dataclass
from pathlib import Path

from marsad.cli.screen import print_line, say, write_result
from marsad.domain.errors import InputError
from marsad.pipeline.network.stamping import ask_stamp, open_guard
from marsad.pipeline.settings import Settings
from marsad.pipeline.timestamping import ask_for, keep_answer, kept_answer, look_at_answer, message_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How request and answer travel: one of the three; none to look at the answer that is kept."""

    request: Path | None
    answer: Path | None
    url: str | None


def stamp_and_say(file: Path, way: Way, settings: Settings, tsa: Path | None) -> None:
    """Write the request, or look at the answer and keep it; when it was stamped is printed."""
    message, kept = message_of(file), kept_answer(file)
    if sum(one is not None for one in (way.request, way.answer, way.url)) > 1:
        raise InputError("expected one of --request FILE.tsq, --answer FILE.tsr and --url URL. Mend: give one of them")
    if way.request:
        write_result(ask_for(message), way.request)
        return
    if way.answer is None and way.url is None and kept is None:
        raise InputError(f"{file} has no time-stamp yet. Mend: --request FILE.tsq, or --url URL")
    answer = way.answer.read_bytes() if way.answer else fetch_stamp(way.url, message, settings) if way.url else kept
    assert answer is not None  # looked at above
    time = look_at_answer(answer, message, tsa.read_bytes() if tsa else None)
    print_line(f"{time}  {keep_answer(file, answer) if way.answer or way.url else file}")
    if tsa is None:
        say("whether the service gave it was not looked at. Mend: --tsa-cert FILE, here or with `marsad verify`")


def fetch_stamp(url: str, message: bytes, settings: Settings) -> bytes:
    """The answer of the service at the address, if it is of this message."""
    answer = ask_stamp(url, ask_for(message), settings, open_guard(settings))
    look_at_answer(answer, message)
    return answer
