"""An act that changes no record in, a row of the audit log out."""

from collections.abc import Mapping
from typing import Any

from marsad.cli.screen import say
from marsad.domain.audit import Kind
from marsad.domain.errors import StoreError
from marsad.store import Store


def note_act(store: Store, kind: Kind, actor: str, what: Mapping[str, Any]) -> None:
    """Keep it; where the store cannot be written now, or never, say so and go on: what only reads must not wait."""
    try:
        store.note_act(kind, actor, what)
    except StoreError as error:
        say(f"this {kind.value} is not in the audit log: {error}")
