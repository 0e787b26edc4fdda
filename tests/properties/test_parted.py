"""A record made in parts is the record made at one stroke, however many parts there are."""

from importlib.resources import files

import pytest
from claims import ACTOR_FILE, claim_lists
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.domain.record import Record
from marsad.intake import read_input
from marsad.reconcile import reconcile
from marsad.reconcile.dealing import GROUPS, WHOLE, Table
from marsad.reconcile.parted import deal_claims, reconcile_parts

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class MemoryBins:
    """Bins in memory; those of a run of many documents are files."""

    def __init__(self, parts):
        self.parts = parts
        self._bins = {}

    def hand(self, step, part):
        return _MemoryHand(self._bins, (step, part))

    def read(self, name, part):
        dealt = self._bins.get((name, part), {})
        for source in sorted(dealt):
            yield from dealt[source]


class _MemoryHand:
    def __init__(self, bins, source):
        self._bins, self._source = bins, source

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def deal(self, name, part, thing):
        self._bins.setdefault((name, part), {}).setdefault(self._source, []).append(thing)


def in_parts(claims, parts, actors=(), sources=3):
    bins = MemoryBins(parts)
    table = Table(bins, actors, "strict")
    for source in range(sources):
        deal_claims(table, [one for one in claims if len(one.document) % sources == source], source)
    reconcile_parts(table)
    return Record(**{name: tuple(bins.read(name, WHOLE)) for name in GROUPS})


@some
@given(claim_lists(), st.sampled_from([1, 2, 3, 7]))
def test_any_number_of_parts_gives_the_record(claims, parts):
    assert in_parts(claims, parts, ACTOR_FILE) == reconcile(claims, actors=ACTOR_FILE)


@pytest.fixture(scope="module")
def sample_claims(reader):
    data = files("marsad.sample").joinpath("dispatches.jsonl").read_bytes()
    documents, _ = read_input(data, "dispatches.jsonl")
    return [claim for reading in reader.read(documents) for claim in reading.claims]


@pytest.mark.parametrize("parts", [1, 2, 7, 64])
def test_the_sample_in_parts_is_the_sample(sample_claims, reader, parts):
    whole = reconcile(sample_claims, actors=reader.actors)
    assert in_parts(sample_claims, parts, reader.actors) == whole
    assert whole.events
    assert whole.aggregates
    assert whole.control
