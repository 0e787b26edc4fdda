"""A site's robots.txt in, what it asks of Marsad out."""

from dataclasses import dataclass

from protego import Protego

AGENT = "Marsad"
MOST_BYTES = 500_000
"""Of a longer file the rest is passed over. Source: RFC 9309, 2.5."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site asks of us. `rules` are None where it asks nothing; `closed` where it could not say."""

    rules: Protego | None = None
    closed: bool = False

    def admits(self, url: str) -> bool:
        """True where the page may be asked for."""
        return not self.closed and (self.rules is None or bool(self.rules.can_fetch(url, AGENT)))

    @property
    def delay_s(self) -> float:
        """Seconds between two requests that it asks for; 0 where it does not."""
        return float(self.rules.crawl_delay(AGENT) or 0) if self.rules else 0.0


def read_robots(status: int, body: bytes) -> Robots:
    """What an answer to `/robots.txt` means: there is none (4xx), come no nearer (5xx), or its rules.

    Source: RFC 9309, 2.3.1.
    """
    if status >= 500 or status == 429:
        return Robots(closed=True)
    if status >= 400:
        return Robots()
    return Robots(rules=Protego.parse(body[:MOST_BYTES].decode("utf-8", "replace")))
