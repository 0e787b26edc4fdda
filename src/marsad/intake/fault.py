"""What is wrong with an input, said once and in one shape: file, record, found, expected, mend."""

from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode


class Unreadable(Exception):  # noqa: N818  # inside this room only; a caller sees the problem that it becomes
    """Raised where a file or a record cannot be read; `problem` turns it into the one line that a user sees."""

    def __init__(self, wrong: str, mend: str, *, code: ProblemCode = ProblemCode.UNREADABLE_INPUT) -> None:
        super().__init__(wrong)
        self.wrong, self.mend, self.code = wrong, mend, code

    def problem(self, where: str, document: str | None = None) -> Problem:
        """The problem, with its place ("feed.jsonl line 3") at the head of its message."""
        wrong = " ".join(self.wrong.splitlines())  # readers of others say what is wrong over many lines
        return Problem(code=self.code, document=document, message=f"{where}: {wrong}. Mend: {self.mend}")


def encrypted(mend: str) -> Unreadable:
    """The refusal of something that a password locks."""
    return Unreadable("is encrypted; expected a file without a password", mend, code=ProblemCode.ENCRYPTED)
