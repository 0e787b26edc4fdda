"""The shipped sample taken in document by document is the sample taken in at once."""

from importlib.resources import files

from kept import Kept

from marsad.intake import read_input


def test_the_sample_one_document_at_a_time_gives_the_record_made_anew(reader):
    data = files("marsad.sample").joinpath("dispatches.jsonl").read_bytes()
    documents, _ = read_input(data, "dispatches.jsonl")
    with Kept(reader.actors) as kept:
        for reading in reader.read(documents):
            assert kept.take(reading.claims)
        assert kept.store.counts().events > 10
        kept.check()
