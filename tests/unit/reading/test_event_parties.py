"""Who did it, to whom and how many: a text in, the sides and the count of its events out."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from marsad.domain.claim import Claim, Event


def events_of(claims: Iterable[Claim]) -> list[Event]:
    return [claim.said for claim in claims if isinstance(claim.said, Event)]


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("The junta threw out the French ambassador on Monday.", ("junta",)),
        ("The junta threw out the French ambassador in Niamey on Monday.", ("Nigerien junta",)),
        ("A fighter jet bombed a market in Saraqib on Friday.", ()),
        ("The gang attacked the police station of Croix-des-Bouquets on Friday.", ("gang", "Haitian police")),
        ("The Russian foreign ministry said that its aircraft had struck a depot near Sarmin.", ("Russia",)),
        ("The Turkish defence ministry said its forces had shelled a post near Manbij.", ("Turkish forces",)),
        ("Hayat Tahrir al-Sham said its drones had struck an army post near Sarmin.", ("Hayat Tahrir al-Sham",)),
    ],
)
def test_agents_of_the_first_event(claims_of: Callable[..., Any], text: str, agents: tuple[str, ...]) -> None:
    assert events_of(claims_of(text))[0].agents == agents


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("The troops left Ansongo on Friday.", ()),
        ("The garrison quit Menaka before dawn.", ()),
        ("The kidnapping of two engineers in Tumaco alarmed the firm.", ("engineers",)),
        ("A missile struck the tanker Blue Dawn off Mocha on Sunday.", ("Blue Dawn",)),
        ("A mine tore through an army pickup near Arbil.", ("army",)),
        ("Jets destroyed a command post of militants near Sarmin.", ("militants",)),
        ("Militiamen looted the hospital of El Geneina.", ("hospital",)),
    ],
)
def test_recipients_of_the_first_event(claims_of: Callable[..., Any], text: str, recipients: tuple[str, ...]) -> None:
    assert events_of(claims_of(text))[0].recipients == recipients


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They fired two rockets into Goma.", 2),
        ("The militia shelled the base, firing two rockets.", 2),
        ("Eleven vehicles were destroyed at the depot.", 11),
        ("Police said 12 people were detained in Minsk.", 12),
        ("At least 12 people were detained in Minsk.", None),
        ("Gunmen killed nine traders in Potiskum.", None),
    ],
)
def test_count_of_the_first_event(claims_of: Callable[..., Any], text: str, count: int | None) -> None:
    assert events_of(claims_of(text))[0].count == count
