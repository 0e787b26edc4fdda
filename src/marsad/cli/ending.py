"""How a verb ends."""

import typer

WITH_PROBLEMS = 1


def leave(problems: int) -> None:
    """End with exit code 1 where there were problems, else go on to 0."""
    if problems:
        raise typer.Exit(WITH_PROBLEMS)
