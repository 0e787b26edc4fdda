"""Places, actors and plug-ins: what is packaged, by digest, and what was added."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from marsad.domain.errors import MarsadError
from marsad.pipeline.doctor.check import Check
from marsad.pipeline.plugins import find_plugins
from marsad.pipeline.settings import Settings

DIGEST_SHOWN = 12


def check_additions(settings: Settings) -> Iterator[Check]:
    places = _digest((files("marsad.reading") / "gazetteer" / "data").iterdir())
    yield Check(topic="gazetteer", found=f"gazetteer {places}")
    added = ", ".join(path.name for path in settings.gazetteers) or "none"
    yield Check(topic="gazetteer", found=f"gazetteers added: {added} (in {settings.data / 'gazetteers'})")
    yield from _check_actors(settings)
    found = find_plugins()
    for one in found:
        mend = "pip install the package anew, or uninstall it" if one.fault else None
        yield Check(topic="plug-ins", found=one.fault or f"plug-in {one.name} ({one.group}, {one.package})", mend=mend)
    if not found:
        yield Check(topic="plug-ins", found="plug-ins: none")


def _check_actors(settings: Settings) -> Iterator[Check]:
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415

    missing = [path for path in settings.actor_files if not path.is_file()]
    for path in missing:
        yield Check(topic="actors", found=f"actor file {path}: there is no such file", mend="look at MARSAD_ACTORS")
    try:
        count = len(load_actors(tuple(path for path in settings.actor_files if path not in missing)))
    except MarsadError as error:
        yield Check(topic="actors", found=str(error), mend="put the file right")
        return
    packaged = _digest((files("marsad.reading") / "actors").iterdir())
    yield Check(topic="actors", found=f"{count} actors; packaged file {packaged}")
    for path in settings.actor_files:
        if path not in missing:
            yield Check(topic="actors", found=f"actor file {path} {_digest([path])}")


def _digest(entries: Iterable[Traversable]) -> str:
    """Of the files' names and bytes, to be compared with another machine's."""
    made = sha256()
    for entry in sorted(entries, key=lambda one: one.name):
        if entry.is_file() and not entry.name.endswith(".pyc"):
            made.update(entry.name.encode() + entry.read_bytes())
    return made.hexdigest()[:DIGEST_SHOWN]
