"""A store in, what is amiss in its audit log, and between the log and what it tells of, out."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, inspect, select

from marsad.domain.audit import Finding, Head, Kind, LoggedAct
from marsad.store import rows
from marsad.store.audit_table import LOGGED, audit
from marsad.store.auditing import NOTHING_BEFORE, digest_list, digest_row, digest_until, hash_of
from marsad.store.source_tables import sources, vault_acts
from marsad.store.tables import claims, documents
from marsad.store.told_check import check_told

Digests = dict[str, dict[int, str]]


def head_of(connection: Connection) -> Head:
    """The end of the log; number 0 where there is none."""
    if not inspect(connection).has_table(audit.name):
        return Head(seq=0, hash=NOTHING_BEFORE)
    last = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(seq=last.seq, hash=last.hash) if last else Head(seq=0, hash=NOTHING_BEFORE)


def check_log(connection: Connection, saved: Head | None = None) -> Iterator[Finding]:
    """Walks the chain, then compares each logged row with its digest; `saved` is a head that is known to be right."""
    if not inspect(connection).has_table(audit.name):
        yield Finding(where="audit log", what="there is none. Mend: the next write, such as `marsad ingest`, begins it")
        return
    yield from check_chain(connection, saved)
    yield from check_rows(connection)


def check_chain(connection: Connection, saved: Head | None = None) -> Iterator[Finding]:
    """Acts altered, taken out, put in another order, or cut off at the end."""
    previous, expected, seen, restored = NOTHING_BEFORE, 1, None, None
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
        where = f"act {row['seq']} ({row['kind']}, {row['at']})"
        if row["seq"] != expected:
            yield Finding(where=_span(expected, row["seq"] - 1), what="taken out: the numbers go on without it")
        elif row["previous"] != previous:
            yield Finding(where=where, what="it follows another act than the one before it: put elsewhere, or altered")
        if hash_of(dict(row)) != row["hash"]:
            yield Finding(where=where, what="altered: its hash is not that of its words")
        if saved and row["seq"] == saved.seq:
            seen = row["hash"]
        restored = row if row["kind"] == Kind.RESTORED else restored
        previous, expected = row["hash"], row["seq"] + 1
    if saved:
        yield from _check_head(saved, seen, expected - 1, restored)


def _check_head(saved: Head, seen: str | None, last: int, restored: RowMapping | None) -> Iterator[Finding]:
    """`restored` is the act of the last restoring, which takes the number of what came after the backup."""
    if restored and seen != saved.hash and restored["seq"] <= saved.seq:
        of = restored["seq"] - 1
        lost = f"lost: act {restored['seq']} tells that a backup of the log up to act {of} was restored"
        yield Finding(where=_span(of + 1, saved.seq), what=f"{lost}, and the head was saved at act {saved.seq}")
    elif last < saved.seq:
        lost = f"cut off: the log ends at act {last}, and the head was saved at act {saved.seq}"
        yield Finding(where=_span(last + 1, saved.seq), what=f"{lost}; or an older copy was put in its place")
    elif seen is not None and seen != saved.hash:
        what = "another hash than in the saved head: this act, or one before it, was written anew"
        yield Finding(where=f"act {saved.seq}", what=what)


def check_rows(connection: Connection) -> Iterator[Finding]:
    """Rows that were altered, added or taken away past the log, each by its table and number."""
    acts = list(_acts(connection))
    begun = next((act.what for act in acts if act.kind == Kind.BEGUN), {})
    told: Digests = {table.name: {} for table in LOGGED}
    for act in acts:
        if act.what.get("table") in told:
            told[act.what["table"]][act.what["seq"]] = act.what["row"]
    for table in LOGGED:
        yield from _check_table(connection, table, told[table.name], begun.get(table.name, {}))
    yield from _check_claims(connection, acts, begun)
    yield from _check_sources(connection, acts)
    yield from check_told(connection, acts)


def _check_sources(connection: Connection, acts: list[LoggedAct]) -> Iterator[Finding]:
    """What a source allows, against what was last agreed: a rule made freer would publish what was promised not to be.

    Of sources from before the log held their rules nothing is told.
    """
    agreed = {act.what["seq"]: act.what["rules"] for act in acts if act.what.get("rules")}
    query = select(vault_acts.c.seq, vault_acts.c.what).order_by(vault_acts.c.seq)
    told = {row.what.partition(":")[0]: agreed[row.seq] for row in connection.execute(query) if row.seq in agreed}
    for row in connection.execute(select(sources).order_by(sources.c.code)).mappings():
        if row["code"] in told and told.pop(row["code"]) != digest_row(dict(row)):
            yield Finding(where=f"source {row['code']}", what="altered: its rules are not those that were agreed")
    for code in told:
        yield Finding(where=f"source {code}", what="taken away: the log tells of it, and it is not there")


def _check_table(
    connection: Connection, table: Table, told: dict[int, str], begun: dict[str, Any]
) -> Iterator[Finding]:
    until = begun.get("until", 0)
    if until and digest_until(connection, table, until) != begun:
        yield Finding(where=f"{table.name} 1 to {until}", what="not as they were when the log began")
    left = dict(told)
    for row in connection.execute(select(table).where(table.c.seq > until).order_by(table.c.seq)).mappings():
        digest = left.pop(row["seq"], None)
        name = f"{table.name} {row['seq']}" + (f" ({row['id']})" if "id" in row else "")
        if digest is None:
            yield Finding(where=name, what="added past the log: no act tells of it")
        elif digest != digest_row(dict(row)):
            yield Finding(where=name, what="altered: it is not what the log has the digest of")
        if table is documents and sha256(row["text"].encode()).hexdigest() != row["text_sha256"]:
            yield Finding(where=name, what="altered: its text has another SHA-256")
    for seq in left:
        yield Finding(where=f"{table.name} {seq}", what="taken away: the log tells of it, and it is not there")


def _check_claims(connection: Connection, acts: list[LoggedAct], begun: dict[str, Any]) -> Iterator[Finding]:
    told = {one for act in acts if act.what.get("table") == documents.name for one in act.what["claims"]}
    read_again = {one for act in acts if act.what.get("table") == "rereadings" for one in act.what.get("claims", ())}
    told |= read_again
    older = []
    found = connection.execution_options(yield_per=500).execute(_claims_with_their_document())
    for row in found.mappings():
        if row["id"] in told:
            told.discard(row["id"])
        else:
            older.append(row["id"])
        if not _is_as_hashed(row):
            yield Finding(where=f"claim {row['id']}", what="altered: its id is a hash of what it says, and is another")
        if rows.claim_from_row(row).protected != row["is_hidden"]:
            yield Finding(where=f"claim {row['id']}", what="altered: whether it is protected is not its document's")
    if digest_list(older) != begun.get("claims", digest_list(())):
        named = ", ".join(older[:3]) + (" …" if len(older) > 3 else "")
        yield Finding(
            where=f"claims {named}".strip(), what="not those that the log tells of: added or taken away past it"
        )
    for one in sorted(told):
        yield Finding(where=f"claim {one}", what="taken away: the log tells of it, and it is not there")


def _claims_with_their_document() -> Select[Any]:
    query = select(claims, documents.c.protected.label("is_hidden"))
    return query.join(documents, documents.c.id == claims.c.document, isouter=True).order_by(claims.c.id)


def _is_as_hashed(row: RowMapping) -> bool:
    """The words to search by are left out: they are made of the rest, and by other rules in another version."""
    made = rows.claim_row(rows.claim_from_row(row))
    return all(made[name] == row[name] for name in ("id", "document", "kind", "start", "since", "until"))


def _acts(connection: Connection) -> Iterator[LoggedAct]:
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
        try:
            what = json.loads(row["what"])
        except ValueError:  # the chain's walk has told of it
            what = {}
        yield LoggedAct(**{**row, "what": what if isinstance(what, dict) else {}})


def _span(first: int, last: int) -> str:
    return f"act {first}" if first == last else f"acts {first} to {last}"
