"""Changed documents in, the ledgers of control in which their claims stand, or stood, made anew out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from hashlib import sha256

from marsad.domain.workings import Link
from marsad.reconcile.notes import Ground, LedgerNote, NameNote
from marsad.reconcile.spells import build_ledger, find_ledger, is_located, place_name
from marsad.reconcile.testimony import Testimony
from marsad.reconcile.work import Work

Grounds = dict[str, tuple[Ground, ...]]


def update_control(work: Work, documents: Collection[str]) -> Grounds:
    """Where the control claims of the changed documents stand, with every ledger that they touch made anew.

    A claim whose place has no gazetteer id stands in the ledger of the least id that other claims give its name; so a
    new id for a name moves such claims, and their former ledger is made anew too.
    """
    now = _list_grounds(one for one in work.testimonies_in(documents) if not one.withdrawn)
    former = {name: note.grounds for name, note in work.former(documents).items() if note.grounds}
    was = _list(former)
    touched = _find_ledgers(work, was, {ground.name for ground in (*was, *_list(now))})
    work.draft.drop_links(link for ground in was for link in _file(ground))
    work.draft.put_links(link for ground in _list(now) for link in _file(ground))
    _recount_names(work, was, _list(now))
    touched |= _find_ledgers(work, _list(now), {ground.name for ground in (*was, *_list(now))})
    _make_ledgers(work, touched)
    return now


def _list_grounds(testimonies: Iterable[Testimony]) -> Grounds:
    grounds: dict[str, list[Ground]] = defaultdict(list)
    for one in testimonies:
        place = one.claim.place
        if place is not None and is_located(one):
            own = find_ledger(one, {})
            ground = Ground(
                claim=one.id,
                name=_key(place_name(place)),
                geonames_id=place.geonames_id,
                ledger=_key(own),
                follows=find_ledger(one, {place_name(place): -1}) != own,
            )
            grounds[one.claim.document].append(ground)
    return {document: tuple(those) for document, those in grounds.items()}


def _find_ledgers(work: Work, grounds: Iterable[Ground], names: Collection[str]) -> set[str]:
    """The ledgers of the grounds, and of any claim that follows one of the names."""
    ids = _read_ids(work, names)
    ledgers = {ground.ledger for ground in grounds if not ground.follows}
    return ledgers | {_key((ids[name],)) if name in ids else name for name in names}


def _read_ids(work: Work, names: Collection[str]) -> dict[str, int]:
    """The least gazetteer id of each name that has one."""
    return {name: min(note.ids) for name, note in work.draft.notes(NameNote, names).items() if note.ids}


def _recount_names(work: Work, was: Iterable[Ground], now: Iterable[Ground]) -> None:
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for grounds, step in ((was, -1), (now, 1)):
        for ground in grounds:
            if ground.geonames_id is not None:
                counts[ground.name][ground.geonames_id] += step
    notes = work.draft.notes(NameNote, counts)
    for name, steps in counts.items():
        total = Counter(notes[name].ids if name in notes else {})
        total.update(steps)
        work.draft.put_note(name, NameNote(ids={one: count for one, count in total.items() if count}))


def _make_ledgers(work: Work, ledgers: set[str]) -> None:
    members = _gather(work, ledgers)
    testimonies = work.testimonies_of({claim for claims in members.values() for claim in claims})
    by_id = {one.id: one for one in testimonies}
    for ledger, note in work.draft.notes(LedgerNote, ledgers).items():
        work.draft.change.control.update(dict.fromkeys(note.spells))
        work.draft.drop_note(LedgerNote, ledger)
    for ledger, claims in members.items():
        spells = build_ledger([by_id[claim] for claim in claims], work.names)
        for spell in spells:
            work.draft.put_spell(spell)
        if spells:
            work.draft.put_note(ledger, LedgerNote(spells=tuple(spell.id for spell in spells)))


def _gather(work: Work, ledgers: set[str]) -> dict[str, set[str]]:
    """The claims of each ledger: its own, and those that follow a name whose least gazetteer id is its.

    The ledger of claims that follow a name that has no id yet goes by the name.
    """
    own = _read_grounds(work, ledgers)
    names = {name for those in own.values() for name in those.values()} | ledgers
    ids, following = _read_ids(work, names), _read_followers(work, names)
    members = {ledger: set(those) for ledger, those in own.items()}
    for name in names:
        ledger = _key((ids[name],)) if name in ids else name
        if ledger in members:
            members[ledger] |= following[name]
    return {ledger: claims for ledger, claims in members.items() if claims}


def _read_grounds(work: Work, ledgers: Collection[str]) -> dict[str, dict[str, str]]:
    """The claims that have each ledger by themselves, with the names of their places."""
    links = work.draft.links([f"ground:{ledger}" for ledger in ledgers])
    return {ledger: {link.owner: link.extra for link in links[f"ground:{ledger}"]} for ledger in ledgers}


def _read_followers(work: Work, names: Collection[str]) -> dict[str, set[str]]:
    links = work.draft.links([f"follows:{name}" for name in names])
    return {name: {link.owner for link in links[f"follows:{name}"]} for name in names}


def _file(ground: Ground) -> Iterable[Link]:
    if ground.follows:
        yield Link(key=f"follows:{ground.name}", at=0, owner=ground.claim)
    else:
        yield Link(key=f"ground:{ground.ledger}", at=0, owner=ground.claim, extra=ground.name)


def _list(grounds: Grounds) -> list[Ground]:
    return [ground for those in grounds.values() for ground in those]


def _key(parts: tuple[object, ...]) -> str:
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
