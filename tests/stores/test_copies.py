"""Chains of copies: who is in one, in which order, whatever came first; and never a protected document."""

import datetime as dt
import itertools
from random import Random

import pytest

from marsad.domain.copying import COPY_OVERLAP, overlap, shingle
from marsad.domain.document import Document
from marsad.domain.reading import Reading
from marsad.intake.prints import make_print
from marsad.pipeline.copies import trace_copies
from marsad.store import Store
from marsad.store.copies import chain_of

STORY = """Shelling hit the grain market of Tallan on Sunday morning and killed seven people, the town's mayor said.
Three of the dead were porters who had come in from villages across the river, he told a local radio.
Rescuers dug with their hands until a crane came from the cement works in the afternoon.
The army said that it had fired at a depot of the other side and would look into what happened.
Schools in the town stay closed until Thursday, and the bridge is open to ambulances alone."""
ADDED = STORY + "\nA second crane is on its way from the coast, the mayor added in the evening."
CHANGED = STORY.replace("killed seven people", "killed nine people")
OTHER = "The bridge of Marun was opened again on Monday after two years, and the first lorries with flour crossed it."


def keep(store, name, text, day=1, **fields):
    document = Document(id=name, text=text, date=dt.date(2024, 12, day) if day else None, language="en", **fields)
    store.add_reading(text.encode(), Reading(document=document))
    return document


def names(store, document):
    return [one.id for one in chain_of(store, document)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_a_chain_begins_with_the_first_print_whatever_came_first(store, order):
    given = [("first", STORY, 1), ("added", ADDED, 2), ("changed", CHANGED, 3), ("other", OTHER, 1)]
    kept = {}
    for at in order:
        name, text, day = given[at]
        kept[name] = keep(store, name, text, day)
        trace_copies(store)
    for name in ("first", "added", "changed"):
        assert names(store, kept[name]) == ["first", "added", "changed"]
    assert names(store, kept["other"]) == []


def test_copies_are_counted_once_and_what_was_broken_off_is_caught_up_with(store):
    keep(store, "first", STORY)
    assert trace_copies(store) == 0
    keep(store, "second", ADDED)
    keep(store, "third", STORY)
    assert trace_copies(store) == 2
    assert trace_copies(store) == 0


def test_looked_for_at_once_the_chains_are_those_found_one_by_one(store):
    random, texts = Random(7), ["Three dead.", "Three dead."]
    for story in range(5):
        lines = [f"Line {n} of story {story} tells of road {random.random()} today." for n in range(34)]
        starts = [0, 2, 4, 0]  # the first is no near copy of the third, but both are of the second
        texts += [" ".join([*lines[at : at + 30], f"Told {random.randrange(3)} times."]) for at in starts]
    random.shuffle(texts)
    with Store.open(":memory:") as other:
        for each in (store, other):
            kept = [keep(each, f"d{at}", text) for at, text in enumerate(texts)]
        assert trace_copies(other, 1) == trace_copies(store, 9) >= 12
        chains = [names(other, one) for one in kept]
    assert [names(store, one) for one in kept] == chains
    assert {len(chain) for chain in chains} == {2, 4}


def test_two_chains_become_one_where_a_text_is_a_copy_of_both(store):
    lines = [f"Line {n} tells of road {n} and of bridge {n * 7} near village {n * 13} today." for n in range(40)]
    one, other = "\n".join(lines[:-5]), "\n".join(lines[5:])
    assert overlap(shingle(one), shingle(other)) < COPY_OVERLAP
    first = keep(store, "one", one, 1)
    keep(store, "other", other, 2)
    trace_copies(store)
    assert names(store, first) == []
    keep(store, "whole", "\n".join(lines[2:-2]), 3)
    trace_copies(store)
    assert names(store, first) == ["one", "other", "whole"]


def test_a_text_of_few_words_is_a_copy_only_word_for_word(store):
    first = keep(store, "first", "Three dead.")  # no run of three words
    keep(store, "same", "Three dead.", 2)
    keep(store, "alike", "Four dead.")
    trace_copies(store)
    assert names(store, first) == ["first", "same"]


def test_an_undated_copy_comes_last(store):
    undated = keep(store, "undated", STORY, None)
    keep(store, "dated", CHANGED, 5)
    trace_copies(store)
    assert names(store, undated) == ["dated", "undated"]


def test_a_protected_document_is_compared_with_nothing(store):
    hidden = keep(store, "hidden", STORY, protected=True, source="field-7")
    public = keep(store, "public", STORY, 2)
    again = keep(store, "again", ADDED, 3)
    trace_copies(store)
    assert names(store, hidden) == []
    assert names(store, public) == names(store, again) == ["public", "again"]


def test_prints_are_what_they_were_when_stores_were_written():
    made = make_print(Document(id="d", text=STORY))
    assert made.signature[:12].hex() == "b0a2db33dfbc534a9d16eb2c"
    assert len(made.signature) == 400
    assert made.bands[:2] == (3264270904346325663, 1464429875366558731)


def test_a_short_dispatch_whose_figure_and_day_changed_is_a_copy(store):
    text = (
        "date 2024-12-01 Shelling hit the market of Hama on Sunday and killed seven people, the mayor said. Three of "
        "the dead were porters from villages across the river, he told a radio. Rescuers dug with their hands until a "
        "crane came. Schools stay closed until Thursday, and the bridge is open to ambulances alone, said the council."
    )
    first = keep(store, "first", text)
    keep(store, "next", text.replace("seven", "nine").replace("12-01", "12-02"), 2)
    trace_copies(store)
    assert names(store, first) == ["first", "next"]
