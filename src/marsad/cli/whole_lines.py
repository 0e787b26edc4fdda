"""Groups of verbs whose help cuts no sentence."""

from typing import Any

from typer.core import TyperGroup

LONGEST = 400
"""Characters of a verb's line: more than any has, so that none ends in dots."""


class WholeLines(TyperGroup):
    """A group that lists each verb with the whole first sentence of its help."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.get_short_help_str(LONGEST)) for name, verb in verbs if verb])
