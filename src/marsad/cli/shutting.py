"""What `lock` does and says."""

from marsad.cli.screen import say
from marsad.domain.errors import InputError
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.locked import Lock, Mode
from marsad.store.people import People


def shut_and_say(mode: str, because: str, settings: Settings) -> None:
    """Shut the store so, or open it."""
    if mode not in set(Mode):
        raise InputError(f"{mode!r} is no lock; expected {', '.join(Mode)}")
    if not because.strip():
        raise InputError("--because: expected why, in a few words, for the audit log")
    with Store.open(settings.db, must_exist=True) as store:
        store.shut(Lock(mode=Mode(mode), who=settings.author, because=because))
    people = People.known_beside(settings.db) if mode == Mode.SESSIONS else None
    if people:
        people.end_all_sessions(settings.author)
        people.close()
    say(f"{settings.db}: the lock is {mode}")
