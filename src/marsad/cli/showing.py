"""What `show` prints."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from marsad.cli.listing import toll_words
from marsad.cli.marked import credit, in_context, label, whole_text
from marsad.cli.origins import origin_facts
from marsad.cli.screen import print_line, result_console, visible
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Toll
from marsad.domain.wire import Line, claim_id, dumps, to_line, to_plain
from marsad.pipeline.origin import origin_line, origin_of
from marsad.store import Kept, Store
from marsad.store.rereading import find_set_aside

if TYPE_CHECKING:
    from rich.console import Console


def show_thing(prefix: str, db: str, *, as_json: bool) -> None:
    """Print the one thing that the id's beginning names."""
    with Store.open(db, must_exist=True) as store:
        found = store.find(prefix)
        if as_json:
            print_line(dumps(_line(store, found)))
        else:
            _show(result_console(), store, found)


def _line(store: Store, found: Kept) -> Line:
    if isinstance(found, Document):
        return {**to_plain(found), "origin": origin_line(store, found)}
    return to_line(found)


def _show(console: "Console", store: Store, found: Kept) -> None:
    if isinstance(found, Document):
        claims = list(store.claims(Filter(document=found.id)))
        _print_facts(console, chain(_document_facts(found), origin_facts(found, origin_of(store, found)), [""]))
        console.print(whole_text(found, claims))
        console.print()
        for claim in claims:
            console.print(
                visible(f"{claim_id(claim)[:10]}  {label(claim)} — {credit(claim.attribution, found.source)}")
            )
    elif isinstance(found, Claim):
        if find_set_aside(store, [claim_id(found)]):
            console.print("set aside: the newest reading of its document no longer makes this claim", style="bold")
        show_claims(console, store, [claim_id(found)])
    else:
        _print_facts(console, list_facts(found))
        show_claims(console, store, found.claims)


def show_claims(console: "Console", store: Store, ids: Iterable[str]) -> None:
    """Print each claim in its context, with whom it credits."""
    claims = store.claims_of(tuple(ids))
    documents = store.documents_of(tuple({claim.document for claim in claims.values()}))
    for identifier, claim in sorted(
        claims.items(), key=lambda pair: (str(pair[1].reported), pair[1].document, pair[1].quote)
    ):
        document = documents[claim.document]
        console.print()
        console.print(visible(f"{identifier[:10]}  {label(claim)}"), style="bold")
        console.print(in_context(claim, document))
        where = (
            f"{credit(claim.attribution, document.source)}, {document.date or 'undated'}, document {document.id[:20]}"
        )
        console.print(visible(f"— {where}"), style="dim")


def _print_facts(console: "Console", facts: Iterator[str]) -> None:
    for number, fact in enumerate(facts):
        console.print(visible(fact), style="bold" if number == 0 else None)


def _document_facts(document: Document) -> Iterator[str]:
    yield document.title or f"document {document.id}"
    yield f"id {document.id} · {document.source or 'source not given'} · {document.date or 'undated'}"
    if document.url:
        yield document.url
    if document.protected:
        yield "protected: its source is named by code only, and nothing of it may be published with its source"


def list_facts(found: EventRecord | AggregateRecord | ControlSpell | ActorRecord) -> Iterator[str]:
    """What the record says of it, a line each."""
    match found:
        case EventRecord():
            place = found.place.name if found.place else "place not given"
            day = f"{found.time.start} … {found.time.end}" if found.time else "day not given"
            yield f"{found.type.value}, {place}, {day}"
            yield f"id {found.id} · by {_names(found.agents)} · on {_names(found.recipients)}"
            yield f"{found.grade.value}: {found.grade_reason}"
            yield from map(_toll_line, found.tolls)
        case AggregateRecord():
            yield f"total {found.scope_text}, {found.since or '?'} … {found.until or ''}"
            yield f"id {found.id} · covers {len(found.covers)} events; never added to them"
            yield from map(_toll_line, found.tolls)
        case ControlSpell():
            yield f"{found.place.name}: {found.state.value} {', '.join(found.holder)}"
            days = f"from {found.from_ or '?'} until {found.until or 'now'}, known from {found.known_from or '?'}"
            yield f"id {found.id} · {days}"
            yield from (f"except {part.place}: {_names(part.holder)}" for part in found.except_)
        case ActorRecord():
            yield found.name
            yield f"id {found.id} · {found.kind.value} · also {', '.join(found.aliases) or 'nothing else'}"
            yield from (f"{'formerly ' * tie.former}{tie.relation.value} {tie.other}" for tie in found.relations)


def _toll_line(toll: Toll) -> str:
    part = f", part of {toll.part_of.value}" if toll.part_of else ""
    return f"{toll_words(toll)}{part}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "not said"
