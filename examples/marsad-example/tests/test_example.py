"""The three plug-ins by themselves, without being installed."""

from marsad_example import HEADLINES, RADIO_LOG, read_curfews

import marsad
from marsad.intake import Asked, given_bytes, read_given

LOG = b"#radio-log\n2024-12-01 | Radio Tallan | Two men were hurt. The council set a curfew from dusk.\n"


def test_a_log_is_read_line_by_line():
    [arrival] = read_given(given_bytes(LOG, "night.log"), Asked(), (RADIO_LOG,))
    assert (arrival.document.source, str(arrival.document.date)) == ("Radio Tallan", "2024-12-01")


def test_a_curfew_is_an_announcement_with_its_sentence():
    [claim] = read_curfews(marsad.Document(id="d1", text="Two men were hurt. The council set a curfew from dusk."))
    assert claim.quote.text == "The council set a curfew from dusk."


def test_a_record_without_events_has_no_headline():
    assert HEADLINES.forms[0].names == ("day", "headline")
