"""What was done to whom: one sentence in, harm and words of every figure out."""

import pytest

from marsad.domain.claim import Casualty


def told(claims):
    return {(claim.said.harm.value, claim.said.words) for claim in claims if isinstance(claim.said, Casualty)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A mortar killed three people and wounded 20.", {("killed", "three people"), ("injured", "20")}),
        ("Killed - 4, wounded - 11.", {("killed", "4"), ("injured", "11")}),
        ("KIA 14, WIA 31.", {("killed", "14"), ("injured", "31")}),
        ("Five guards were k1lled and two inj*red.", {("killed", "Five guards"), ("injured", "two inj*red")}),
        ("Eleven people were burned alive.", {("killed", "Eleven people")}),
        ("12 people are missing and feared dead.", {("missing", "12 people")}),
        ("Six of our riflemen fell in battle.", {("killed", "Six of our riflemen")}),
        ("The mine took the lives of six clerks.", {("killed", "six clerks")}),
        ("The raid ended in the martyrdom of six citizens.", {("killed", "six citizens")}),
        ("The unit lost 3 tanks and 12 soldiers.", {("killed", "12 soldiers")}),
        ("Police shot at looters, killing according to the latest toll 44 people.", {("killed", "44 people")}),
        ("Seven farmers were killed and nine wounded.", {("killed", "Seven farmers"), ("injured", "nine wounded")}),
        ("The blast left 14 people dead.", {("killed", "14 people")}),
        ("The raid left at least 30 people killed.", {("killed", "at least 30 people")}),
        ("Two teachers were found dead in a well.", {("killed", "Two teachers")}),
        ("Gunmen hacked nine men to death.", {("killed", "nine men")}),
        ("Gunmen gunned down two traders.", {("killed", "two traders")}),
        ("The raid resulted in the death of two policemen.", {("killed", "two policemen")}),
        ("The bodies of eleven men were found in a well.", {("killed", "eleven men")}),
        ("Twelve people lost their lives.", {("killed", "Twelve people")}),
        ("The quake of shells claimed the lives of 12 miners.", {("killed", "12 miners")}),
        ("A shepherd lost a leg to a mine.", {("injured", "A shepherd")}),
        ("Five guards suffered burns.", {("injured", "Five guards")}),
        ("Two boys were shot in the legs.", {("injured", "Two boys")}),
        ("The attack killed or wounded more than 30 people.", {("casualties", "more than 30 people")}),
        ("Nine people were kil*led and 20 w*unded.", {("killed", "Nine people"), ("injured", "20 w*unded")}),
        ("Fifteen people are buried under the rubble.", {("missing", "Fifteen people")}),
        ("Gunmen took six nurses hostage.", {("captured", "six nurses")}),
        ("Some 70,000 people have fled.", {("displaced", "Some 70,000 people")}),
        ("Between seven and eight members of the family were killed.", {("killed", "Between seven and eight members")}),
        ("A driver died alongside two porters.", {("killed", "A driver"), ("killed", "two porters")}),
        ("The victory was hailed by 200 fighters.", set()),
        ("Two gunmen killed five traders.", {("killed", "five traders")}),
        ("A clerk was shot dead by a man who then fled.", {("killed", "A clerk")}),
        ("The two sides swapped 64 prisoners.", set()),
        ("No casualties were reported.", {("casualties", "No casualties")}),
        ("Casualties in the port are unknown.", set()),
        ("The army wants to avoid civilian casualties.", set()),
        ("The team suffered a heavy defeat and lost three matches.", set()),
    ],
)
def test_who_was_harmed_and_how(claims_of, text, expected):
    assert told(claims_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The death toll rose to 31 on Monday.", 31),
        ("The toll of the strike on the market stands at 18.", 18),
        ("The dead numbered 41 by nightfall.", 41),
        ("His death brings to two the number of journalists killed this year.", 2),
    ],
)
def test_a_toll_counts_the_killed(claims_of, text, value):
    assert value in {claim.said.best for claim in claims_of(text) if isinstance(claim.said, Casualty)}
