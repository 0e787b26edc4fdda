"""An imaginary week of war on a real map: documents, claims, and the record that they make. All names are made up."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marsad.domain.claim import Attribution, Casualty, Claim, Control, ControlException, Event, Quote, Said, Statement
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import (
    ControlState,
    EventType,
    Extent,
    Grade,
    Harm,
    Modality,
    PlacePrecision,
    Role,
    Scope,
    StatementAct,
    TimePrecision,
    VictimsGroup,
)
from marsad.domain.wire import claim_id
from marsad.export.formats import export
from marsad.export.material import Material
from marsad.export.shield import shield


def on(day: int, month: int = 3) -> date:
    return date(2031, month, day)


def span(first: int, last: int | None = None) -> TimeSpan:
    precision = TimePrecision.DAY if last is None else TimePrecision.DAYS
    return TimeSpan(start=on(first), end=on(last or first), precision=precision, text="")


def place(name: str, lat: float | None, lon: float | None, admin1: str | None, precision: int = 1) -> Place:
    return Place(
        name=name, text=name, country="SY", precision=PlacePrecision(precision), lat=lat, lon=lon, admin1=admin1
    )


SARAQIB = place("Saraqib", 35.8644, 36.8058, "Idlib")
ALEPPO = place("Aleppo", 36.2012, 37.1612, "Aleppo")
HAMA = place("Hama", 35.1318, 36.7578, "Hama")
IDLIB_PROVINCE = place("Idlib", 35.93, 36.63, "Idlib", precision=4)
MANBIJ_ROAD = place("Manbij", 36.5281, 37.9549, "Aleppo", precision=2)
KAFR_ZITA = place("Kafr Zita", 35.3736, 36.6014, "Hama")

WATCH = Attribution(speaker="Orontes Rights Watch", role=Role.MONITOR)
ARMY = Attribution(speaker="Army Command", role=Role.MILITARY, spokesperson="Col. Samir Haddad")
FRONT = Attribution(speaker="Northern Front", role=Role.ARMED_GROUP)
MINISTRY = Attribution(speaker="Health Ministry", role=Role.GOVERNMENT)

PROTECTED_CANARY = "Zaytoun Clinic Relay"


@dataclass(slots=True)
class War:
    """Gathers documents and claims as they are told; a sentence is put into its document as it is claimed."""

    claims: dict[str, Claim] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)

    def dispatch(self, id: str, day: int, source: str, text: str, **more: Any) -> Document:  # noqa: A002
        document = Document(id=id, text=text, date=on(day), source=source, **more)
        self.documents[id] = document
        return document

    def claim(self, document: Document, sentence: str, said: Said, **more: Any) -> str:
        start = document.text.index(sentence)
        made = Claim(
            document=document.id,
            quote=Quote(start=start, end=start + len(sentence), text=sentence),
            said=said,
            source=document.source,
            reported=document.date,
            protected=document.protected,
            **more,
        )
        self.claims[claim_id(made)] = made
        return claim_id(made)


def killed(words: str, low: int | None, best: int | None, high: int | None, **more: Any) -> Casualty:
    return Casualty(harm=Harm.KILLED, low=low, best=best, high=high, words=words, **more)


def toll(war: War, ids: list[str], bounds: tuple[int | None, int | None, int | None], **more: Any) -> Toll:
    """A toll whose revisions are the claims in order; a voice's later figure replaces its own earlier one."""
    last: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for key in ids:
        claim = war.claims[key]
        assert isinstance(claim.said, Casualty)
        voice = claim.attribution.speaker if claim.attribution else claim.source or ""
        said = claim.said
        rows.append(
            {"low": said.low, "best": said.best, "high": said.high, "voice": voice, "reported": claim.reported,
             "claim": key, "words": said.words, "replaces": last.get(voice)}
        )  # fmt: skip
        last[voice] = key
    revisions = tuple(Revision(**row, current=last[row["voice"]] == row["claim"]) for row in rows)
    values: dict[str, Any] = {
        "harm": Harm.KILLED,
        "victims": VictimsGroup.PEOPLE,
        "side": None,
        "rule": "strict",
        **more,
    }
    low, best, high = bounds
    return Toll(low=low, best=best, high=high, claims=tuple(ids), revisions=revisions, **values)


def event(war: War, id: str, kind: EventType, claims: list[str], **more: Any) -> EventRecord:  # noqa: A002
    voices = sorted(
        {c.attribution.speaker if c.attribution else c.source or "" for c in map(war.claims.get, claims) if c}
    )
    values: dict[str, Any] = {
        "time": None, "place": None, "agents": (), "recipients": (), "tolls": (), "background": False,
        "grade": Grade.WEAK if len(voices) == 1 else Grade.FAIR, "grade_reason": "Said by " + ", ".join(voices) + ".",
        "voices": tuple(voices), "documents": tuple(dict.fromkeys(war.claims[key].document for key in claims)), **more,
    }  # fmt: skip
    return EventRecord(id=id, type=kind, claims=tuple(claims), **values)


