"""Changed documents in, those whose figures are of another total by them out; what each takes up is known."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

import msgspec

from marsad.domain.workings import Link
from marsad.reconcile.names import ActorNames
from marsad.reconcile.revised_totals import Figures, find_latest, list_answers, list_calls, list_places, take_up_totals
from marsad.reconcile.tables import feature_table
from marsad.reconcile.testimony import Order, Testimony
from marsad.reconcile.work import Work

STANDS = msgspec.json.Decoder(tuple[str, int])
ANSWERS, CALLS = "figure", "takes"


def follow_figures(work: Work, changed: set[str]) -> set[str]:
    """The changed documents, those whose figures are of another total through them, and those put together with these.

    Who calls a figure of a changed document is asked anew what it takes up; who calls that one, only if it is another.
    """
    found = set(changed)
    ahead = found | _find_callers(work, _refile(work, found))
    while ahead:
        moved = _take_up_anew(work, ahead)
        found |= {one.claim.document for one in moved}
        ahead = _find_callers(work, file_figures(moved, work.names))
    return work.couple(found)


def _refile(work: Work, changed: set[str]) -> list[Link]:
    """The links of the changed documents, as they were and as they are now."""
    former = [link for note in work.former(changed).values() for link in note.figures]
    now = file_figures(work.testimonies_in(changed), work.names)
    work.draft.drop_links(former)
    work.draft.put_links(now)
    return [*former, *now]


def _take_up_anew(work: Work, documents: set[str]) -> list[Testimony]:
    """The documents' figures that are of another total now than they were."""
    before = {one.id: one.total for one in work.testimonies_in(documents)}
    work.tell_totals(_take_up(work, documents), documents)
    return [one for one in work.testimonies_in(documents) if one.total != before[one.id]]


def file_figures(testimonies: Iterable[Testimony], names: ActorNames) -> list[Link]:
    """Each figure under the keys by which it answers, each document under those by which its figures call."""
    links = []
    for one in testimonies:
        day, document, start, name = one.order
        stands = msgspec.json.encode((document, start)).decode()
        answers = sorted(list_answers(one, names))
        links += [Link(key=f"{ANSWERS}:{key}", at=day.toordinal(), owner=name, extra=stands) for key in answers]
        links += [Link(key=f"{CALLS}:{key}", at=day.toordinal(), owner=document) for key in list_calls(one)]
    return list(dict.fromkeys(links))


def _find_callers(work: Work, links: Collection[Link]) -> set[str]:
    """The documents that call what answers, of its day or up to a season later."""
    days: dict[str, list[int]] = {}
    for link in links:
        kind, _, key = link.key.partition(":")
        if kind == ANSWERS:
            days.setdefault(f"{CALLS}:{key}", []).append(link.at)
    season = feature_table().threshold.late_days
    return {
        link.owner
        for key, callers in work.draft.links(list(days)).items()
        for link in callers
        if any(0 <= link.at - day <= season for day in days[key])
    }


def _take_up(work: Work, documents: set[str]) -> dict[str, str]:
    """The totals that the documents' figures take up, reckoned anew, from what others take up as it was noted."""
    told = {one.id: replace(one, total=None) for one in work.testimonies_in(documents)}
    callers = [one for one in told.values() if list_calls(one)]
    links = work.draft.links({f"{ANSWERS}:{key}" for one in callers for key in list_calls(one)})
    answers = {key.partition(":")[2]: sorted(map(_read_order, those)) for key, those in links.items()}
    near = {order[-1] for one in callers for key in list_calls(one) for order in find_latest(answers[key], one)}
    others = {one.id: one for one in work.testimonies_of(near - told.keys())}
    figures = Figures(told=told | others, answers=answers, places=list_places(told.values()), names=work.names)
    return take_up_totals(callers, figures)


def _read_order(link: Link) -> Order:
    document, start = STANDS.decode(link.extra)
    return date.fromordinal(link.at), document, start, link.owner
