"""What goes together by a key in, looked at together: copies, rare words, blocks, joined tellings, totals, places."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from marsad.domain.copying import COPY_OVERLAP, overlap
from marsad.reconcile.aggregates import build_total
from marsad.reconcile.blocks import NEIGHBOURS, Key, pair_nearest, rank
from marsad.reconcile.clusters import Scored, join_tellings, score_pairs
from marsad.reconcile.dealing import WHOLE, Table
from marsad.reconcile.events import build_event
from marsad.reconcile.parted_documents import Placed, Print, Told
from marsad.reconcile.rare import is_rare
from marsad.reconcile.spells import build_ledger
from marsad.reconcile.testimony import Testimony
from marsad.reconcile.ties import Mentions, build_actor
from marsad.reconcile.tolls import TollMaker


def find_copies(table: Table, part: int) -> None:
    """The pairs of near-copies among documents that share a copy key."""
    shelves: dict[str, dict[str, Print]] = defaultdict(dict)
    for key, one in table.bins.read("prints", part):
        shelves[key][one.document] = one
    with table.bins.hand("near", part) as hand:
        seen = set()
        for shelf in shelves.values():
            for one, other in _pair_copies(shelf.values()):
                pair = tuple(sorted([(one.day, one.document), (other.day, other.document)]))
                if pair not in seen:
                    seen.add(pair)
                    hand.deal("near", WHOLE, pair)


def _pair_copies(prints: Iterable[Print]) -> Iterator[tuple[Print, Print]]:
    """Those of the same sentences one behind the other; of others, one of each kind is compared."""
    twins: dict[frozenset[str], list[Print]] = defaultdict(list)
    for one in prints:
        twins[one.sentences].append(one)
    for those in twins.values():
        yield from pairwise(those)
    firsts = [those[0] for those in twins.values()]
    for at, one in enumerate(firsts):
        for other in firsts[:at]:
            if overlap(one.sentences, other.sentences) >= COPY_OVERLAP:
                yield one, other


def count_rare(table: Table, part: int) -> None:
    """The words that few documents have, to each part that has them."""
    (known,) = table.bins.read("known_words", WHOLE)
    counts: Counter[str] = Counter()
    homes: dict[str, list[int]] = defaultdict(list)
    for word, count, home in table.bins.read("counts", part):
        counts[word] += count
        homes[word].append(home)
    with table.bins.hand("rare", part) as hand:
        for word, count in counts.items():
            if is_rare(count) and word not in known:
                for home in homes[word]:
                    hand.deal("rare", home, word)


def score_blocks(table: Table, part: int) -> None:
    """The pairs of tellings that share a block of the part and may be one event, each with its score."""
    placed = sorted(table.bins.read("blocks", part), key=lambda one: one.name)
    tellings = [one.telling for one in placed]
    with table.bins.hand("pairs", part) as hand:
        for score, a, b in score_pairs(tellings, _pair_blocks(placed), table.names):
            one, other = placed[a], placed[b]
            hand.deal("pairs", WHOLE, (score, (one.name, one.home), (other.name, other.home)))


def _pair_blocks(placed: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """As `pair_candidates`, of the blocks that are here; the tellings are sorted by name."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for at, one in enumerate(placed):
        for key in one.keys:
            blocks[key].append(at)
    seen: set[int] = set()
    for block in blocks.values():
        ordered = sorted(block, key=lambda at: (rank(placed[at].telling), at)) if len(block) > NEIGHBOURS else block
        for pair_of in pair_nearest(ordered):
            first, second = sorted(pair_of)
            pair = first * len(placed) + second
            if pair not in seen and placed[first].telling.documents.isdisjoint(placed[second].telling.documents):
                seen.add(pair)
                yield first, second


def join_events(table: Table, part: int) -> None:
    """The events of tellings that are tied by their scores, each set of them alone."""
    sets: dict[str, list[Told]] = defaultdict(list)
    ties: dict[str, list[tuple[float, str, str]]] = defaultdict(list)
    for root, told in table.bins.read("joined", part):
        sets[root].append(told)
    for root, *tie in table.bins.read("ties", part):
        ties[root].append((tie[0], tie[1], tie[2]))
    with table.bins.hand("join", part) as hand:
        for root, those in sets.items():
            for told in _join(table, those, ties[root]):
                event = build_event(*told)
                if event:
                    hand.deal("made_events", part, event)


def _join(
    table: Table, those: list[Told], ties: Iterable[tuple[float, str, str]]
) -> Iterator[tuple[list[Testimony], TollMaker]]:
    those.sort(key=lambda one: one.name)
    at = {one.name: number for number, one in enumerate(those)}
    scored: list[Scored] = [(score, at[one], at[other]) for score, one, other in ties]
    for group in join_tellings([one.telling for one in those], scored, (), table.names):
        told = sorted((one for member in group for one in those[member].testimonies), key=lambda one: one.id)
        wholes = {name: whole for member in group for name, whole in those[member].wholes.items()}
        yield told, TollMaker(names=table.names, profile=table.profile, wholes=wholes)


def build_totals(table: Table, part: int) -> None:
    """The totals of the part, with what they cover still to be found."""
    groups: dict[str, list[Testimony]] = defaultdict(list)
    wholes: dict[str, Testimony] = {}
    for scope, one, of in table.bins.read("totals", part):
        groups[scope].append(one)
        wholes |= of
    maker = TollMaker(names=table.names, profile=table.profile, wholes=wholes)
    with table.bins.hand("totals", part) as hand:
        for group in groups.values():
            hand.deal("made_totals", WHOLE, build_total(group, maker))


def build_control(table: Table, part: int) -> None:
    """The spells of the part's places."""
    ledgers: dict[Key, list[Testimony]] = defaultdict(list)
    for ledger, one in table.bins.read("ledgers", part):
        ledgers[ledger].append(one)
    with table.bins.hand("control", part) as hand:
        for group in ledgers.values():
            for spell in build_ledger(group, table.names):
                hand.deal("made_control", part, spell)


def tie_actors(table: Table, part: int) -> None:
    """The records of the part's actors."""
    mentions: dict[str, Mentions] = {}
    for actor, told in table.bins.read("mentions", part):
        known = mentions.setdefault(actor, Mentions())
        known.claims |= told.claims
        known.spelled += told.spelled
        for tie, claims in told.ties.items():
            known.ties[tie] |= claims
    with table.bins.hand("actors", part) as hand:
        for actor, known in mentions.items():
            spelled = min(known.spelled, default=None)
            hand.deal("made_actors", part, build_actor(actor, known, spelled, table.names))
