"""A part's documents in, what the steps by key need of them out; and in the end the events that one document tells."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from marsad.domain.claim import Claim
from marsad.reconcile.aggregates import is_total, scope_key
from marsad.reconcile.blocks import Key, find_keys
from marsad.reconcile.clusters import group_documents, tell_groups
from marsad.reconcile.copies import list_copy_keys
from marsad.reconcile.dealing import WHOLE, Hand, Table
from marsad.reconcile.eventful import is_eventful
from marsad.reconcile.events import build_event
from marsad.reconcile.naming import name_actors
from marsad.reconcile.parts import find_wholes, report_large_parts
from marsad.reconcile.rare import RareNames, name_sentences
from marsad.reconcile.rare import list_words as count_words
from marsad.reconcile.revised_totals import list_answers, list_calls, list_places
from marsad.reconcile.spelling import fold
from marsad.reconcile.spells import find_ledger, is_located, place_name
from marsad.reconcile.telling import Telling
from marsad.reconcile.testimony import Testimony, bear_witness, index_claims
from marsad.reconcile.ties import list_mentions
from marsad.reconcile.tolls import TollMaker
from marsad.reconcile.voices import Story, find_voices

WEEK_DAYS = 7
"""Blocks of one week go to one part: most pairs share several blocks of a day or two, and are compared once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A document as its near-copies are found: the sentences of its claims, hashed, and its day."""

    document: str
    day: date
    sentences: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A telling, by the id of its first claim, with those of its blocks that are of one part, and whence it comes."""

    name: str
    home: int
    telling: Telling
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A telling with its testimonies, and the wholes of those that are parts."""

    name: str
    telling: Telling
    testimonies: tuple[Testimony, ...]
    wholes: Mapping[str, Testimony]


def list_copies(table: Table, part: int) -> None:
    """Each document under the keys of which near-copies share one; and which gazetteer ids names of places have."""
    claims = _read_claims(table, part)
    with table.bins.hand("copies", part) as hand:
        for document, outlet in {one.document: one.source for one in claims.values() if one.source}.items():
            hand.deal("outlets", table.part_of(document), (document, outlet))
        protected = {one.document for one in claims.values() if one.protected}
        open_claims = [one for one in claims.values() if one.document not in protected]
        prints = _print(open_claims)
        for document, keys in list_copy_keys(open_claims).items():
            for key in keys:
                hand.deal("prints", table.part_of(key), (key, prints[document]))


def _print(claims: Iterable[Claim]) -> dict[str, Print]:
    sentences: dict[str, set[str]] = defaultdict(set)
    days: dict[str, date] = {}
    for claim in claims:
        sentences[claim.document].add(fold(claim.quote.text))
        day = claim.reported or date.max
        days[claim.document] = min(day, days.get(claim.document, day))
    return {
        document: Print(document=document, day=days[document], sentences=frozenset(those))
        for document, those in sentences.items()
    }


def list_words(table: Table, part: int) -> None:
    """What testimonies there are; the words of which the rare are to be found, and the keys by which figures call."""
    claims = _read_claims(table, part)
    names, stories = table.names, _read_stories(table, part, claims.values())
    testimonies = bear_witness(claims, find_voices(claims, names, stories), frozenset())
    counts: Counter[str] = Counter()
    with table.bins.hand("words", part) as hand:
        for one in testimonies:
            hand.deal("testimonies", part, one)
            place = one.claim.place
            if is_located(one) and place and place.geonames_id is not None:
                hand.deal("places", WHOLE, (place_name(place), place.geonames_id))
        for words in count_words(testimonies).values():
            counts.update(words.names)
            hand.deal("known", WHOLE, (words.known, words.countries))
        for word, count in counts.items():
            hand.deal("counts", table.part_of(word), (word, count, part))
        calls = frozenset(key for one in testimonies for key in list_calls(one))
        hand.deal("calls", WHOLE, calls)


def list_figures(table: Table, part: int) -> None:
    """The figures that call an earlier one, and those that answer."""
    testimonies = list(table.bins.read("testimonies", part))
    (called,) = table.bins.read("called", WHOLE)
    places = list_places(testimonies)
    with table.bins.hand("figures", part) as hand:
        for one in testimonies if called else ():
            calls = bool(list_calls(one))
            if calls or not called.isdisjoint(list_answers(one, table.names)):
                where = places.get(one.claim.document) if calls else None
                hand.deal("figures", WHOLE, (one, calls, where))


def tell_events(table: Table, part: int) -> None:
    """What the documents tell of events, and of all else what goes together by a key of its own."""
    testimonies, maker = _read_testimonies(table, part)
    rare = frozenset(table.bins.read("rare", part))
    names = name_sentences(testimonies, lambda words: words & rare)
    with table.bins.hand("told", part) as hand:
        _deal_tellings(table, part, hand, _tell(testimonies, maker, names))
        _deal_totals(table, hand, testimonies, maker)
        _deal_control(table, hand, testimonies)
        for actor, mentions in list_mentions(testimonies, table.names).items():
            hand.deal("mentions", table.part_of(actor), (actor, mentions))
        for problem in report_large_parts(testimonies, maker.wholes):
            hand.deal("found_problems", WHOLE, problem)


def make_events(table: Table, part: int) -> None:
    """The events that one telling tells alone; tellings that are joined go where they are joined."""
    maker = TollMaker(names=table.names, profile=table.profile, wholes={})
    roots = dict(table.bins.read("roots", part))
    with table.bins.hand("events", part) as hand:
        for told in table.bins.read("tellings", part):
            root = roots.get(told.name)
            if root is not None:
                hand.deal("joined", table.part_of(root), (root, told))
                continue
            event = build_event(told.testimonies, replace(maker, wholes=told.wholes))
            if event:
                hand.deal("made_events", part, event)


def _read_claims(table: Table, part: int) -> dict[str, Claim]:
    """The claims of the part's documents by id, with their actors named."""
    given = index_claims(table.bins.read("claims", part))
    return {name: name_actors(claim, table.names) for name, claim in given.items()}


