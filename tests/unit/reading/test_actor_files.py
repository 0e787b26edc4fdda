"""The dated actor files and the country lexicon: every table is whole, every name means one actor on any one day."""

import tomllib
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest

from marsad.domain.vocabulary import ActorKind, RelationKind, Role

Table = dict[str, Any]

READING = files("marsad.reading")
ACTOR_FILES = {
    entry.name: tomllib.loads(entry.read_text(encoding="utf-8"))
    for entry in sorted((READING / "actors").iterdir(), key=lambda entry: entry.name)
    if entry.name.endswith(".toml")
}
ACTORS: list[tuple[str, Table]] = [(name, actor) for name, content in ACTOR_FILES.items() for actor in content["actor"]]
COUNTRIES: list[Table] = tomllib.loads((READING / "lexicon" / "countries.toml").read_text(encoding="utf-8"))["country"]

REQUIRED = {"id", "name", "kind", "source"}
LISTS = {"aliases", "short", "side"}
OPTIONAL = {"role", "country", "inter", "since", "until", "relations"} | LISTS
RELATION_KEYS = {"relation", "other", "since", "until"}
WITHOUT_INTER = {ActorKind.MONITOR, ActorKind.MEDIA, ActorKind.PERSON}
KINDS, ROLES, RELATIONS = ({member.value for member in closed} for closed in (ActorKind, Role, RelationKind))
PART_ONE_FILES = {
    f"{region}.toml"
    for region in (
        "syria", "iraq", "yemen", "israel_palestine", "lebanon", "iran", "turkey", "libya_egypt", "gulf",
        "world_bodies", "monitors_media",
    )
}  # fmt: skip


def list_faults(faults: list[str]) -> str:
    return f"{len(faults)} to mend:\n" + "\n".join(sorted(faults))


def collect_names(actor: Table) -> list[str]:
    return [actor["name"], *actor.get("aliases", [])]


def share_a_day(one: Table, other: Table) -> bool:
    """Whether both names are in use at once; handing a name over on the day of change is no clash."""
    starts: tuple[date, date] = (one.get("since", date.min), other.get("since", date.min))
    ends: tuple[date, date] = (one.get("until", date.max), other.get("until", date.max))
    return max(starts) < min(ends)


def find_key_faults(actor: Table) -> list[str]:
    keys = set(actor)
    faults = [f"lacks {key}" for key in REQUIRED - keys] + [f"unknown key {key}" for key in keys - REQUIRED - OPTIONAL]
    faults += [f"empty {key}" for key in sorted(keys) if actor[key] in ("", [], {})]
    faults += [f"{key} is not a list of words" for key in LISTS & keys if not is_word_list(actor[key])]
    return faults


def is_word_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word and word == word.strip() for word in value)


def find_vocabulary_faults(actor: Table) -> list[str]:
    faults = [f"kind {actor['kind']}"] if actor["kind"] not in KINDS else []
    faults += [f"role {actor['role']}"] if actor.get("role", Role.UNKNOWN) not in ROLES else []
    faults += [f"relation {tie['relation']}" for tie in actor.get("relations", []) if tie["relation"] not in RELATIONS]
    if "inter" in actor and (actor["inter"] not in range(1, 9) or actor["kind"] in WITHOUT_INTER):
        faults.append(f"inter {actor['inter']} for a {actor['kind']}")
    return faults


def find_date_faults(table: Table) -> list[str]:
    dates = {key: table[key] for key in ("since", "until") if key in table}
    faults = [f"{key} {value} is not a day" for key, value in dates.items() if type(value) is not date]
    if not faults and len(dates) == len(("since", "until")) and dates["since"] > dates["until"]:
        faults.append(f"since {dates['since']} is after until {dates['until']}")
    return faults


@pytest.mark.parametrize("name", sorted(PART_ONE_FILES | set(ACTOR_FILES)))
def test_a_file_holds_actors_under_a_comment_that_says_what_it_holds(name: str) -> None:
    assert name in ACTOR_FILES, f"no actors/{name}"
    assert (READING / "actors" / name).read_text(encoding="utf-8").startswith("# ")
    assert set(ACTOR_FILES[name]) == {"actor"}
    assert ACTOR_FILES[name]["actor"]


@pytest.mark.parametrize("name", sorted(ACTOR_FILES))
@pytest.mark.parametrize("find_faults", [find_key_faults, find_vocabulary_faults, find_date_faults])
def test_every_actor_is_well_formed(name: str, find_faults: Callable[[Table], list[str]]) -> None:
    faults = [f"{actor.get('id')}: {fault}" for actor in ACTOR_FILES[name]["actor"] for fault in find_faults(actor)]
    assert not faults, list_faults(faults)


