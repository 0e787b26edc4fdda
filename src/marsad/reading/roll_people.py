"""The listed dead as persons: entries of all sentences in, each person once with gender and age out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.domain.claim import Bounds
from marsad.domain.vocabulary import VictimsGroup
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import gender_of
from marsad.reading.people_ages import ADULT_YEARS
from marsad.reading.roll_entries import Entry

PRONOUN_REACH = 14
"""Tokens behind a name in which a pronoun speaks of it."""
GROUPS = (VictimsGroup.CHILDREN, VictimsGroup.WOMEN, VictimsGroup.MEN)
OPPOSITE = {VictimsGroup.WOMEN: VictimsGroup.MEN, VictimsGroup.MEN: VictimsGroup.WOMEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many of the listed are of a group, and how many more may be (their age or gender is not given)."""

    sure: int
    possible: int

    @property
    def bounds(self) -> Bounds:
        if self.possible == 0:
            return Bounds(low=self.sure, high=self.sure, best=self.sure)
        return Bounds(low=self.sure, high=self.sure + self.possible)


def known_people(page: Page, entries: Sequence[Entry]) -> list[Entry]:
    """The entries less those that tell of a person again, with the gender and age that the text gives anywhere."""
    people: list[Entry] = []
    for entry in entries:
        at = next((i for i, each in enumerate(people) if entry.name and is_same(each, entry)), None)
        if at is None:
            people.append(entry)
        else:
            people[at] = _merged(people[at], entry)
    people = _owners(people)
    return [
        each if each.gender or not each.name else replace(each, gender=_told_gender(page, each, people))
        for each in people
    ]


def is_same(one: Entry, other: Entry) -> bool:
    """Whether two names are one person's: the same first word, and the words of one within the other's."""
    if not one.name or not other.name or one.name[0] != other.name[0]:
        return False
    shared = set(one.name) & set(other.name)
    if one.age is not None and other.age is not None and one.age != other.age:
        return False
    return len(shared) == min(len(set(one.name)), len(set(other.name))) or (len(shared) >= 3)


def _merged(one: Entry, other: Entry) -> Entry:
    return replace(
        one,
        gender=one.gender or other.gender,
        age=one.age if one.age is not None else other.age,
        young=one.young or other.young,
        grown=one.grown or other.grown,
        name=max(one.name, other.name, key=len),
    )


def _owners(people: Sequence[Entry]) -> list[Entry]:
    """The people with the gender that "his wife" behind a name gives to who bears it."""
    found = list(people)
    for at, entry in enumerate(people):
        if entry.owner is None:
            continue
        for before in range(at - 1, -1, -1):
            holder = found[before]
            if holder.sentence != entry.sentence or OPPOSITE.get(entry.owner) is holder.gender:
                continue
            if holder.name:
                found[before] = replace(holder, gender=holder.gender or entry.owner)
                break
    return found


def _told_gender(page: Page, entry: Entry, people: Sequence[Entry]) -> VictimsGroup | None:
    """By a pronoun behind the name, by a namesake of the list, or as the father in another's name."""
    return _by_pronoun(page, entry) or _by_namesake(entry, people) or _by_patronymic(entry, people)


def _by_pronoun(page: Page, entry: Entry) -> VictimsGroup | None:
    first = entry.name[0]
    for token in page.doc:
        if token.lower_ != first or not token.text[:1].isupper():
            continue
        for other in page.doc[token.i + 1 : min(token.i + PRONOUN_REACH, token.sent.end)]:
            if other.ent_type_ == "PERSON" and other.ent_iob_ == "B" and other.lower_ not in entry.name:
                break
            gender = gender_of(other.lower_) if other.tag_ in {"PRP", "PRP$"} else None
            if gender is not None:
                return gender
        told = _by_next_sentence(page, token, entry)
        if told is not None:
            return told
    return None


def _by_next_sentence(page: Page, name: Token, entry: Entry) -> VictimsGroup | None:
    """By the "he" or "she" that opens the sentence after the one whose only person this is."""
    after = name.sent.end
    others = (each for each in name.sent if each.ent_type_ == "PERSON" and each.is_alpha)
    if after >= len(page.doc) or any(each.lower_ not in entry.name for each in others):
        return None
    opener = page.doc[after]
    return gender_of(opener.lower_) if opener.tag_ in {"PRP", "PRP$"} else None


def _by_namesake(entry: Entry, people: Sequence[Entry]) -> VictimsGroup | None:
    return next((each.gender for each in people if each.name and each.name[0] == entry.name[0] and each.gender), None)


def _by_patronymic(entry: Entry, people: Sequence[Entry]) -> VictimsGroup | None:
    """Men by being the father in a child's name: the second of three words, or more, of an Arabic name."""
    fathers = {each.name[1] for each in people if len(each.name) > 2}
    return VictimsGroup.MEN if entry.name[0] in fathers else None


def count_groups(people: Iterable[Entry]) -> Mapping[VictimsGroup, GroupCount]:
    """How many children, women and men the list holds, each with how many more it may."""
    sure, possible = dict.fromkeys(GROUPS, 0), dict.fromkeys(GROUPS, 0)
    for person in people:
        groups = groups_of(person)
        for group in groups:
            (sure if len(groups) == 1 else possible)[group] += person.count
    return {group: GroupCount(sure=sure[group], possible=possible[group]) for group in GROUPS}


def groups_of(person: Entry) -> tuple[VictimsGroup, ...]:
    """The groups that the person may be of: one where age and gender are told, offspring without an age may be two."""
    adult = (person.gender,) if person.gender is not None else ()
    if person.age is not None and person.age < ADULT_YEARS:
        return (VictimsGroup.CHILDREN,)
    if person.age is not None or person.grown:
        return adult
    if person.young:
        return (VictimsGroup.CHILDREN, *adult)
    return adult
