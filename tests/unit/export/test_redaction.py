"""Whose name a text hides in public, and that nothing of what is shown still holds it."""

import json
from dataclasses import replace

import pytest
from war import on

from marsad.domain.claim import Attribution, Casualty, Claim, Event, Quote
from marsad.domain.document import Document
from marsad.domain.record import ActorRecord
from marsad.domain.vocabulary import ActorKind, EventType, Harm, Role
from marsad.domain.wire import claim_to_line, to_plain
from marsad.export.private_people import Withheld
from marsad.export.redaction import find_redactions, redact, redact_shown
from marsad.export.shield import shield

CASES = [
    # an age under 18, before or behind the name
    ("Samir Haddad, 14, was killed in Qara.", ["Samir Haddad"]),
    ("Nine-year-old Layla Nasser was wounded.", ["Layla Nasser"]),
    ("Sana al-Masri (6 months old) died.", ["Sana al-Masri"]),
    # a grown private person, by age or kin
    ("Among the dead was Omar Saleh, 45.", ["Omar Saleh"]),
    ("His uncle Khaled Darwish said so.", ["Khaled Darwish"]),
    ("A mother, Rana Saad, was killed.", ["Rana Saad"]),
    # witnesses, in a row too, by trade before and behind
    ("Residents Umm Yusuf and Zaki Nasser told the agency.", ["Umm Yusuf", "Zaki Nasser"]),
    ("Mohammed Aziz, a baker, spoke to the agency.", ["Mohammed Aziz"]),
    ("A woman who gave her name as Maryam saw it.", ["Maryam"]),
    # told again by one word of the name
    ("Neighbour Ziad Khoury saw it. Khoury fled.", ["Ziad Khoury", "Khoury"]),
    # a public role, before and behind; told again by one word
    ("Gen. Hassan Omar, 51, said the army held Hama.", []),
    ("Dr. Nabil Farouk, director of the hospital, gave a figure. Farouk left.", []),
    ("Colonel Adnan Saleh was killed. Saleh was 45.", []),
    # a minor's name is hidden whatever the role
    ("Prince Adel Karim, 12, was hurt.", ["Adel Karim"]),
    # places, bodies and things with capitals are no persons
    ("Residents of Homs, 14 in all, fled. In Homs, 14, people said.", []),
    ("About 2,000 fled. Around 100,000 people live in Bab Touma, a doctor there said.", []),
    ("Witnesses said Aleppo, the city, was hit by the Syrian Army.", []),
    # nothing says who it is: the name stays
    ("Sami Aziz wrote a letter.", []),
]


@pytest.mark.parametrize(("text", "hidden"), CASES)
def test_whose_name_is_hidden(text, hidden):
    assert [text[one.start : one.end] for one in find_redactions(text)] == hidden


def test_a_mark_tells_whether_it_was_a_child_and_nothing_of_the_name():
    short, long = (
        redact(text, find_redactions(text)) for text in ("Al Bo, 9, died.", "Abdulrahman Alnajjar, 9, died.")
    )
    assert short == long == "[child's name withheld], 9, died."


def test_each_entry_has_its_reason_in_words():
    (one,) = find_redactions("Al Bo, 9, died.")
    assert one.reason is Withheld.MINOR
    assert "under 18" in one.words


@pytest.mark.parametrize(("age", "reason"), [(17, Withheld.MINOR), (18, Withheld.VICTIM)])
def test_who_is_eighteen_is_no_child(age, reason):
    (one,) = find_redactions(f"Samir Haddad, {age}, was killed in Qara.")
    assert one.reason is reason


TEXT = "Zaki Nasser, 14, was killed with 6 others in Hama, resident Umm Yusuf said. Nasser was a pupil."
NAMES = ("Zaki", "Nasser", "Umm", "Yusuf")


def shown(more=()):
    document = Document(id="d", text=TEXT, date=on(5), source="Valley Post", title="Zaki Nasser is dead")
    sentence = TEXT[:75]
    at = sentence.index("6")
    said = Casualty(
        harm=Harm.KILLED, best=6, words="Zaki Nasser and 6 others", figure=Quote(start=at, end=at + 1, text="6")
    )
    credit = Attribution(speaker="Umm Yusuf", role=Role.RESIDENT)
    whole = {
        "document": "d",
        "quote": Quote(start=0, end=75, text=sentence),
        "attribution": credit,
        "source": "Valley Post",
    }
    claims = {
        "c1": Claim(said=said, **whole),
        "c2": Claim(said=Event(type=EventType.ATTACK, recipients=("Zaki Nasser",)), **whole),
    }
    return claims, {"d": document}, whole


def test_no_field_of_what_is_shown_holds_a_hidden_name(week):
    claims, documents, _ = shown()
    person = ActorRecord(
        id="a", name="Umm Yusuf", aliases=(), kind=ActorKind.PERSON, country=None, relations=(), claims=("c1",)
    )
    record = replace(week[0], actors=(*week[0].actors, person))
    first, *rest = record.events
    told = replace(first, voices=("Umm Yusuf",), recipients=("Zaki Nasser",), grade_reason="Umm Yusuf alone says so.")
    kept = shield(replace(record, events=(told, *rest)), {**week[1], **claims}, {**week[2], **documents})
    public = redact_shown(kept)
    lines = [claim_to_line(claim) for claim in public.shown.claims.values()]
    lines += [to_plain(one) for one in public.shown.documents.values()]
    lines.append(to_plain(public.shown.record))
    told_all = json.dumps(lines)
    assert not [name for name in NAMES if name in told_all]
    assert kept.documents["d"].text == TEXT
    assert {one.reason for one in public.hidden["d"]} == {Withheld.MINOR, Withheld.WITNESS}
    assert [TEXT[one.start : one.end] for one in public.hidden["d"]] == ["Zaki Nasser", "Umm Yusuf", "Nasser"]


def test_a_figure_still_stands_where_its_quote_has_it(week):
    claims, documents, _ = shown()
    public = redact_shown(shield(week[0], {**week[1], **claims}, {**week[2], **documents}))
    claim = public.shown.claims["c1"]
    figure = claim.said.figure
    assert claim.quote.text[figure.start - claim.quote.start : figure.end - claim.quote.start] == "6"
    assert claim.quote.end - claim.quote.start == len(claim.quote.text)


def test_what_names_nobody_is_left_as_it_is(week):
    kept = shield(*week)
    public = redact_shown(kept)
    assert public.shown.record.control == kept.record.control
    assert public.hidden == {}
