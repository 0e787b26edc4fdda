"""What becomes of inputs in, as they become it; the report of the whole out, told at each step."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from marsad.domain.problem import Problem
from marsad.intake import Arrival
from marsad.pipeline.fates import FateName, Heed, fate_of, refused
from marsad.pipeline.inputs import Meter

SHOWN_PROBLEMS = 100
"""How many problems of inputs are said at the end; a report file lists each, and so does the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """How far an ingest is, or what it did.

    `copies` are documents that repeat another, told a hundred documents late. `wrong` counts the problems of inputs
    that were not taken in as given, and `problems` are the first of them; `text_problems` counts, by code, what texts
    made difficult. `bytes_done` is of the files handed in, known ones too.
    """

    stage: str = "reading"
    new: int = 0
    known: int = 0
    copies: int = 0
    claims: int = 0
    bytes_done: int = 0
    wrong: int = 0
    problems: tuple[Problem, ...] = ()
    text_problems: tuple[tuple[str, int], ...] = ()
    reconciled: bool = False

    @property
    def documents(self) -> int:
        return self.new + self.known


Progress = Callable[[IngestReport], None]


class Tally:
    """The report of one ingest under way, told to `progress` at each step and, input by input, to `heed`."""

    def __init__(self, progress: Progress, heed: Heed, meter: Meter) -> None:
        self._told, self._heed, self.meter = [progress], heed, meter
        self._text_problems: Counter[str] = Counter()
        self.report = IngestReport()

    def also(self, progress: Progress) -> None:
        """Tell one more listener."""
        self._told.append(progress)

    def count_known(self, arrival: Arrival) -> None:
        """Count a document that is kept already."""
        self.meter.add(len(arrival.original))
        self._heed(fate_of(arrival, FateName.KNOWN, ()))
        self.show(known=self.report.known + 1)

    def count_refused(self, problem: Problem) -> None:
        """Count an input that was not taken in."""
        self._heed(refused(problem))
        self.show(**self._wrong((problem,)))

    def count_new(
        self, arrival: Arrival, *, copied: bool, claims: int = 0, text_problems: tuple[Problem, ...] = ()
    ) -> None:
        """Count a document that was taken in, and what its text made difficult."""
        past = self.report
        self.meter.add(len(arrival.original))
        self._text_problems.update(problem.code.value for problem in text_problems)
        self._heed(fate_of(arrival, FateName.COPY if copied else FateName.NEW, (*arrival.problems, *text_problems)))
        self.show(
            new=past.new + 1,
            claims=past.claims + claims,
            text_problems=tuple(sorted(self._text_problems.items())),
            **self._wrong(arrival.problems),
        )

    def count_copies(self, found: int) -> None:
        """Count documents that repeat another."""
        self.show(copies=self.report.copies + found)

    def show(self, **changed: Any) -> None:
        """Change the report and tell it."""
        self.report = replace(self.report, bytes_done=self.meter.bytes_done, **changed)
        for tell in self._told:
            tell(self.report)

    def _wrong(self, problems: tuple[Problem, ...]) -> dict[str, Any]:
        past = self.report
        shown = past.problems if len(past.problems) >= SHOWN_PROBLEMS else past.problems + problems
        return {"wrong": past.wrong + len(problems), "problems": shown}
