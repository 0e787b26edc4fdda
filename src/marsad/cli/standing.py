"""What `watch` does and says."""

from pathlib import Path

from marsad.cli.ingesting import ingest_files
from marsad.cli.screen import say
from marsad.intake import Asked
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import Settings
from marsad.pipeline.watching import watch_folder

PATIENCE_SECONDS = 60.0
"""How long what landed waits for another program that writes, such as a site where somebody decides."""


def ingest_what_lands(folder: Path, settings: Settings, *, every_s: float, once: bool) -> int:
    """Ingest files as they come to rest, until Ctrl-C; the number of problems of inputs comes back.

    The store is opened for each look that finds any, so that others can write it between.
    """
    wrong, reader = 0, LazyReader(settings)
    if not once:
        say(f"watching {folder}; Ctrl-C ends it")
    try:
        for ready in watch_folder(folder, every_s=every_s, once=once):
            wrong += ingest_files(
                [str(path) for path in ready], settings, Asked(), reader=reader, patience_s=PATIENCE_SECONDS
            )
    except KeyboardInterrupt:
        say("ended; what was kept stays kept")
    return wrong