def tell() -> tuple[Record, dict[str, Claim], dict[str, Document]]:
    """The week: a market strike whose toll grows, a town two sides claim, a total, a protected medic, history."""
    war = War()
    one = war.dispatch(
        "delta-1", 4, "Delta Wire",
        "Warplanes of the Army Command struck a market in Saraqib on Tuesday. "
        "Orontes Rights Watch counted five dead in the market. "
        "The Northern Front said its fighters had entered Aleppo from the west. "
        "In 2019 the army retook Kafr Zita.",
        title="Market hit in Saraqib", url="https://example.org/delta/1",
    )  # fmt: skip
    two = war.dispatch(
        "delta-2", 5, "Delta Wire",
        "Orontes Rights Watch raised its count for the Saraqib market to at least 12 people, two of them children. "
        "The Health Ministry spoke of 4 dead and 20 wounded. "
        "The Northern Front now holds Aleppo, except the Sheikh Maqsoud quarter, Orontes Rights Watch said. "
        '"Not one street of Aleppo has been lost," Col. Samir Haddad of the Army Command said. '
        "More than 300 people have died since 1 March, Orontes Rights Watch said. "
        "The two sides fought near Manbij and at least six soldiers of the Army Command died. ",
        title="Toll of market strike grows", url="https://example.org/delta/2",
    )  # fmt: skip
    three = war.dispatch(
        "relay-77", 5, PROTECTED_CANARY,
        "We treated about 30 wounded men from the Hama road at our clinic behind the grain silo.",
        title="From the clinic behind the silo", protected=True,
    )  # fmt: skip
    four = war.dispatch(
        "gazette-9", 5, "Coast Gazette",
        "\"We will not leave Hama,\" the army's colonel told the Gazette. "
        "A bomb went off at a checkpoint, killing 3 police. "
        "Shells fell on Idlib province through the week.",
    )  # fmt: skip

    strike = war.claim(one, "Warplanes of the Army Command struck a market in Saraqib on Tuesday.",
                       Event(type=EventType.AIR_STRIKE, agents=("Army Command",)),
                       place=SARAQIB, time=span(4))  # fmt: skip
    five = war.claim(one, "Orontes Rights Watch counted five dead in the market.", killed("five dead", 5, 5, 5),
                     attribution=WATCH, place=SARAQIB, time=span(4))  # fmt: skip
    raised = "Orontes Rights Watch raised its count for the Saraqib market to at least 12 people, two of them children."
    twelve = war.claim(
        two, raised, killed("at least 12 people", 12, None, None), attribution=WATCH, place=SARAQIB, time=span(4)
    )
    children = war.claim(two, raised, killed("two of them children", 2, 2, 2, victims=VictimsGroup.CHILDREN,
                         includes_in="at least 12 people"), attribution=WATCH, place=SARAQIB, time=span(4))  # fmt: skip
    spoke = "The Health Ministry spoke of 4 dead and 20 wounded."
    four_dead = war.claim(two, spoke, killed("4 dead", 4, 4, 4), attribution=MINISTRY, place=SARAQIB, time=span(4))
    wounded = war.claim(two, spoke, Casualty(harm=Harm.INJURED, low=20, best=20, high=20, words="20 wounded"),
                        attribution=MINISTRY, place=SARAQIB, time=span(4))  # fmt: skip
    entered = war.claim(one, "The Northern Front said its fighters had entered Aleppo from the west.",
                        Event(type=EventType.OFFENSIVE, agents=("Northern Front",)), attribution=FRONT, place=ALEPPO,
                        time=span(4))  # fmt: skip
    holds = war.claim(
        two, "The Northern Front now holds Aleppo, except the Sheikh Maqsoud quarter, Orontes Rights Watch said.",
        Control(state=ControlState.HOLDS, holder=("Northern Front",), from_=("Army Command",), extent=Extent.MOST,
                except_=(ControlException(place="Sheikh Maqsoud", holder=("Quarter Guard",)),)),
        attribution=WATCH, place=ALEPPO, time=span(5),
    )  # fmt: skip
    denied = war.claim(
        two, '"Not one street of Aleppo has been lost," Col. Samir Haddad of the Army Command said.',
        Control(state=ControlState.LOST, holder=("Army Command",)), attribution=ARMY, modality=Modality.DENIED,
        place=ALEPPO, time=span(5),
    )  # fmt: skip
    since = war.claim(two, "More than 300 people have died since 1 March, Orontes Rights Watch said.",
                      killed("More than 300 people", 301, None, None, scope=Scope.AGGREGATE, since=on(1)),
                      attribution=WATCH)  # fmt: skip
    fought = "The two sides fought near Manbij and at least six soldiers of the Army Command died."
    soldiers = war.claim(two, fought, killed("at least six soldiers", 6, None, None, victims=VictimsGroup.SOLDIERS,
                         side="Army Command"), place=MANBIJ_ROAD, time=span(5))  # fmt: skip
    clash = war.claim(two, fought,
                      Event(type=EventType.ARMED_CLASH, agents=("Army Command", "Northern Front")), place=MANBIJ_ROAD,
                      time=span(5))  # fmt: skip
    clinic = war.claim(three, three.text, Casualty(harm=Harm.INJURED, best=30, words="about 30 wounded men",
                       victims=VictimsGroup.MEN), place=HAMA, time=span(5))  # fmt: skip
    war.claim(four, "\"We will not leave Hama,\" the army's colonel told the Gazette.",
              Statement(act=StatementAct.VOW, direct=True), attribution=ARMY)  # fmt: skip
    blast = war.claim(four, "A bomb went off at a checkpoint, killing 3 police.", killed("3 police", 3, 3, 3,
                      victims=VictimsGroup.POLICE), time=span(5))  # fmt: skip
    shells = war.claim(four, "Shells fell on Idlib province through the week.", Event(type=EventType.SHELLING),
                       place=IDLIB_PROVINCE, time=span(3, 5))  # fmt: skip
    history = war.claim(one, "In 2019 the army retook Kafr Zita.", Event(type=EventType.TERRITORY_GAIN,
                        agents=("Army Command",)), background=True, place=KAFR_ZITA)  # fmt: skip

    events = (
        event(war, "e-history", EventType.TERRITORY_GAIN, [history], background=True, place=KAFR_ZITA,
              agents=("Army Command",), time=TimeSpan(start=date(2019, 1, 1), end=date(2019, 12, 31),
              precision=TimePrecision.YEAR, text="in 2019")),
        event(war, "e-shells", EventType.SHELLING, [shells], time=span(3, 5), place=IDLIB_PROVINCE),
        event(war, "e-offensive", EventType.OFFENSIVE, [entered], time=span(4), place=ALEPPO,
              agents=("Northern Front",)),
        event(war, "e-strike", EventType.AIR_STRIKE, [strike, five, twelve, children, four_dead, wounded], time=span(4),
              place=SARAQIB, agents=("Army Command",), tolls=(
                  toll(war, [five, four_dead, twelve], (4, 4, 12)),
                  toll(war, [children], (2, 2, 2), victims=VictimsGroup.CHILDREN, part_of=VictimsGroup.PEOPLE),
                  toll(war, [wounded], (20, 20, 20), harm=Harm.INJURED))),
        event(war, "e-blast", EventType.BOMBING, [blast], time=span(5),
              tolls=(toll(war, [blast], (3, 3, 3), victims=VictimsGroup.POLICE),)),
        event(war, "e-clash", EventType.ARMED_CLASH, [clash, soldiers], time=span(5), place=MANBIJ_ROAD,
              agents=("Army Command", "Northern Front"), tolls=(
                  toll(war, [soldiers], (6, None, None), victims=VictimsGroup.SOLDIERS, side="Army Command"),)),
        event(war, "e-clinic", EventType.ATTACK, [clinic], time=span(5), place=HAMA,
              tolls=(toll(war, [clinic], (None, 30, None), harm=Harm.INJURED, victims=VictimsGroup.MEN),)),
    )  # fmt: skip
    total = AggregateRecord(
        id="a-march", scope_text="since 1 March", since=on(1), until=on(5), place=None,
        tolls=(toll(war, [since], (301, 301, None)),), covers=("e-strike", "e-blast"), claims=(since,),
    )  # fmt: skip
    spell = ControlSpell(
        id="s-aleppo", place=ALEPPO, holder=("Northern Front",), state=ControlState.HOLDS, from_=on(5), until=None,
        known_from=on(5), extent=Extent.MOST,
        except_=(ControlException(place="Sheikh Maqsoud", holder=("Quarter Guard",)),),
        taken_from=("Army Command",), voices=("Orontes Rights Watch",), claims=(holds,), contested_by=(denied,),
    )  # fmt: skip
    hama = ControlSpell(
        id="s-hama", place=HAMA, holder=("Army Command",), state=ControlState.HOLDS, from_=None, until=None,
        known_from=on(4), extent=None, except_=(), taken_from=(), voices=("Army Command",), claims=(denied,),
        contested_by=(),
    )  # fmt: skip
    return Record(events=events, aggregates=(total,), control=(spell, hama)), war.claims, war.documents


def material(kept: tuple[Record, dict[str, Claim], dict[str, Document]], **more: Any) -> Material:
    """What exports are made of, without the actor file: the week's parties are nobody's."""
    return Material(shown=shield(*kept), **more)


def exported(form: str, kept: tuple[Record, dict[str, Claim], dict[str, Document]], **more: Any) -> bytes:
    return export(form, material(kept, **more))


def readable(content: bytes) -> str:
    """All text of a file, what is packed in it too, so that nothing hides in a zip."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(readable(archive.read(name)) for name in archive.namelist())
