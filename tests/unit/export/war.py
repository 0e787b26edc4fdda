"""An imaginary week of war on a real map: documents, claims, and the record that they make. All names are made up."""

import io
import tomllib
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marsad.domain.claim import Attribution, Casualty, Claim, ControlException, Quote
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
    TimePrecision,
    VictimsGroup,
)
from marsad.domain.wire import PAYLOADS, claim_id, from_plain
from marsad.export.formats import export
from marsad.export.material import Material
from marsad.export.shield import shield

WEEK = Path(__file__).with_name("war.toml")
"""The dispatches of the week and what they claim."""


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

PLACES = {
    "saraqib": SARAQIB,
    "aleppo": ALEPPO,
    "hama": HAMA,
    "idlib_province": IDLIB_PROVINCE,
    "manbij_road": MANBIJ_ROAD,
    "kafr_zita": KAFR_ZITA,
}
VOICES = {
    "watch": Attribution(speaker="Orontes Rights Watch", role=Role.MONITOR),
    "army": Attribution(speaker="Army Command", role=Role.MILITARY, spokesperson="Col. Samir Haddad"),
    "front": Attribution(speaker="Northern Front", role=Role.ARMED_GROUP),
    "ministry": Attribution(speaker="Health Ministry", role=Role.GOVERNMENT),
}

PROTECTED_CANARY = "Zaytoun Clinic Relay"
"""The protected source of `war.toml`."""


@dataclass(slots=True)
class War:
    """Gathers documents and claims as they are told; `ids` has the claims' by the names that `war.toml` gives them."""

    claims: dict[str, Claim] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def dispatch(self, id: str, day: int, **more: Any) -> None:  # noqa: A002
        self.documents[id] = Document(id=id, date=on(day), **more)

    def claim(self, name: str, document: str, sentence: str, **told: Any) -> None:
        """Keep what is told under its kind (`event`, `casualty`, …), in the sentence of the document."""
        of = self.documents[document]
        start = of.text.index(sentence)
        (kind,) = PAYLOADS.keys() & told.keys()
        made = Claim(
            document=of.id,
            quote=Quote(start=start, end=start + len(sentence), text=sentence),
            said=from_plain(told[kind], PAYLOADS[kind]),
            source=of.source,
            reported=of.date,
            protected=of.protected,
            attribution=VOICES[told["attribution"]] if "attribution" in told else None,
            place=PLACES[told["place"]] if "place" in told else None,
            time=span(*told["days"]) if "days" in told else None,
            modality=Modality(told.get("modality", Modality.ASSERTED)),
            background=told.get("background", False),
        )
        self.ids[name] = claim_id(made)
        self.claims[claim_id(made)] = made


def toll(war: War, names: list[str], bounds: tuple[int | None, int | None, int | None], **more: Any) -> Toll:
    """A toll whose revisions are the claims in order; a voice's later figure replaces its own earlier one."""
    last: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    ids = [war.ids[name] for name in names]
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


def event(war: War, id: str, kind: EventType, names: list[str], **more: Any) -> EventRecord:  # noqa: A002
    claims = [war.ids[name] for name in names]
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
    war = dispatches_and_claims()
    total = AggregateRecord(
        id="a-march", scope_text="since 1 March", since=on(1), until=on(5), place=None,
        tolls=(toll(war, ["since"], (301, 301, None)),), covers=("e-strike", "e-blast"), claims=(war.ids["since"],),
    )  # fmt: skip
    return Record(events=_events(war), aggregates=(total,), control=_spells(war)), war.claims, war.documents


def dispatches_and_claims() -> War:
    """What `war.toml` tells, in its order."""
    told, war = tomllib.loads(WEEK.read_text("utf-8")), War()
    for fields in told["document"]:
        war.dispatch(**fields)
    for name, fields in told["claim"].items():
        war.claim(name, **fields)
    return war


def _events(war: War) -> tuple[EventRecord, ...]:
    return (
        event(war, "e-history", EventType.TERRITORY_GAIN, ["history"], background=True, place=KAFR_ZITA,
              agents=("Army Command",), time=TimeSpan(start=date(2019, 1, 1), end=date(2019, 12, 31),
              precision=TimePrecision.YEAR, text="in 2019")),
        event(war, "e-shells", EventType.SHELLING, ["shells"], time=span(3, 5), place=IDLIB_PROVINCE),
        event(war, "e-offensive", EventType.OFFENSIVE, ["entered"], time=span(4), place=ALEPPO,
              agents=("Northern Front",)),
        event(war, "e-strike", EventType.AIR_STRIKE, ["strike", "five", "twelve", "children", "four_dead", "wounded"],
              time=span(4), place=SARAQIB, agents=("Army Command",), tolls=(
                  toll(war, ["five", "four_dead", "twelve"], (4, 4, 12)),
                  toll(war, ["children"], (2, 2, 2), victims=VictimsGroup.CHILDREN, part_of=VictimsGroup.PEOPLE),
                  toll(war, ["wounded"], (20, 20, 20), harm=Harm.INJURED))),
        event(war, "e-blast", EventType.BOMBING, ["blast"], time=span(5),
              tolls=(toll(war, ["blast"], (3, 3, 3), victims=VictimsGroup.POLICE),)),
        event(war, "e-clash", EventType.ARMED_CLASH, ["clash", "soldiers"], time=span(5), place=MANBIJ_ROAD,
              agents=("Army Command", "Northern Front"), tolls=(
                  toll(war, ["soldiers"], (6, None, None), victims=VictimsGroup.SOLDIERS, side="Army Command"),)),
        event(war, "e-clinic", EventType.ATTACK, ["clinic"], time=span(5), place=HAMA,
              tolls=(toll(war, ["clinic"], (None, 30, None), harm=Harm.INJURED, victims=VictimsGroup.MEN),)),
    )  # fmt: skip


def _spells(war: War) -> tuple[ControlSpell, ...]:
    spell = ControlSpell(
        id="s-aleppo", place=ALEPPO, holder=("Northern Front",), state=ControlState.HOLDS, from_=on(5), until=None,
        known_from=on(5), extent=Extent.MOST,
        except_=(ControlException(place="Sheikh Maqsoud", holder=("Quarter Guard",)),),
        taken_from=("Army Command",), voices=("Orontes Rights Watch",), claims=(war.ids["holds"],),
        contested_by=(war.ids["denied"],),
    )  # fmt: skip
    hama = ControlSpell(
        id="s-hama", place=HAMA, holder=("Army Command",), state=ControlState.HOLDS, from_=None, until=None,
        known_from=on(4), extent=None, except_=(), taken_from=(), voices=("Army Command",), claims=(war.ids["denied"],),
        contested_by=(),
    )  # fmt: skip
    return spell, hama


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
