"""Who asks: nobody, a person with a role, or a program with a person's key."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from marsad.domain.person import SiteRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who asks. `session` names the browser's session; `name` is None for nobody who signed in.

    `token` is the id of the key of a program, whose `role` is what the key may do, and never above its owner's.
    """

    session: str
    csrf: str
    name: str | None = None
    role: SiteRole | None = None
    token: str | None = None

    def may(self, needed: SiteRole) -> bool:
        """Whether the viewer has the role or one above it."""
        return self.role is not None and self.role.may(needed)


NOBODY = Viewer(session="", csrf="")
ITSELF = Viewer(session="", csrf="", role=SiteRole.READER)
"""The site, where it makes ready what every reader is shown."""
_present: ContextVar[Viewer] = ContextVar("viewer", default=NOBODY)


def present_viewer() -> Viewer:
    """Who asks now; outside of a request nobody does, who sees nothing."""
    return _present.get()


@contextmanager
def viewing_as(viewer: Viewer) -> Iterator[None]:
    """While it lasts, it is this viewer who asks."""
    before = _present.set(viewer)
    try:
        yield
    finally:
        _present.reset(before)
