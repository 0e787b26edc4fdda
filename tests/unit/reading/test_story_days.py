"""The day that another sentence of the story gives an act or its dead."""

from collections.abc import Callable
from datetime import date

import pytest

from marsad.domain.claim import Claim

ClaimsOf = Callable[..., tuple[Claim, ...]]

SUNDAY, MONDAY, TUESDAY = date(2024, 3, 10), date(2024, 3, 11), date(2024, 3, 12)

DAYS = [
    # Later sentences give the day of what the first tells.
    ("A bomb killed two soldiers near Tillabery. The explosion happened on Tuesday.", "bomb killed", TUESDAY),
    ("Gunmen killed nine farmers in Plateau. The incident took place on Sunday night.", "Gunmen", SUNDAY),
    # Words that point back, and doers named again.
    ("Rebels attacked Beni on Monday. They also abducted two nurses.", "abducted", MONDAY),
    ("Bandits raided Dansadau on Monday. Elders counted the cost. The attack left six dead.", "six dead", MONDAY),
    ("Raiders burned a mill in Bor on Sunday. The raiders then abducted four girls.", "abducted", SUNDAY),
    ("Rebels kidnapped a judge in Goma on Monday. As a result of the action, his driver was killed.", "driver", MONDAY),
    ("Rebels attacked Beni on Monday. Troops said they repelled the attack.", "repelled", MONDAY),
    ("Jets bombed a market in Idlib on Sunday. A medic spoke. The army bombed traders in Idlib.", "traders", SUNDAY),
    # A date set off in front is that of the paragraph.
    ("On 12 March 2024, a fist fight ensued in Sabil. The police released two men.", "released", TUESDAY),
    # The same toll is the same event's.
    ("Shells hit Beni on Monday, killing 14. The town is quiet. A nurse said 14 people were killed.", "nurse", MONDAY),
    # Another place, another day, another act: nothing is carried.
    ("Rebels shelled Beni on Monday. Gunmen in Kano killed a trader.", "trader", None),
    ("Rebels raided Beni on Monday. Police arrested a singer in the capital.", "singer", None),
    ("Rebels killed nine farmers. The minister visited on Tuesday.", "farmers", None),
    ("Jets bombed Idlib on Monday. The war has killed thousands of people.", "thousands", None),
    ("Jets bombed Idlib on Monday. The army has bombed the province.", "has bombed", None),
]


@pytest.mark.parametrize(("text", "words", "day"), DAYS)
def test_a_story_gives_an_act_its_day(claims_of: ClaimsOf, text: str, words: str, day: date | None) -> None:
    told = [claim for claim in claims_of(text) if words in claim.quote.text and claim.kind in {"event", "casualty"}]
    assert told
    assert {claim.time.start if claim.time else None for claim in told} == {day}


HEADINGS = [
    ("Published March 9 2024 Rebels raided Beni on Thursday.", date(2024, 3, 7)),
    ("March 9 2024 Rebels raided Beni.", None),
    ("On March 9, 2024, rebels raided Beni.", date(2024, 3, 9)),
]


@pytest.mark.parametrize(("text", "day"), HEADINGS)
def test_a_text_is_told_from_its_own_heading(claims_of: ClaimsOf, text: str, day: date | None) -> None:
    times = {claim.time.start if claim.time else None for claim in claims_of(text) if claim.kind == "event"}
    assert times == {day}
