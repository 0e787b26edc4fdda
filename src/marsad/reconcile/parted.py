"""Claims dealt out in, the record out, part by part: the same record as in one process, however many parts there are.

Each step looks at one part alone; what belongs together goes to one part by its key before the step that needs it
together. The steps and functions are those of `reconcile`. There are no judgements: they are applied in a store.
"""

from collections.abc import Iterable

from marsad.domain.claim import Claim
from marsad.reconcile.dealing import WHOLE, Do, Table, do_here
from marsad.reconcile.parted_documents import list_copies, list_figures, list_words, make_events, tell_events
from marsad.reconcile.parted_keys import (
    build_control,
    build_totals,
    count_rare,
    find_copies,
    join_events,
    score_blocks,
    tie_actors,
)
from marsad.reconcile.parted_whole import join_stories, mark_figures, settle_words, tie_tellings, write_groups


def deal_claims(table: Table, claims: Iterable[Claim], source: int) -> None:
    """Deals claims out by document. Of one source all are dealt at one stroke; an id comes from one source alone."""
    with table.bins.hand("deal", source) as hand:
        for claim in claims:
            hand.deal("claims", table.part_of(claim.document), claim)


def reconcile_parts(table: Table, do: Do = do_here) -> None:
    """Makes the record of the claims that were dealt out; it lies in the bins in the end, each group sorted."""
    every = range(table.bins.parts)
    do(list_copies, table, every)
    do(find_copies, table, every)
    do(join_stories, table, [WHOLE])
    do(list_words, table, every)
    do(settle_words, table, [WHOLE])
    do(count_rare, table, every)
    do(list_figures, table, every)
    do(mark_figures, table, [WHOLE])
    do(tell_events, table, every)
    do(score_blocks, table, every)
    do(tie_tellings, table, [WHOLE])
    do(make_events, table, every)
    do(join_events, table, every)
    do(build_totals, table, every)
    do(build_control, table, every)
    do(tie_actors, table, every)
    do(write_groups, table, [WHOLE])
