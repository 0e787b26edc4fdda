"""Accounts and the site's secret, in a file or a schema of their own beside the record.

A record may be shared, this may not.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, insert, select, update

from marsad.domain.audit import Finding, Head, Kind
from marsad.domain.errors import NotFoundError
from marsad.domain.person import ApiToken, Person, Scope, SiteRole
from marsad.store.audit_check import check_chain, head_of
from marsad.store.auditing import append_act
from marsad.store.engine import clear_disk_errors, clear_errors, file_of, is_in_memory, open_engine, parse_where
from marsad.store.engine_sqlite import make_file
from marsad.store.people_check import check_accounts, digest_account, digest_key
from marsad.store.people_schema import make_people_tables, use_own_schema, write_alone
from marsad.store.people_tables import SCHEMA, kept, people, tokens

SECRET_BYTES = 32


class People:
    """The accounts of one site."""

    def __init__(self, where: str | Path) -> None:
        self._url = parse_where(where)
        path = file_of(self._url)
        if path is not None:
            with clear_disk_errors(path):
                make_file(path)
        self._engine = open_engine(self._url, writer=True)
        if self._engine.dialect.name != "sqlite":
            self._engine = self._engine.execution_options(schema_translate_map={None: SCHEMA})
        try:
            with clear_errors(self._url), self._engine.begin() as connection:
                make_people_tables(connection)
        except BaseException:
            self.close()
            raise

    @classmethod
    def beside(cls, store: str | Path) -> Self:
        """Those of the store at the path or URL: in `STORE-people`, in memory, or in a schema of the same database."""
        url = parse_where(store)
        path = file_of(url)
        if path is not None:
            return cls(path.with_name(path.name + "-people"))
        return cls(":memory:" if is_in_memory(url) else str(store))

    @classmethod
    def known_beside(cls, store: str | Path) -> Self | None:
        """As `beside`, None where there is no such file, which looking does not make."""
        url = parse_where(store)
        path = file_of(url)
        is_there = path.with_name(path.name + "-people").exists() if path else not is_in_memory(url)
        return cls.beside(store) if is_there else None

    @contextmanager
    def moment(self) -> Iterator[Connection]:
        """One transaction over all of its tables, for the modules of this room that carry them elsewhere."""
        with self._change() as connection:
            use_own_schema(connection)
            yield connection

    def close(self) -> None:
        """End the connections."""
        self._engine.dispose()

    def secret(self) -> bytes:
        """The secret that this installation alone has, made by chance when it is first asked for."""
        with self._change() as connection:
            known = connection.execute(select(kept.c.value).where(kept.c.name == "secret")).scalar()
            if known is None:
                known = secrets.token_hex(SECRET_BYTES)
                connection.execute(insert(kept).values(name="secret", value=known))
            return bytes.fromhex(known)

    def everybody(self) -> tuple[Person, ...]:
        """All accounts by name."""
        with clear_errors(self._url), self._engine.connect() as connection:
            return tuple(map(_person, connection.execute(select(people).order_by(people.c.name)).mappings()))

    def find(self, name: str) -> Person | None:
        """The account of the name, None for nobody's."""
        with clear_errors(self._url), self._engine.connect() as connection:
            row = connection.execute(select(people).where(people.c.name == name)).mappings().first()
            return _person(row) if row else None

    def keep(self, person: Person, by: str = "") -> None:
        """Put the account in the place of the one of its name, or add it; `by` is who does, for the log."""
        with self._change() as connection:
            _put(connection, person, by)

    def change(self, name: str, how: Callable[[Person], Person], by: str = "") -> Person | None:
        """The account as `how` makes it of what it is at that moment; None for nobody's name.

        Nobody else changes it in between: made of what was found before, it would undo what came meanwhile, such as
        the end of a role.
        """
        with self._change() as connection:
            is_mine = people.c.name == name
            connection.execute(update(people).where(is_mine).values(name=name))  # the turn to write is taken first
            row = connection.execute(select(people).where(is_mine)).mappings().first()
            if row is None:
                return None
            changed = how(_person(row))
            _put(connection, changed, by)
            return changed

    def tokens(self, owner: str | None = None) -> tuple[ApiToken, ...]:
        """All keys, or one person's, those that end last first."""
        query = select(tokens).order_by(tokens.c.ends.desc(), tokens.c.id)
        if owner is not None:
            query = query.where(tokens.c.owner == owner)
        with clear_errors(self._url), self._engine.connect() as connection:
            return tuple(map(_token, connection.execute(query).mappings()))

    def find_token(self, digest: str) -> ApiToken | None:
        """The key of the digest, None where there is none."""
        with clear_errors(self._url), self._engine.connect() as connection:
            row = connection.execute(select(tokens).where(tokens.c.digest == digest)).mappings().first()
            return _token(row) if row else None

    def find_token_by_id(self, identifier: str) -> ApiToken:
        """The key of the id, which lists show by its beginning alone: so by any that no other key shares.

        Raises:
            NotFoundError: there is none, or more than one.
        """
        found = [one for one in self.tokens() if identifier and one.id.startswith(identifier)]
        if len(found) != 1:
            said = f"begins {len(found)} ids of keys" if found else "is no id of a key"
            raise NotFoundError(f"{identifier!r} {said}. Mend: `marsad token list --format csv` has them whole")
        return found[0]

    def keep_token(self, token: ApiToken, by: str = "") -> None:
        """Put the key in the place of the one of its id, or add it; `by` is who does, for the log."""
        values = {**asdict(token), "scopes": " ".join(token.scopes)}
        with self._change() as connection:
            changed = connection.execute(update(tokens).where(tokens.c.id == token.id).values(values))
            if not changed.rowcount:
                connection.execute(insert(tokens).values(values))
            what = {"key": token.id, "owner": token.owner, "scopes": values["scopes"], "ended": token.revoked}
            what["row"] = digest_key(values)
            append_act(connection, Kind.KEY, by or token.owner, what)

    def note_use(self, identifier: str, day: date) -> None:
        """Keep the day on which the key was last used, and nothing else of what was asked."""
        with self._change() as connection:
            connection.execute(update(tokens).where(tokens.c.id == identifier).values(last_used=day))

    def end_all_sessions(self, by: str) -> None:
        """Every session of everybody is ended; accounts and keys stay."""
        with self._change() as connection:
            connection.execute(update(people).values(epoch=people.c.epoch + 1))
            append_act(connection, Kind.LOCK, by, {"sessions": "all ended"})

    def note_sign_in(self, name: str) -> None:
        """Keep that the person signed in; one who failed to is kept nowhere, for what was typed may be a password."""
        with self._change() as connection:
            append_act(connection, Kind.SIGN_IN, name, {})

    def head(self) -> Head:
        """The end of their log."""
        with clear_errors(self._url), self._engine.connect() as connection:
            return head_of(connection)

    def check_log(self, saved: Head | None = None) -> tuple[Finding, ...]:
        """What is amiss in the log of accounts, keys and sign-ins, and between it and them; `saved` is a known head."""
        with clear_errors(self._url), self._engine.connect() as connection:
            found = (*check_chain(connection, saved), *check_accounts(connection))
        return tuple(Finding(where=f"people, {one.where}", what=one.what) for one in found)

    def use_step(self, name: str, step: int) -> bool:
        """Mark the time step as used; False where it, or a later one, was used already."""
        with self._change() as connection:
            fresh = (people.c.name == name, people.c.last_step < step)
            return bool(connection.execute(update(people).where(*fresh).values(last_step=step)).rowcount)

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        with clear_errors(self._url), self._engine.begin() as connection:
            write_alone(connection)
            yield connection


def _put(connection: Connection, person: Person, by: str) -> None:
    values = {**asdict(person), "role": person.role.value}
    changed = connection.execute(update(people).where(people.c.name == person.name).values(values))
    if not changed.rowcount:
        connection.execute(insert(people).values(values))
    what = {"name": person.name, "role": person.role.value, "open": person.active, "codes": bool(person.totp)}
    append_act(connection, Kind.ACCOUNT, by, {**what, "row": digest_account(values)})


def _token(row: Any) -> ApiToken:
    values = {field.name: row[field.name] for field in fields(ApiToken)}
    return ApiToken(**{**values, "scopes": tuple(Scope(one) for one in values["scopes"].split())})


def _person(row: Any) -> Person:
    values = {field.name: row[field.name] for field in fields(Person)}
    return Person(**{**values, "role": SiteRole(values["role"])})
