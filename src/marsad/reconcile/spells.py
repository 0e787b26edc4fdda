"""Control claims in, spells of control out: for each place who held it from when until when, as known since when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from marsad.domain import wire
from marsad.domain.claim import Control
from marsad.domain.holding import contradictory
from marsad.domain.place import Place
from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import ControlState, Modality, PlacePrecision
from marsad.reconcile.denials import keep_standing
from marsad.reconcile.events import choose_place
from marsad.reconcile.ledger import Act, Fact, Ledger, Spell
from marsad.reconcile.names import ActorNames
from marsad.reconcile.order import rank_spell
from marsad.reconcile.spelling import fold
from marsad.reconcile.testimony import Testimony, sorted_ids

Key = tuple[object, ...]
Name = tuple[str, str | None]
"""A place's folded name, and its country."""
ACTS = {ControlState.LOST: Act.LOSE, ControlState.GAINED: Act.GAIN, ControlState.HOLDS: Act.HOLD}


def build_spells(testimonies: Iterable[Testimony], names: ActorNames) -> list[ControlSpell]:
    """The spells of every place, by place name, then time.

    A later holder ends an earlier one's spell the day before; two voices that name different holders of one day, and a
    denial, stand as contested. A part held by another neither ends nor contests the whole. Places do not nest here.
    """
    located = [one for one in testimonies if is_located(one)]
    ids = _known_ids(located)
    by_place: dict[Key, list[Testimony]] = defaultdict(list)
    for one in located:
        by_place[find_ledger(one, ids)].append(one)
    spells = [spell for group in by_place.values() for spell in build_ledger(group, names)]
    return sorted(spells, key=rank_spell)


def is_located(one: Testimony) -> bool:
    """Whether the testimony is a claim of control of a place."""
    return isinstance(one.claim.said, Control) and one.claim.place is not None


def build_ledger(group: Iterable[Testimony], names: ActorNames) -> list[ControlSpell]:
    """The spells of one place, from all claims of control of it."""
    group = sorted(group, key=lambda one: one.order)
    place = choose_place(group)
    if place is None:
        return []
    asserted = [one for one in group if one.claim.modality is Modality.ASSERTED]
    ledger = Ledger(names, place.country)
    ledger.sweep(fact for one in asserted for fact in _list_facts(one, names))
    for one in keep_standing((one for one in group if one.claim.modality is Modality.DENIED), asserted, names):
        said = one.claim.said
        if isinstance(said, Control):
            loss = said.state is ControlState.LOST
            ledger.deny(one, names.keys(said.holder), _find_days(one)[2], loss=loss)
    spells = [_finish(spell, place, names) for spell in ledger.spells]
    if _set_beside(ledger.spells, spells):
        spells = [_finish(spell, place, names) for spell in ledger.spells]
    return spells


def _set_beside(drafts: Sequence[Spell], spells: Sequence[ControlSpell]) -> bool:
    """Contest each two spells that say of one time that their own holder alone held the place; False: there are none.

    The sweep leaves few: a part that became the whole after others were ended, say.
    """
    at = {spell.id: number for number, spell in enumerate(spells)}
    pairs = list(contradictory(spells))
    for one, other in pairs:
        mine, theirs = drafts[at[one.id]], drafts[at[other.id]]
        mine.contested_by |= {testimony.id for testimony in theirs.asserted}
        theirs.contested_by |= {testimony.id for testimony in mine.asserted}
    return bool(pairs)


def _list_facts(one: Testimony, names: ActorNames) -> Iterable[Fact]:
    """What the claim says of its holder, and of whom it took the place from."""
    said = one.claim.said
    if not isinstance(said, Control):
        return
    act = ACTS.get(said.state, Act.STAND)
    if not said.holder and act is not Act.STAND:
        act = Act.LOSE  # "the town was taken from the army": only who lost it is known
    for role, holder in ((act, said.holder), (Act.LOSE, said.from_)):
        if holder or role is Act.STAND:
            day, last_day, swept = _find_days(one)
            yield Fact(
                act=role,
                holder=tuple(dict.fromkeys(map(names.usual, holder))),
                keys=names.keys(holder),
                state=said.state,
                day=day,
                last_day=last_day,
                swept=swept,
                control=said,
                testimony=one,
            )


def _find_days(one: Testimony) -> tuple[date | None, date | None, date]:
    """First and last day stated, and the day that orders the claim; undated history comes before everything."""
    time, reported = one.claim.time, one.claim.reported
    first, last = (time.start, time.end) if time else (None, None)
    told = date.min if one.claim.background or reported is None else reported
    return first, last, first or last or told


def _known_ids(located: Iterable[Testimony]) -> Mapping[Name, int]:
    """The least gazetteer id for each name, so that a claim without one joins its like."""
    ids: dict[Name, int] = {}
    for one in located:
        place = one.claim.place
        if place and place.geonames_id is not None:
            name = place_name(place)
            ids[name] = min(place.geonames_id, ids.get(name, place.geonames_id))
    return ids


def place_name(place: Place) -> Name:
    """The name by which a place without a gazetteer id is found to be one with an id."""
    return fold(place.name), place.country


def find_ledger(one: Testimony, ids: Mapping[Name, int]) -> Key:
    """The ledger in which a claim of control stands; `ids` are the least gazetteer ids of names.

    A vague area that no gazetteer knows ("dozens of towns") is nobody else's: it stands with its document alone.
    """
    place = one.claim.place
    if place is None:
        raise ValueError(f"{one.id} has no place: only located claims stand in a ledger")
    if place.geonames_id is not None:
        return (place.geonames_id,)
    name = place_name(place)
    wide = place.precision >= PlacePrecision.PROVINCE
    if place.precision == PlacePrecision.AREA:
        return (*name, fold(place.text), one.claim.document)
    return (ids[name],) if name in ids and not wide else (*name, wide)


def _finish(spell: Spell, place: Place, names: ActorNames) -> ControlSpell:
    asserted = spell.asserted
    taken = [
        name
        for one in asserted
        if isinstance(one.claim.said, Control) and one.claim.said.holder
        for name in one.claim.said.from_
    ]
    founding = min(asserted, key=lambda one: one.seniority)
    before = ("before",) if founding in spell.closers else ()  # "retook it": what ended and what began are two spells
    return ControlSpell(
        id=wire.content_id("s", founding.id, spell.state.value, *sorted(spell.keys), *before),
        place=place,
        holder=spell.holder,
        state=spell.state,
        from_=spell.from_,
        until=spell.until,
        known_from=min((one.claim.reported for one in asserted if one.claim.reported), default=None),
        extent=spell.extent,
        except_=spell.except_,
        taken_from=tuple(
            sorted(
                {names.usual(name) for name in taken if not names.agree(spell.keys, names.keys([name]), place.country)}
            ),
        ),
        voices=tuple(voice.name for voice in sorted({one.voice for one in asserted})),
        claims=sorted_ids([*asserted, *spell.closers]),
        contested_by=tuple(sorted(spell.contested_by)),
    )
