"""The commands: `marsad VERB …`. Results go to stdout, all else to stderr."""


def main() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    from marsad.cli.app import app  # noqa: PLC0415  # so that importing the package costs nothing

    app()