def test_ids_are_slugs_and_unique_over_all_files() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for name, actor in ACTORS:
        homes[actor["id"]].append(name)
    faults = [f"{slug} stands in {' and '.join(names)}" for slug, names in homes.items() if len(names) > 1]
    faults += [f"{slug} is no slug" for slug in homes if slug != slug.lower() or not slug.replace("-", "").isalnum()]
    assert not faults, list_faults(faults)


def test_relations_point_to_other_actors_of_these_files_on_ordered_days() -> None:
    known = {actor["id"] for _, actor in ACTORS}
    faults = []
    for name, actor in ACTORS:
        for tie in actor.get("relations", []):
            where = f"{name}: {actor['id']} {tie['relation']} {tie['other']}"
            faults += [f"{where}: no such actor"] if tie["other"] not in known else []
            faults += [f"{where}: itself"] if tie["other"] == actor["id"] else []
            faults += [f"{where}: unknown key {key}" for key in set(tie) - RELATION_KEYS]
            faults += [f"{where}: {fault}" for fault in find_date_faults(tie)]
    assert not faults, list_faults(faults)


def test_a_name_is_written_once_in_an_actor() -> None:
    faults = []
    for name, actor in ACTORS:
        seen: set[str] = set()
        for word in collect_names(actor) + actor.get("short", []):
            faults += [f"{name}: {actor['id']}: {word!r} twice"] if word in seen else []
            seen.add(word)
    assert not faults, list_faults(faults)


def test_no_name_means_two_actors_on_one_day() -> None:
    bearers: dict[str, list[tuple[str, Table]]] = defaultdict(list)
    for name, actor in ACTORS:
        for word in {word.casefold() for word in collect_names(actor)}:
            bearers[word].append((name, actor))
    faults = [
        f"{word!r} is {one['id']} ({here}) and {other['id']} ({there})"
        for word, holders in bearers.items()
        for (here, one), (there, other) in combinations(holders, 2)
        if share_a_day(one, other)
    ]
    assert not faults, list_faults(faults)


def test_every_actor_country_is_in_the_country_lexicon() -> None:
    known = {country["iso"] for country in COUNTRIES}
    faults = [
        f"{name}: {actor['id']}: {actor['country']}"
        for name, actor in ACTORS
        if actor.get("country", "SY") not in known
    ]
    assert not faults, list_faults(faults)


@pytest.mark.parametrize(
    ("word", "day", "expected"),
    [
        ("Syrian army", date(2016, 12, 1), "syrian-arab-army"),
        ("Syrian army", date(2025, 7, 15), "syrian-armed-forces"),
        ("Al-Qaeda's Syria branch", date(2015, 6, 1), "jabhat-al-nusra"),
        ("HTS", date(2024, 12, 1), "hts"),
        ("Libyan government", date(2011, 3, 20), "gaddafi-government"),
        ("Libyan government", date(2019, 5, 1), "gna-libya"),
        ("Gaza's health ministry", date(2024, 1, 1), "gaza-health-ministry"),
        ("International Committee of the Red Cross", date(1999, 1, 1), "icrc"),
    ],
)
def test_a_dated_name_means_the_actor_of_its_day(word: str, day: date, expected: str) -> None:
    on_that_day = [
        actor["id"]
        for _, actor in ACTORS
        if word.casefold() in {name.casefold() for name in collect_names(actor)}
        and actor.get("since", date.min) <= day <= actor.get("until", date.max)
    ]
    assert on_that_day == [expected]


def test_country_codes_are_two_letters_and_unique() -> None:
    codes = [country["iso"] for country in COUNTRIES]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if len(code) != len("SY") or not code.isupper()] == []


# Two states may share a demonym in the press; none may share a name or a seat of government.
@pytest.mark.parametrize("fields", [("name", "names"), ("capital", "seats")])
def test_a_country_name_or_seat_means_one_country(fields: tuple[str, ...]) -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for country in COUNTRIES:
        for field in fields:
            value = country.get(field, [])
            for word in [value] if isinstance(value, str) else value:
                bearers[word].add(country["iso"])
    assert {word: codes for word, codes in bearers.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("word", "field", "iso"),
    [
        ("Palestinian", "demonyms", "PS"),
        ("Britain", "names", "GB"),
        ("U.S.", "demonyms", "US"),
        ("Kremlin", "seats", "RU"),
        ("White House", "seats", "US"),
        ("Burma", "names", "MM"),
        ("Nigerien", "demonyms", "NE"),
        ("Nigerian", "demonyms", "NG"),
    ],
)
def test_words_of_the_press_find_their_country(word: str, field: str, iso: str) -> None:
    assert [country["iso"] for country in COUNTRIES if word in country.get(field, [])] == [iso]
