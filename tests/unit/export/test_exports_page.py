"""`docs/exports.md` has every format and every column as declared; `--rewrite` writes them anew."""

from pathlib import Path

from marsad.export.columns_page import END, START, columns_page
from marsad.export.formats import FORMATS
from marsad.export.forms import find_form, form_names

PAGE = Path(__file__).parents[3] / "docs" / "exports.md"


def test_the_page_tells_every_column_as_it_is_declared(rewrite):
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    made = before + columns_page() + rest.split(END)[1]
    if rewrite:
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made, "mend: run with --rewrite"


def test_every_declared_form_is_some_formats():
    used = {name for one in FORMATS.values() for name in one.forms}
    assert used == set(form_names())


def test_every_column_has_its_rule_as_one_sentence():
    for name in form_names():
        for column in find_form(name).columns:
            assert column.rule.endswith("."), (name, column.name)
            assert not column.rule[0].islower(), (name, column.name)


def test_a_table_that_can_have_tags_has_one_for_each_column():
    tables = {name for one in FORMATS.values() if one.suffix == ".csv" for name in one.forms}
    untagged = {(name, one.name) for name in tables for one in find_form(name).columns if not one.hxl}
    assert not untagged
    odd = {one.hxl for name in tables for one in find_form(name).columns if not str(one.hxl).startswith("#")}
    assert not odd
