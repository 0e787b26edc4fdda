"""Verbs of who may use the site, and of keys for programs: user, token."""

from typing import Annotated

import typer

from marsad.cli.options import Db, Form, ListFormat, settings_of
from marsad.cli.whole_lines import WholeLines
from marsad.domain.person import Scope, SiteRole

user = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="The people of the site. Passwords are never given as an argument."
)
token = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="Keys for programs: each of one person, for one use, with an end."
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose account.")]
Role = Annotated[SiteRole, typer.Option("--role", metavar="ROLE", help="reader, reviewer, editor or administrator.")]
Typed = Annotated[bool, typer.Option("--type", help="Type the password, unseen; else it is made and shown once.")]
Scopes = Annotated[list[Scope] | None, typer.Option("--scope", metavar="SCOPE", help="read (the default) or review.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(user, name="user")
    app.add_typer(token, name="token")


@user.command("add")
def add_user(name: Name, role: Role = SiteRole.READER, typed: Typed = False, db: Db = None) -> None:
    """Add a person; the password is made by chance and shown once, or typed.

    Example: `marsad user add hala --role editor`
    """
    from marsad.cli.peopling import add_and_say  # noqa: PLC0415

    add_and_say(name, role, settings_of(db).db, typed=typed)


@user.command("list")
def list_users(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the people with role, state and whether one-time codes are on.

    Example: `marsad user list`
    """
    from marsad.cli.peopling import print_people  # noqa: PLC0415

    print_people(form, settings_of(db).db)


@user.command()
def password(name: Name, typed: Typed = False, db: Db = None) -> None:
    """Give a person a new password; their sessions end.

    Example: `marsad user password hala`
    """
    from marsad.cli.peopling import renew_and_say  # noqa: PLC0415

    renew_and_say(name, settings_of(db).db, typed=typed)


@user.command()
def role(
    name: Name,
    new: Annotated[SiteRole, typer.Argument(metavar="ROLE", help="reader, reviewer, editor or administrator.")],
    db: Db = None,
) -> None:
    """Give a person another role, and open the account if it was closed; their sessions end.

    Example: `marsad user role hala editor`
    """
    from marsad.cli.peopling import change_and_say  # noqa: PLC0415

    change_and_say(name, new, settings_of(db).db)


@user.command()
def close(name: Name, db: Db = None) -> None:
    """Close an account; its sessions and keys end, its decisions stay.

    Example: `marsad user close hala`
    """
    from marsad.cli.peopling import close_and_say  # noqa: PLC0415

    close_and_say(name, settings_of(db).db)


@user.command("totp-off")
def totp_off(name: Name, db: Db = None) -> None:
    """Switch one-time codes off for a person who lost the device; their sessions end.

    Example: `marsad user totp-off hala`
    """
    from marsad.cli.peopling import end_codes_and_say  # noqa: PLC0415

    end_codes_and_say(name, settings_of(db).db)


@token.command("add")
def add_token(
    name: Name,
    label: Annotated[str, typer.Option("--label", metavar="WORDS", help="What it is for.")],
    scope: Scopes = None,
    days: Annotated[int, typer.Option(min=1, max=366, metavar="DAYS", help="After how many days it ends.")] = 90,
    db: Db = None,
) -> None:
    """Make a key for a program of the person; it is shown once.

    Example: `marsad token add hala --label "nightly copy"`
    """
    from marsad.cli.peopling import add_token_and_say  # noqa: PLC0415

    add_token_and_say(name, label, scope or [Scope.READ], days, settings_of(db).db)


@token.command("list")
def list_tokens(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the keys with owner, label, scopes, end and the day of their last use; never the keys themselves.

    Example: `marsad token list`
    """
    from marsad.cli.peopling import print_tokens  # noqa: PLC0415

    print_tokens(form, settings_of(db).db)


@token.command()
def revoke(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Its id in `marsad token list`.")], db: Db = None
) -> None:
    """End a key at once.

    Example: `marsad token revoke k3f9`
    """
    from marsad.cli.peopling import revoke_and_say  # noqa: PLC0415

    revoke_and_say(identifier, settings_of(db).db)
