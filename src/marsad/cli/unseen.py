"""A question in, what was typed unseen out; where nobody sits before a terminal, the next line of standard input."""

import sys

import typer

from marsad.domain.errors import InputError


def ask_unseen(words: str, *, twice: bool = False) -> str:
    """What is typed and not shown; in a terminal `twice`, against slips.

    Raises:
        InputError: standard input is no terminal, and ended before an answer.
    """
    if sys.stdin.isatty():
        return str(typer.prompt(words, hide_input=True, confirmation_prompt=twice, err=True))
    line = sys.stdin.readline()
    if not line:
        raise InputError(f"{words}: no answer. Mend: run it in a terminal, or hand the answer over on standard input")
    return line.rstrip("\r\n")
