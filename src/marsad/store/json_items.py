"""A column of JSON and the name of a list in it in, the list's items as rows out: on every engine."""

from typing import Any

from sqlalchemy import ColumnElement, String, TableValuedAlias, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Items(FunctionElement[str]):
    name = "json_items"
    inherit_cache = True


def json_items(column: ColumnElement[Any], name: str) -> TableValuedAlias:
    """The items, one a row, in the column `value`; to be joined to the table of the column."""
    return _Items(column, literal(name, String)).table_valued("value")


@compiles(_Items, "sqlite")
def _in_sqlite(element: _Items, compiler: Any, **given: Any) -> str:
    column, name = (compiler.process(part, **given) for part in element.clauses)
    return f"json_each({column}, '$.' || {name})"


@compiles(_Items, "postgresql")
def _in_postgresql(element: _Items, compiler: Any, **given: Any) -> str:
    column, name = (compiler.process(part, **given) for part in element.clauses)
    return f"json_array_elements_text({column} -> CAST({name} AS TEXT))"
