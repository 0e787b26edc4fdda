"""The few words of a shell that the documentation's examples use, with `marsad` in this process."""

import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from typer.testing import CliRunner

from marsad.cli.app import app

TYPED = b"seven blue lids on the well\n" * 2
"""What is typed unseen."""
SETTING = re.compile(r"(\w+)=(.*)")
ELIDED = re.compile(r"(\S+)…")
ELSEWHERE = "/media/stick/"
"""Another medium, in the examples; a folder, here."""


class DocShell:
    """Runs lines in a folder. `said` keeps what was printed: `word…` is the last word of it that begins so."""

    def __init__(self, folder: Path, environment: Mapping[str, str], stand_in: Callable[[str, str], str]) -> None:
        self.folder, self.environment, self._stand_in = folder, dict(environment), stand_in
        self.said = ""

    def run(self, line: str, codes: tuple[int, ...] = (0,)) -> str:
        """What the line prints; it must end with one of the codes."""
        printed = b""
        for words, target in pipeline(line):
            printed = self._run_one([self._whole(word) for word in words], printed, codes, line)
            if target:
                self._at(target).parent.mkdir(parents=True, exist_ok=True)
                self._at(target).write_bytes(printed)
                printed = b""
        return printed.decode()

    def _run_one(self, words: list[str], given: bytes, codes: tuple[int, ...], line: str) -> bytes:
        given = TYPED if "--type" in words else given
        settings = dict(self.environment)
        while words and (found := SETTING.fullmatch(words[0])):
            settings[found[1]] = found[2]
            words = words[1:]
        if words[0] in BUILT_IN:
            BUILT_IN[words[0]](self, words[1:])
            return b""
        assert words[0] == "marsad", f"{line}: only marsad is run here; mark the block `not run` and say why"
        with ExitStack() as opened:
            arguments = self._handed_in(words[1:], opened)
            done = CliRunner().invoke(app, arguments, input=given, env=settings, catch_exceptions=False)
        self.said += done.stdout + done.stderr
        assert done.exit_code in codes, f"{line}: ended with {done.exit_code}\n{done.stderr[-2000:]}"
        return done.stdout_bytes

    def _handed_in(self, words: list[str], opened: ExitStack) -> list[str]:
        """The words with files in place of patterns, and `--identity-fd 3 3<FILE` with the file opened here."""
        for number, word in enumerate(words):
            if word == "<":
                file = opened.enter_context(self._at(words[number + 1]).open("rb"))
                before = words[: number - 1]
                return [str(file.fileno()) if one == words[number - 1] else one for one in before]
        return [one for word in words for one in self._files(word)]

    def _files(self, word: str) -> list[str]:
        found = sorted(str(one.relative_to(self.folder)) for one in self.folder.glob(word)) if "*" in word else []
        return found or [word]

    def _whole(self, word: str) -> str:
        known = self._stand_in(word.replace(ELSEWHERE, "stick/"), self.said)
        if not (found := ELIDED.fullmatch(known)):
            return known
        whole = re.findall(rf"(?:^|\s)({re.escape(found[1])}\w+)(?![\w…])", self.said)
        assert whole, f"{word}: no word of what was printed begins so"
        return whole[-1]

    def _at(self, name: str) -> Path:
        return self.folder / name

    def make_folder(self, words: list[str]) -> None:
        for word in words:
            self._at(word).mkdir(parents=True)

    def copy(self, words: list[str]) -> None:
        *sources, target = (self._at(word) for word in words if word != "-r")
        for source in sources:
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy(source, target)

    def set_variables(self, words: list[str]) -> None:
        for word in words:
            name, _, value = word.partition("=")
            self.environment[name] = os.path.expandvars(value)


BUILT_IN = {"mkdir": DocShell.make_folder, "cp": DocShell.copy, "export": DocShell.set_variables}


def pipeline(line: str) -> Iterator[tuple[list[str], str | None]]:
    """Each command of the line as its words, with the file that its output goes to; none goes to the next command."""
    read = shlex.shlex(line, posix=True, punctuation_chars="|<>&")
    read.whitespace_split, read.commenters = True, "#"
    words, target = list[str](), None
    tokens = list(read)
    while tokens:
        token = tokens.pop(0)
        if token == ">":
            target = tokens.pop(0)
        elif token in {"|", "&&"}:
            yield words, target
            words, target = [], None
        else:
            words.append(token)
    if words:
        yield words, target
