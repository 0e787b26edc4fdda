"""A page of the documentation in, its blocks out: what is to be run, what is shown, what is not run and why.

A block is fenced, or indented by four spaces and begins with `marsad`. A block that cannot run has
`<!-- not run: why -->` on the line before it; `<!-- not run (fetch, serve): why -->` leaves out only its lines that
hold one of the words. A `text` block shows what the block before it printed; `…` stands for what is left out. After
`<!-- file: NAME -->` it is a file of that name instead, which the commands after it may read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOT_RUN = r"(?:^<!-- not run(?: \((?P<words>[^)]+)\))?: (?P<why>[^>]+) -->\n\n?)?"
FILE = r"(?:^<!-- file: (?P<file>\S+) -->\n)?"
FENCED = FILE + r"^```(?P<language>\S*)\n(?P<inside>.*?)^```$"
INDENTED = r"(?P<indented>(?:^ {4}marsad[^\n]*\n)+)"
BLOCK = re.compile(rf"{NOT_RUN}(?:{FENCED}|{INDENTED})", re.MULTILINE | re.DOTALL)
ORPHAN = re.compile(r"^<!-- not run", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`why` says why it, or its lines that hold one of `words`, is not run; `file` is the name of one that it is.

    `line` is where it begins on the page.
    """

    language: str
    text: str
    line: int
    why: str | None
    file: str | None
    words: tuple[str, ...]

    @property
    def is_run(self) -> bool:
        return self.why is None or bool(self.words)

    def commands(self) -> list[str]:
        """Its lines, one a command, less those that are left out; a line that ends in a backslash goes on."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [one for one in lines if one.strip() and not any(word in one for word in self.words)]


def read_blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    found = list(BLOCK.finditer(text))
    assert len(ORPHAN.findall(text)) == sum(one["why"] is not None for one in found), f"{page}: a mark without a block"
    for one in found:
        inside = one["inside"] if one["indented"] is None else re.sub(r"^ {4}", "", one["indented"], flags=re.MULTILINE)
        yield Block(
            language=(one["language"] or "") if one["indented"] is None else "bash",
            text=inside,
            line=text[: one.start()].count("\n") + 1,
            why=one["why"],
            file=one["file"],
            words=tuple(re.split(r",\s*", one["words"])) if one["words"] else (),
        )


def is_shown(shown: str, said: str) -> bool:
    """Whether the lines shown stand in what was said, one after another, but for what `…` leaves out."""
    lines = [re.escape(line.rstrip()).replace("…", ".*") for line in shown.strip("\n").splitlines()]
    pattern = r"\n".join(r"(?:.*\n)*?.*" if line == ".*" else line for line in lines)
    plain = "\n".join(line.rstrip() for line in said.splitlines())
    return re.search(rf"^{pattern}$", plain, re.MULTILINE) is not None
