"""What `watch` does and says."""

from contextlib import suppress
from pathlib import Path

from marsad.cli.hooking import send_waiting
from marsad.cli.ingesting import ingest_files
from marsad.cli.screen import say
from marsad.domain.errors import StoreError
from marsad.intake import Asked
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import Settings
from marsad.pipeline.watching import watch_folder
from marsad.web.webhooks import Posts

PATIENCE_SECONDS = 60.0
"""How long what landed waits for another program that writes, such as a site where somebody decides."""


def ingest_what_lands(
    folder: Path, settings: Settings, *, every_s: float, once: bool, poster: Posts | None = None
) -> int:
    """Ingest files as they come to rest, until Ctrl-C; the number of problems of inputs comes back.

    The store is opened for each look that finds any, so that others can write it between. With a `poster`, those who
    asked are told at each look what became public.
    """
    wrong, reader = 0, LazyReader(settings)
    if not once:
        say(f"watching {folder}; Ctrl-C ends it")
    try:
        for ready in watch_folder(folder, every_s=every_s, once=once):
            if ready:
                paths = [str(path) for path in ready]
                wrong += ingest_files(paths, settings, Asked(), reader=reader, patience_s=PATIENCE_SECONDS)
            if poster is not None:
                with suppress(StoreError):  # not made yet, or another writes: what waits is sent at a later look
                    send_waiting(settings, poster)
    except KeyboardInterrupt:
        say("ended; what was kept stays kept")
    return wrong
