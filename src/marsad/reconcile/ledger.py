"""One place's control facts in, spells out, swept day by day: who opens, who closes, who contests."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum

from marsad.domain.claim import Control, ControlException
from marsad.domain.holding import PARTIAL
from marsad.domain.vocabulary import ControlState, Extent
from marsad.reconcile.names import ActorNames
from marsad.reconcile.testimony import Testimony

ONE_DAY = timedelta(days=1)


class Act(IntEnum):
    """What a claim does to the ledger, in the order in which claims of one sentence are swept."""

    LOSE = 0
    GAIN = 1
    HOLD = 2
    STAND = 3
    """A state of the place and not of a holder: contested, besieged, held by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One act of one holder. `day` is the claim's own; `swept`, which orders it, is that or the day reported."""

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
    """A spell as the sweep builds it: `last` is the latest day that asserts it, `closers` the claims that ended it."""

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
    """The spells of one place.

    The holder of a day is who holds at its end: a spell ends the day before the next begins.
    """

    def __init__(self, names: ActorNames, country: str | None = None) -> None:
        self.names = names
        self.country = country
        self.spells: list[Spell] = []
        self._open: list[Spell] = []
        self._latest: dict[str, Spell] = {}

    def sweep(self, facts: Iterable[Fact]) -> None:
        for fact in sorted(facts, key=lambda fact: (fact.swept, fact.testimony.order, fact.act)):
            match fact.act:
                case Act.LOSE:
                    self._lose(fact)
                case Act.STAND:
                    self._stand(fact)
                case _:
                    self._hold(fact)
            self._open = [spell for spell in self._open if spell.open]

    def deny(self, testimony: Testimony, keys: frozenset[str], swept: date, *, loss: bool) -> None:
        """Sets a denial beside what it denies: the holder's spell; for a denied loss, its end and the other spells."""
        begun = [
            spell
            for spell in self.spells
            if spell.state is ControlState.HOLDS and (spell.from_ or date.min) <= swept <= (spell.until or swept)
        ]
        own = [spell for spell in self.spells if spell.state is ControlState.HOLDS and self._agree(spell, keys)]
        others = [spell for spell in begun if not self._agree(spell, keys) and not spell.partial]
        denied = others + [spell for spell in own[-1:] if spell.closers] if loss else own[-1:]
        for spell in denied:
            spell.contested_by.add(testimony.id)

    def _agree(self, spell: Spell, keys: frozenset[str]) -> bool:
        return self.names.agree(spell.keys, keys, self.country) or (not spell.keys and not keys)

    def _find_open(self, keys: frozenset[str], state: ControlState) -> Spell | None:
        return next((spell for spell in self._open if spell.state is state and self._agree(spell, keys)), None)

    def _find_ended(self, keys: frozenset[str]) -> Spell | None:
        """The holder's spell that was opened last, whoever of the holders it is told by."""
        ended = {id(spell): spell for key in sorted(keys) if (spell := self._latest.get(key))}
        return max(ended.values(), key=lambda spell: spell.last, default=None)

    def _hold(self, fact: Fact) -> None:
        own = self._find_open(fact.keys, ControlState.HOLDS) or self._reopen(fact)
        if not fact.partial:
            if own is not None and own.partial and own.last < fact.swept:
                _close(own, fact)
                own = None
            own = self._face_rivals(fact, own)
        own = own or self._start(fact)
        _extend(own, fact)
        self._name_holder(own, fact)

    def _name_holder(self, spell: Spell, fact: Fact) -> None:
        """A spell of "the rebels" is from the first claim on that names them a spell of those."""
        if (
            fact.holder
            and all(map(self.names.is_generic, spell.holder))
            and not all(map(self.names.is_generic, fact.holder))
        ):
            spell.holder, spell.keys = fact.holder, fact.keys
            self._latest |= dict.fromkeys(fact.keys, spell)

    def _reopen(self, fact: Fact) -> Spell | None:
        """The holder's ended spell, contested, where a voice that did not tell of its end says that it lasts."""
        spell = self._find_ended(fact.keys)
        enders = {one.voice.key for one in spell.closers} if spell else set()
        if spell is None or fact.act is not Act.HOLD or not enders or fact.testimony.voice.key in enders:
            return None
        spell.contested_by |= {one.id for one in spell.closers}
        for other in self._open:
            if any(one in spell.closers for one in other.asserted):
                other.contested_by.add(fact.testimony.id)
        spell.open, spell.until, spell.closers = True, None, []
        self._open.append(spell)
        return spell

    def _face_rivals(self, fact: Fact, own: Spell | None) -> Spell | None:
        """Ends other holders' spells; of the same days, stands contested beside those that another voice asserts."""
        for rival in self._open:
            if rival is own or rival.partial or fact.swept == date.min:
                continue
            if rival.state is not ControlState.HOLDS:
                if fact.act is Act.GAIN or rival.state is not ControlState.BESIEGED:
                    _close(rival, fact)
            elif own is not None and own.contested_by and fact.act is Act.HOLD:
                rival.contested_by.add(fact.testimony.id)
            elif fact.swept > rival.last or fact.testimony.voice.key in rival.voices:
                _close(rival, fact)
            else:
                own = own or self._start(fact)
                own.contested_by |= {one.id for one in rival.asserted}
                rival.contested_by.add(fact.testimony.id)
        return own

    def _start(self, fact: Fact) -> Spell:
        state = fact.state if fact.act is Act.STAND else ControlState.HOLDS
        spell = Spell(holder=fact.holder, keys=fact.keys, state=state, from_=fact.day, last=fact.swept)
        self.spells.append(spell)
        self._open = [*self._open, spell]
        if state is ControlState.HOLDS:
            self._latest |= dict.fromkeys(fact.keys, spell)
        return spell

    def _lose(self, fact: Fact) -> None:
        """Ends every spell of the loser; what it held before the first claim of its loss has no known start.

        A loss in history that nothing dates ends nothing: no day is known until which the loser held.
        """
        if fact.swept == date.min:
            return
        own = [spell for spell in self._open if spell.state is ControlState.HOLDS and self._agree(spell, fact.keys)]
        ended = None if own else self._find_ended(fact.keys)
        if ended is None and all(spell.partial and not fact.partial for spell in own):
            before = self._start(fact)
            before.from_, before.extent = None, fact.control.extent
            before.asserted.append(fact.testimony)
            own.append(before)
        if ended is not None and fact.testimony not in ended.closers:
            ended.closers.append(fact.testimony)
        for spell in own:
            if spell.partial or not fact.partial:
                _close(spell, fact)

    def _stand(self, fact: Fact) -> None:
        _extend(self._find_open(fact.keys, fact.state) or self._start(fact), fact)
        if fact.state is ControlState.NONE:
            for spell in self._open:
                if spell.state is ControlState.HOLDS and fact.swept > spell.last:
                    _close(spell, fact)


def _extend(spell: Spell, fact: Fact) -> None:
    control = fact.control
    if fact.act is Act.GAIN and spell.from_ is None:
        spell.from_ = fact.day
    spell.last = max(spell.last, fact.swept)
    if (control.extent or control.except_) and not (fact.partial and spell.asserted and not spell.partial):
        spell.extent, spell.except_ = control.extent or spell.extent, control.except_
    if fact.testimony not in spell.asserted:
        spell.asserted.append(fact.testimony)
    if fact.testimony.claim.background and fact.act is Act.HOLD and fact.last_day and spell.open:
        spell.until, spell.open = fact.last_day, False


def _close(spell: Spell, fact: Fact) -> None:
    """Ends the spell the day before, but never before its own first day."""
    last = fact.swept - ONE_DAY
    spell.until = max(last, spell.from_) if spell.from_ else last
    spell.open = False
    spell.closers.append(fact.testimony)
