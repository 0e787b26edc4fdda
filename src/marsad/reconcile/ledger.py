"""One place's control facts in, spells out, swept day by day: who opens, who closes, who contests."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum

from marsad.domain.claim import Control, ControlException
from marsad.domain.vocabulary import ControlState, Extent
from marsad.reconcile.names import ActorNames
from marsad.reconcile.testimony import Testimony

ONE_DAY = timedelta(days=1)
PARTIAL = frozenset({Extent.PART, Extent.OUTSKIRTS})


class Act(IntEnum):
    """What a claim does to the ledger, in the order in which claims of one sentence are swept."""

    LOSE = 0
    GAIN = 1
    HOLD = 2
    STAND = 3
    """A state of the place and not of a holder: contested, besieged, held by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One act of one holder. `day` is the claim's own; `swept` the day that orders it: its own, else the day reported."""

    act: Act
    holder: tuple[str, ...]
    keys: frozenset[str]
    state: ControlState
    day: date | None
    last_day: date | None
    swept: date
    control: Control
    testimony: Testimony

    @property
    def partial(self) -> bool:
        return self.control.extent in PARTIAL


@dataclass(slots=True, kw_only=True, eq=False)
class Spell:
    """A spell as the sweep builds it. `last` is the latest day swept that asserts it, `closers` the claims that ended it."""

    holder: tuple[str, ...]
    keys: frozenset[str]
    state: ControlState
    from_: date | None
    last: date
    until: date | None = None
    extent: Extent | None = None
    except_: tuple[ControlException, ...] = ()
    asserted: list[Testimony] = field(default_factory=list)
    closers: list[Testimony] = field(default_factory=list)
    contested_by: set[str] = field(default_factory=set)
    open: bool = True

    @property
    def voices(self) -> set[str]:
        return {one.voice.key for one in self.asserted}

    @property
    def partial(self) -> bool:
        return self.extent in PARTIAL


class Ledger:
    """The spells of one place. The holder of a day is who holds at its end: a spell ends the day before the next begins."""

    def __init__(self, names: ActorNames) -> None:
        self.names = names
        self.spells: list[Spell] = []

    def sweep(self, facts: Iterable[Fact]) -> None:
        for fact in sorted(facts, key=lambda fact: (fact.swept, fact.testimony.order, fact.act)):
            match fact.act:
                case Act.LOSE:
                    self._lose(fact)
                case Act.STAND:
                    self._stand(fact)
                case _:
                    self._hold(fact)

    def deny(self, testimony: Testimony, keys: frozenset[str], swept: date, *, loss: bool) -> None:
        """Sets a denial beside the spells that it denies: the holder's own, or for a denied loss the others' and its end."""
        begun = [
            spell for spell in self.spells if (spell.from_ or date.min) <= swept and spell.state is ControlState.HOLDS
        ]
        own = [spell for spell in begun if self._agree(spell, keys)]
        denied = [spell for spell in begun if spell.open and spell not in own] if loss else own[-1:]
        for spell in denied + [spell for spell in own[-1:] if loss and not spell.open]:
            spell.contested_by.add(testimony.id)

    def _agree(self, spell: Spell, keys: frozenset[str]) -> bool:
        return self.names.agree(spell.keys, keys) or (not spell.keys and not keys)

    def _last(self, keys: frozenset[str], state: ControlState) -> Spell | None:
        own = [spell for spell in self.spells if spell.state is state and self._agree(spell, keys)]
        return next((spell for spell in reversed(own) if spell.open), own[-1] if own else None)

    def _hold(self, fact: Fact) -> None:
        own = self._last(fact.keys, ControlState.HOLDS)
        if own is not None and not own.open:
            own = self._reopen(own, fact)
        if not fact.partial:
            self._face_rivals(fact, own)
        if own is None:
            own = self._open(fact)
        _extend(own, fact)

    def _reopen(self, spell: Spell, fact: Fact) -> Spell | None:
        """The ended spell, contested, where a voice that did not tell of its end says that it lasts; else None, for a new one."""
        enders = {one.voice.key for one in spell.closers}
        if fact.act is not Act.HOLD or not enders or fact.testimony.voice.key in enders:
            return None
        spell.contested_by |= {one.id for one in spell.closers}
        for other in self.spells:
            if other.open and other is not spell and any(one in spell.closers for one in other.asserted):
                other.contested_by.add(fact.testimony.id)
        spell.open, spell.until, spell.closers = True, None, []
        return spell

    def _face_rivals(self, fact: Fact, own: Spell | None) -> None:
        """Ends the spells of other holders, or stands contested beside those that another voice asserts of the same days."""
        for rival in self.spells:
            if not rival.open or rival is own or rival.partial or (own is None and self._agree(rival, fact.keys)):
                continue
            if rival.state is not ControlState.HOLDS:
                if fact.act is Act.GAIN or rival.state is not ControlState.BESIEGED:
                    _close(rival, fact)
            elif own is not None and own.contested_by:
                rival.contested_by.add(fact.testimony.id)
            elif fact.swept > rival.last or fact.testimony.voice.key in rival.voices:
                _close(rival, fact)
            else:
                own = own or self._open(fact)
                own.contested_by |= {one.id for one in rival.asserted}
                rival.contested_by.add(fact.testimony.id)

    def _open(self, fact: Fact) -> Spell:
        state = fact.state if fact.act is Act.STAND else ControlState.HOLDS
        spell = Spell(holder=fact.holder, keys=fact.keys, state=state, from_=fact.day, last=fact.swept)
        self.spells.append(spell)
        return spell

    def _lose(self, fact: Fact) -> None:
        own = self._last(fact.keys, ControlState.HOLDS)
        if own is None:
            own = Spell(holder=fact.holder, keys=fact.keys, state=ControlState.HOLDS, from_=None, last=fact.swept)
            own.asserted.append(fact.testimony)
            self.spells.append(own)
        if own.open and not fact.partial:
            _close(own, fact)
        elif fact.testimony not in own.closers:
            own.closers.append(fact.testimony)

    def _stand(self, fact: Fact) -> None:
        own = self._last(fact.keys, fact.state)
        if own is None or not own.open:
            own = self._open(fact)
        _extend(own, fact)
        if fact.state is ControlState.NONE:
            for spell in self.spells:
                if spell.open and spell.state is ControlState.HOLDS and fact.swept > spell.last:
                    _close(spell, fact)


def _extend(spell: Spell, fact: Fact) -> None:
    control = fact.control
    if fact.act is Act.GAIN and spell.from_ is None:
        spell.from_ = fact.day
    spell.last = max(spell.last, fact.swept)
    if control.extent or control.except_:
        spell.extent, spell.except_ = control.extent or spell.extent, control.except_
    if fact.testimony not in spell.asserted:
        spell.asserted.append(fact.testimony)
    if fact.testimony.claim.background and fact.act is Act.HOLD and fact.last_day and spell.open:
        spell.until, spell.open = fact.last_day, False


def _close(spell: Spell, fact: Fact) -> None:
    """Ends the spell the day before, but never before its own first day."""
    last = fact.swept - ONE_DAY if fact.swept > date.min else fact.swept
    spell.until = max(last, spell.from_) if spell.from_ else last
    spell.open = False
    spell.closers.append(fact.testimony)
