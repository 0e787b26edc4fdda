"""The commands: `marsad VERB …`. Results go to stdout, all else to stderr."""

import io
import os
import sys

INTERRUPTED = 130
"""Exit code of Ctrl-C: 128 + SIGINT, as shells count."""


def main() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no Arabic still shows the rest
    # spaCy's matrices are small: one BLAS thread is as fast as two and takes half the processor.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from marsad.cli.app import app  # noqa: PLC0415  # so that importing the package costs nothing

        app()
    except KeyboardInterrupt:  # before the first verb has begun
        sys.exit(INTERRUPTED)
