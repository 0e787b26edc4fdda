"""Tellings that go and come in, the scored pairs that they lose and gain put down, and whom that touches out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from marsad.domain.workings import Link
from marsad.reconcile.block_shelves import Block, Blocked, block, file_blocks, read_blocks
from marsad.reconcile.blocks import NEIGHBOURS, Key, find_keys, pair_nearest
from marsad.reconcile.clusters import score_pairs
from marsad.reconcile.notes import TellingNote
from marsad.reconcile.telling import Telling
from marsad.reconcile.work import Work

Pair = tuple[str, str]
"""Two tellings, by the ids of their first claims, the lesser first."""


def pair_anew(work: Work, gone: Mapping[str, Telling], come: Mapping[str, Telling]) -> set[str]:
    """Scores what can be one event with tellings that come, forgets those that go.

    A telling that changes both goes and comes. In a crowded block a telling that comes or goes shifts which of the
    others are near one another, so their pairs too are found and lost.

    Returns:
        The tellings of all pairs that were scored or forgotten, and all that come.
    """
    leaving, coming = block(gone), block(come)
    before = read_blocks(work.draft, {key for one in chain(leaving.values(), coming.values()) for key in one.keys})
    work.draft.drop_links(link for one in leaving.values() for link in file_blocks(one))
    work.draft.put_links(link for one in coming.values() for link in file_blocks(one))
    found, lost = _compare_blocks(before, leaving, coming)
    return _forget(work, set(gone), lost) | _score(work, found, come) | come.keys()


def read_pairs(work: Work, tellings: Collection[str]) -> dict[str, dict[str, float]]:
    """The scored pairs of each telling: the other's id and the score."""
    links = work.draft.links([f"pair:{name}" for name in tellings])
    return {name: {link.owner: float(link.extra) for link in links[f"pair:{name}"]} for name in tellings}


def _compare_blocks(
    before: Mapping[Key, Block], leaving: Mapping[str, Blocked], coming: Mapping[str, Blocked]
) -> tuple[set[Pair], set[Pair]]:
    """The pairs that are compared now and were not before, and those of tellings that stay which are so no longer."""
    new: dict[Key, Block] = defaultdict(list)
    for one in coming.values():
        for key in one.keys:
            new[key].append(one.member)
    found: set[Pair] = set()
    lost: set[Pair] = set()
    for key, former in before.items():
        now = [member for member in former if member[1] not in leaving] + new[key]
        if max(len(former), len(now)) <= NEIGHBOURS + 1:
            found |= {_order(one, other) for _, one in new[key] for _, other in now if one != other}
            continue
        was, are = _pair_block(former), _pair_block(now)
        found |= are - was | {pair for pair in are if not coming.keys().isdisjoint(pair)}
        lost |= {pair for pair in was - are if leaving.keys().isdisjoint(pair)}
    return found, lost


def _pair_block(members: Block) -> set[Pair]:
    return {_order(one, other) for (_, one), (_, other) in pair_nearest(sorted(members))}


def _forget(work: Work, gone: set[str], lost: set[Pair]) -> set[str]:
    """Forgets the pairs of what goes, and those lost that no other block holds together; gives who is left of them."""
    scored = read_pairs(work, gone | {one for one, _ in lost})
    doubtful = {(one, other) for one, other in lost if other in scored[one]}
    forgotten = {_order(name, other) for name in gone for other in scored[name]}
    forgotten |= doubtful - _still_near(work, doubtful)
    work.draft.drop_links(_link_pairs((one, other, 0.0) for one, other in forgotten))
    return set(chain.from_iterable(forgotten)) - gone


def _still_near(work: Work, pairs: set[Pair]) -> set[Pair]:
    """The pairs that another block still holds near each other."""
    notes = work.draft.notes(TellingNote, set(chain.from_iterable(pairs)))
    keys = {name: find_keys(note.telling) for name, note in notes.items()}
    shared = {(one, other): keys[one] & keys[other] for one, other in pairs}
    blocks = read_blocks(work.draft, set(chain.from_iterable(shared.values())))
    near = {key: _pair_block(members) for key, members in blocks.items()}
    return {pair for pair, those in shared.items() if any(pair in near[key] for key in those)}


def _score(work: Work, found: set[Pair], come: Mapping[str, Telling]) -> set[str]:
    """Scores the pairs and puts down those that reach the threshold; gives their tellings."""
    others = set(chain.from_iterable(found)) - come.keys()
    notes = work.draft.notes(TellingNote, others)
    told = {**{name: note.telling for name, note in notes.items()}, **come}
    names = sorted(told)
    at = {name: index for index, name in enumerate(names)}
    apart = ((one, other) for one, other in found if told[one].documents.isdisjoint(told[other].documents))
    pairs = ((at[one], at[other]) for one, other in apart)
    scored = [
        (names[one], names[other], score)
        for score, one, other in score_pairs([told[name] for name in names], pairs, work.names)
    ]
    work.draft.put_links(_link_pairs(scored))
    return {name for one, other, _ in scored for name in (one, other)}


def _order(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _link_pairs(scored: Iterable[tuple[str, str, float]]) -> Iterator[Link]:
    for one, other, score in scored:
        yield Link(key=f"pair:{one}", at=0, owner=other, extra=repr(score))
        yield Link(key=f"pair:{other}", at=0, owner=one, extra=repr(score))