def _read_stories(table: Table, part: int, claims: Iterable[Claim]) -> dict[str, Story]:
    """The story of each document: its own, but for those of which near-copies were found."""
    claims = list(claims)
    protected = {one.document for one in claims if one.protected}
    outlets = {one.document: one.source for one in claims if one.source and one.document not in protected}
    stories = {
        one.document: Story(first=one.document, outlet=outlets.get(one.document))
        for one in claims
        if one.document not in protected
    }
    stories |= {name: Story(first=name, protected=True) for name in protected}
    return stories | dict(table.bins.read("stories", part))


def _read_testimonies(table: Table, part: int) -> tuple[list[Testimony], TollMaker]:
    """The testimonies in order of claim id, each with the total that its figure takes up."""
    taken = dict(table.bins.read("taken", part))
    read = table.bins.read("testimonies", part)
    testimonies = [replace(one, total=taken[one.id]) if one.id in taken else one for one in read]
    maker = TollMaker(names=table.names, profile=table.profile, wholes=find_wholes(testimonies))
    return testimonies, maker


def _tell(testimonies: Iterable[Testimony], maker: TollMaker, rare: RareNames) -> list[Told]:
    eventful = [one for one in testimonies if is_eventful(one, maker.wholes)]
    desk = group_documents(eventful, maker.wholes, maker.names, (), (), rare)
    found = []
    for group, telling in zip(*tell_groups(desk), strict=True):
        those = tuple(eventful[at] for at in group)
        wholes = {one.id: maker.wholes[one.id] for one in those if one.id in maker.wholes}
        found.append(Told(name=those[0].id, telling=telling, testimonies=those, wholes=wholes))
    return found


def _deal_tellings(table: Table, part: int, hand: Hand, told: Iterable[Told]) -> None:
    for one in told:
        hand.deal("tellings", part, one)
        keys: dict[int, list[Key]] = defaultdict(list)
        for key in find_keys(one.telling):
            keys[table.part_of(_bundle(key))].append(key)
        for to, those in keys.items():
            hand.deal("blocks", to, Placed(name=one.name, home=part, telling=one.telling, keys=tuple(those)))


def _bundle(key: Key) -> object:
    """What of a block's key says to which part it goes."""
    return key[1] // WEEK_DAYS if len(key) == 3 and isinstance(key[1], int) else key


def _deal_totals(table: Table, hand: Hand, testimonies: Iterable[Testimony], maker: TollMaker) -> None:
    for one in testimonies:
        if is_total(one, maker.wholes):
            wholes, at = {}, one
            while at.id in maker.wholes:
                wholes[at.id] = maker.wholes[at.id]
                at = wholes[at.id]
            scope = scope_key(one, maker)
            hand.deal("totals", table.part_of(scope), (scope, one, wholes))


def _deal_control(table: Table, hand: Hand, testimonies: Iterable[Testimony]) -> None:
    (ids,) = table.bins.read("place_ids", WHOLE)
    for one in testimonies:
        if is_located(one):
            ledger = find_ledger(one, ids)
            hand.deal("ledgers", table.part_of(ledger), (ledger, one))
