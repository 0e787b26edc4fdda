"""The journal of a record in, an Atom feed of its changes out, by which a copy is kept up to date."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element

from marsad.domain.changes import Change, ThingKind
from marsad.export.checking import Row, check_rows
from marsad.export.forms import find_form
from marsad.export.material import Material
from marsad.export.wording import words_file
from marsad.export.xmls import add, to_xml

NAMESPACE = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00Z"
"""A feed must say when it was updated; one with no entry never was."""
MOST_ENTRIES = 1000
"""Newest entries of a feed: ours. `marsad changes` and `--to csv --table changes` have all of them."""


def to_atom(material: Material) -> bytes:
    """The newest changes first; an actor's are left out where the record does not show the actor."""
    rows = tuple(_rows(material))
    check_rows(find_form("atom"), rows)
    feed = Element("feed", {"xmlns": NAMESPACE})
    add(feed, "id", material.base_url or f"urn:uuid:{uuid5(NAMESPACE_URL, 'marsad:changes')}")
    add(feed, "title", _say("title"))
    add(feed, "updated", rows[0]["updated"] if rows else EPOCH)
    add(add(feed, "author"), "name", "Marsad")
    for row in rows:
        _add_entry(feed, row)
    return to_xml(feed)


def _rows(material: Material) -> Iterator[Row]:
    record = material.shown.record
    actors, events = {actor.id for actor in record.actors}, {event.id for event in record.events}
    told = [one for one in material.journal if one.thing is not ThingKind.ACTOR or one.id in actors]
    for one in list(reversed(told))[:MOST_ENTRIES]:
        name = f"marsad:change:{one.version}:{one.thing.value}:{one.id}"
        yield {
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
            "title": _words(one, "entry"),
            "updated": f"{one.day.isoformat()}T00:00:00Z",
            "kind": one.kind.value,
            "thing": one.thing.value,
            "version": one.version,
            "link": material.link("events", one.id) if one.id in events else None,
            "others": list(one.others),
            "summary": _words(one, "summary"),
        }


def _add_entry(feed: Element, row: Row) -> None:
    entry = add(feed, "entry")
    for name in ("id", "title", "updated"):
        add(entry, name, row[name])
    for name in ("kind", "thing"):
        add(entry, "category", attributes={"term": row[name]})
    if row["link"]:
        add(entry, "link", attributes={"href": row["link"]})
    add(entry, "summary", row["summary"])


def _words(change: Change, form: str) -> str:
    others = f" {_say('others').format(others=', '.join(change.others))}" if change.others else ""
    thing, kind = _say(change.thing.value), _say(change.kind.value)
    return _say(form).format(thing=thing, id=change.id, kind=kind, others=others, version=change.version)


def _say(key: str) -> str:
    return str(words_file()["changes"][key])
