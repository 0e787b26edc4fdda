"""What is asked for in, its sums without bounds of days out: the one figure that the situation report gives too."""

from dataclasses import replace

from marsad.domain.vocabulary import Harm
from marsad.export.tolls import Span
from marsad.store.sums import sum_all
from marsad.web.asked import Asked
from marsad.web.site import Site
from marsad.web.toll_chart import span_of_sum

HARMS = (Harm.KILLED, Harm.INJURED)
Ever = tuple[tuple[Harm, Span], ...]


def sum_ever(site: Site, asked: Asked) -> Ever:
    """The sums of all that is asked for, dated or not; a harm without a figure is absent."""
    wanted = replace(asked, since=None, until=None).wanted

    def make() -> Ever:
        sums = sum_all(site.store, wanted, HARMS)
        return tuple((harm, span_of_sum(sums[harm])) for harm in HARMS if harm in sums)

    return site.answers.answer(site.store.record_version(), ("ever", wanted), make)


def ever_lines(ever: Ever) -> list[dict[str, object]]:
    """The same for the API."""
    return [{"harm": harm, "low": span.low, "best": span.best, "high": span.high} for harm, span in ever]
