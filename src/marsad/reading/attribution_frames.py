"""The noun of attribution: one act of speech, and how acts of speech join and nest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from marsad.domain.claim import Attribution

STANCE = "stance"
"""The act of a wish, plan or support, which credits no news, so that only `find_speeches` gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One act of speech: tokens `start` to `end` (exclusive) are what was said, by whom, by which verb.

    `act` is the class of the cue in `lexicon/speech.toml` ("say", "accusation"); `direct` where words are quoted.
    `cue` is the cue's token, `speaker` spans the speaker's tokens; both are None where the frame carries on the words
    of another, whose cue is `carries`. `head` is the token that heads what was said, where the parse gives one.
    A frame never leaves its sentence: words that run on are one frame a sentence.
    """

    sentence: int
    start: int
    end: int
    act: str
    attribution: Attribution
    direct: bool
    cue: int | None = None
    speaker: tuple[int, int] | None = None
    carries: int | None = None
    head: int | None = None


def credit(frames: Sequence[Frame], token: int) -> Frame | None:
    """The frame that the token's words belong to, the narrowest where frames nest; None for the outlet's own voice."""
    inside = [frame for frame in frames if frame.start <= token < frame.end]
    return min(inside, key=lambda frame: frame.end - frame.start) if inside else None


def whole_speeches(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """The frames with what carries a speech on joined to it, so that one speech is one frame however long it is."""
    found: dict[tuple[int, int], Frame] = {}
    first_of: dict[int, tuple[int, int]] = {}
    for frame in sorted(frames, key=lambda each: (each.carries is not None, each.start)):
        if frame.carries is None:
            key = (frame.cue if frame.cue is not None else frame.start, frame.start)
            found[key] = frame
            if frame.cue is not None:
                first_of.setdefault(frame.cue, key)
            continue
        key = first_of.get(frame.carries, (frame.start, frame.start))
        whole = found.get(key, frame)
        found[key] = replace(whole, start=min(whole.start, frame.start), end=max(whole.end, frame.end), direct=True)
    return tuple(sorted(found.values(), key=lambda each: (each.start, each.end)))


def unswallowed(frames: Sequence[Frame]) -> list[Frame]:
    """The frames less those that repeat another's words, act and speaker ("X said, adding …" keeps both words once)."""
    return [frame for frame in frames if not any(_swallows(other, frame) for other in frames)]


def _swallows(other: Frame, frame: Frame) -> bool:
    if other is frame or other.act != frame.act or other.attribution != frame.attribution:
        return False
    if other.start == frame.start and other.end == frame.end:
        return other.cue is not None and frame.cue is not None and other.cue < frame.cue
    return False


def outermost(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames less what somebody's quoted words ascribe to others, and less wishes and sides told by a speaker."""
    return tuple(frame for frame in frames if not any(_holds(other, frame) for other in frames))


def _holds(other: Frame, frame: Frame) -> bool:
    cue = frame.cue if frame.cue is not None else frame.start
    inside = other.start <= min(cue, frame.start) and max(cue + 1, frame.end) <= other.end
    smaller = frame.end - frame.start < other.end - other.start
    if not inside or not smaller or other.act == STANCE:
        return False
    return other.direct or frame.act != "say"
