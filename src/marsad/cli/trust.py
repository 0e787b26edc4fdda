"""Verbs that prove the record and bring it through accidents: verify, backup, restore, lock."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, settings_of

Head = Annotated[Path | None, typer.Option("--head", metavar="FILE", help="A head saved before, to compare with.")]
SavedHead = Annotated[Path | None, typer.Option("--save-head", metavar="FILE", help="Write the signed head here.")]
SignedBy = Annotated[str | None, typer.Option("--signed-by", metavar="KEY", help="The public key that signed it.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command()(verify)


def verify(
    head: Head = None,
    signed_by: SignedBy = None,
    save_head: SavedHead = None,
    originals: Annotated[bool, typer.Option("--originals", help="Hash every original, cut every quote again.")] = False,
    db: Db = None,
) -> None:
    """Say whether the record was altered: walk the audit log, compare it with what is kept; exit 1 where it was.

    Example: `marsad verify --originals --head /media/stick/head.json --db war.db`
    """
    from marsad.cli.verifying import verify_store  # noqa: PLC0415

    leave(verify_store(settings_of(db), head=head, signed_by=signed_by, save_head=save_head, originals=originals))
