"""What a fetch may cost and touch, in one frozen object, and what refuses it."""

from dataclasses import dataclass

MEGABYTE = 1_000_000
PLAIN_PORTS = (80, 443)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one fetch; all are ours, wide for a news page and narrow for an attack.

    `idle_s` is the longest silence, `total_s` the longest fetch with all its redirects. `wire_bytes` is of one answer
    as sent, `body_bytes` of its body unpacked, `ratio` how far it may grow so once it is above `free_bytes`.
    `longest_wait_s` is how long a site's "come again later" is waited for before the fetch is given up for now.
    """

    idle_s: float = 15.0
    total_s: float = 60.0
    wire_bytes: int = 20 * MEGABYTE
    body_bytes: int = 40 * MEGABYTE
    free_bytes: int = MEGABYTE
    ratio: int = 100
    redirects: int = 5
    ports: tuple[int, ...] = PLAIN_PORTS
    delay_s: float = 2.0
    longest_delay_s: float = 30.0
    longest_wait_s: float = 30.0


class RefusedError(Exception):
    """Inside this room only: what cannot or may not be fetched, with the mend; a caller sees the problem it becomes."""

    def __init__(self, wrong: str, mend: str, *, again_s: float | None = None) -> None:
        super().__init__(wrong)
        self.wrong, self.mend, self.again_s = wrong, mend, again_s
