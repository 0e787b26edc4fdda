"""One group's figures in, their history out: who gave which figure when, and which replaced which."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.domain.claim import Casualty
from marsad.domain.record import Revision
from marsad.reconcile.figures import Range, make_range
from marsad.reconcile.testimony import Testimony


@dataclass(slots=True, kw_only=True)
class _Entry:
    revision: Revision
    figure: Range
    document: str
    testimony: Testimony | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Every figure, oldest first, and the testimonies whose figures stand now, one a voice."""

    revisions: tuple[Revision, ...]
    current: tuple[Testimony, ...]


def trace_revisions(testimonies: Sequence[Testimony]) -> History:
    """The history of one group's figures.

    A voice's later figure replaces its own earlier one. A figure that says what it revises replaces that one, whoever
    gave it; if no claim gives it, the earlier figure enters the history as what this claim tells of it.
    """
    entries: list[_Entry] = []
    latest: dict[str, _Entry] = {}
    for testimony in sorted(testimonies, key=lambda testimony: testimony.order):
        said = testimony.claim.said
        if isinstance(said, Casualty):
            _enter(entries, latest, testimony, said)
    return History(
        revisions=tuple(entry.revision for entry in entries),
        current=tuple(entry.testimony for entry in entries if entry.revision.current and entry.testimony),
    )


def _enter(entries: list[_Entry], latest: dict[str, _Entry], testimony: Testimony, said: Casualty) -> None:
    figure = make_range(said)
    prior = latest.get(testimony.voice.key)
    if prior is not None and _is_vaguer(figure, testimony, prior):
        entries.append(_make_entry(testimony, figure, said.words, None, current=False))
        return
    earlier = make_range(said.revises) if said.revises else Range()
    replaced = _retire_revised(entries, testimony, earlier) if earlier.known else None
    if prior is not None:
        prior.revision = replace(prior.revision, current=False)
        replaced = prior.revision.claim
    latest[testimony.voice.key] = _make_entry(testimony, figure, said.words, replaced, current=True)
    entries.append(latest[testimony.voice.key])


def _retire_revised(entries: list[_Entry], testimony: Testimony, earlier: Range) -> str:
    """The claim of the figure revised, which stands no longer; entered from this claim where none gives it."""
    exact = [entry for entry in entries if entry.figure.stated == earlier.stated]
    matches = exact or [entry for entry in entries if earlier.stated in entry.figure.namings]
    if not matches:
        told = testimony.claim.quote.text
        entry = _make_entry(testimony, earlier, told, None, current=False)
        entry.testimony = None
        entries.append(entry)
        return testimony.id
    for entry in matches:
        entry.revision = replace(entry.revision, current=False)
    return matches[-1].revision.claim


def _is_vaguer(figure: Range, testimony: Testimony, prior: _Entry) -> bool:
    """Whether the voice only repeats itself in looser words: no number, or in one document a bound that it meets."""
    if not figure.known:
        return True
    bound_only = figure.best is None and figure.high is None
    met = figure.low is not None and prior.figure.floor is not None and figure.low < prior.figure.floor
    return bound_only and met and testimony.claim.document == prior.document


def _make_entry(testimony: Testimony, figure: Range, words: str, replaces: str | None, *, current: bool) -> _Entry:
    revision = Revision(
        low=figure.low,
        best=figure.best,
        high=figure.high,
        voice=testimony.voice.name,
        reported=testimony.claim.reported,
        claim=testimony.id,
        words=words,
        replaces=replaces,
        current=current,
    )
    return _Entry(
        revision=revision,
        figure=figure,
        document=testimony.claim.document,
        testimony=testimony,
    )
