"""Bytes that are not UTF-8: which encoding they are read by, where a short text fits several alike."""

import pytest

from marsad.intake.decode import decode


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The café owner said that three people had died near the old market."),
        ("cp1252", "El alcalde informó que tres vecinos murieron en la región de la frontera."),
        ("cp1252", "The mayor, José Ibáñez, counted five dead in the two villages."),
        ("cp1252", "Der Bürgermeister erklärte, drei Menschen seien getötet worden."),
        ("cp1251", "Глава района сообщил, что трое жителей погибли ночью."),
        ("cp1256", "قال رئيس المجلس إن ثلاثة من السكان قتلوا في القرية ليلا"),
    ],
)
def test_a_short_text_is_read_by_the_encoding_that_more_people_use(encoding, text):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.note is not None
