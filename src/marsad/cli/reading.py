"""What `read`, `reconcile` and `export` print."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.padding import Padding

from marsad.cli.marked import credit, label, number_of, sentence
from marsad.cli.options import ReadFormat
from marsad.cli.screen import print_line, result_console, say, say_problems, visible
from marsad.domain.claim import Claim
from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.domain.wire import dumps, record_lines, to_line
from marsad.pipeline.inputs import read_text
from marsad.pipeline.lines import Parsed, parse_lines, reconcile_claims
from marsad.pipeline.reading import LazyReader, read_stream
from marsad.pipeline.settings import Settings


def print_readings(files: Sequence[str], form: ReadFormat, settings: Settings, *, mentions: bool, explain: bool) -> int:
    """Print what each document claims as soon as it is read; the number of inputs' problems comes back."""
    wrong, difficult = 0, Counter[str]()
    for item in read_stream(LazyReader(settings), files, mentions=mentions):
        if isinstance(item, Problem):
            say_problems([item])
            wrong += 1
            continue
        say_problems(item.arrival.problems)
        wrong += len(item.arrival.problems)
        difficult.update(problem.code.value for problem in item.reading.problems)
        _print_lines(item.reading) if form is ReadFormat.JSONL else _print_sentences(item.reading, explain=explain)
    if difficult:
        say("in the texts: " + ", ".join(f"{count} {code}" for code, count in sorted(difficult.items())))
    return wrong


def print_record(name: str, settings: Settings) -> int:
    """Print the record of the claims in a file or on stdin; the number of bad lines comes back."""
    parsed = parse_pipe(name)
    for line in record_lines(reconcile_claims(parsed.claims, settings)):
        print_line(dumps(line))
    return len(parsed.problems)


def parse_pipe(name: str) -> Parsed:
    """The claims and the record that the lines of a file or of stdin spell; bad lines are said."""
    parsed = parse_lines(read_text(name), "standard input" if name == "-" else name)
    say_problems(parsed.problems)
    return parsed


def _print_lines(reading: Reading) -> None:
    for noun in (*reading.claims, *reading.mentions):
        print_line(dumps(to_line(noun)))


def _print_sentences(reading: Reading, *, explain: bool) -> None:
    """Each quote once, marked with what all its claims found in it, and under it what each of them says."""
    console = result_console()
    document = reading.document
    head = " · ".join(
        str(part) for part in (document.title or document.id[:20], document.source, document.date) if part
    )
    console.rule(visible(head), align="left", style="dim")
    for _, group in groupby(reading.claims, key=lambda claim: claim.quote):
        claims = tuple(group)
        console.print(sentence(claims))
        for claim in claims:
            made = f"  [{_reason(claim)}]" if explain and claim.rule else ""
            console.print(Padding(visible(label(claim)), (0, 0, 0, 2)), style="bold")
            said = visible(f"— {credit(claim.attribution, claim.source or document.source)}{made}")
            console.print(Padding(said, (0, 0, 0, 4)), style="dim")
        console.print()


def _reason(claim: Claim) -> str:
    """The rule that made the claim, and which word of the text is its number."""
    number = number_of(claim)
    return f"{claim.rule}, number “{number.text}” at {number.start}" if number is not None else str(claim.rule)
