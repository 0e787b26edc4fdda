"""Settings in, what a record was made with out: program, language model, gazetteers, actor files, each with a hash.

Files that the user added are named by their hash alone, for a name may tell who keeps the record.
"""

from collections.abc import Iterator
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import marsad
from marsad.pipeline.rereading import name_reader
from marsad.pipeline.settings import Settings

NOT_CODE = frozenset({"__pycache__"})


def versions_of(settings: Settings) -> dict[str, Any]:
    """By part its version, where it has one, and the SHA-256 of its files; the same on every machine."""
    package = Path(marsad.__file__).parent
    reading = package / "reading"
    return {
        "marsad": {"version": marsad.__version__, "sha256": digest_files(package)},
        "reader": {"digest": name_reader(settings), "profile": settings.profile},
        "language_model": _model(settings.pipeline),
        "gazetteer": {
            "sha256": digest_files(reading / "gazetteer" / "data"),
            "added": sorted(map(_digest, settings.gazetteers)),
        },
        "actors": {"sha256": digest_files(reading / "actors"), "added": sorted(map(_digest, settings.actor_files))},
    }


def digest_files(folder: Path) -> str:
    """SHA-256 over the names and bytes of the files below the folder, in the order of their names."""
    made = sha256()
    for path in _files(folder):
        made.update(f"{path.relative_to(folder).as_posix()} {_digest(path)}\n".encode())
    return made.hexdigest()


def _model(name: str) -> dict[str, str]:
    """Of a package its name and version too; of a pipeline at a path its hash alone."""
    try:
        told = {"name": name, "version": version(name), "spacy": version("spacy")}
    except PackageNotFoundError:
        told = {"spacy": version("spacy")}
    found = find_spec(name) if "version" in told else None
    places = list(found.submodule_search_locations or ()) if found else [name]
    return {**told, "sha256": digest_files(Path(places[0]))} if Path(places[0]).is_dir() else told


def _files(folder: Path) -> Iterator[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and NOT_CODE.isdisjoint(path.parts))
    yield from sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
