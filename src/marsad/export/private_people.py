"""A text with what is claimed of it in, the names of private persons and of minors in it out, each with its reason.

Names are found by the words about them and never by a list of persons; where a text does not say whose name it is, the
name stays. A public role, stated in the text, keeps a grown person's name; a minor's is hidden whatever the role.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.domain.claim import Attribution, Casualty, Claim, Event

ADULT_YEARS = 18
"""Source: Convention on the Rights of the Child, article 1."""
LETTER = r"[^\W\d_]"
CAPITAL = rf"(?:(?:al|el|ad|an|ar|as|ash|at|az)[-’'])?(?=[^\W\d_a-z])(?:{LETTER})(?:{LETTER}|[-’'])*"
NAME_RUN = re.compile(rf"\b{CAPITAL}(?: (?:(?:al|el|bin|bint|ibn|abu|umm|um|abd|de|von|van) )?{CAPITAL})*")
TOLD_AGE = r"(?:aged?|who was|was|only|just) "
AGE_BEHIND = re.compile(rf"^(?:, | \(|,? {TOLD_AGE})(?:{TOLD_AGE})*(\d{{1,3}})(?=[.;:)]|,(?!\d)| and\b| years?\b|$)")
MONTHS_BEHIND = re.compile(r"^,? ?\(?(?:aged )?(?:\w+|\d+)[ -](?:months?|weeks?|days?)[ -]old")
AGE_BEFORE = re.compile(r"(\d{1,3}|[a-z]+)[ -](year|month|week|day)s?[ -]old\s*$", re.IGNORECASE)
OLD = re.compile(r"\w+-\w+-old")
NEAR_LETTERS = 60
"""How far before and behind a name is looked for what it is."""


class Withheld(StrEnum):
    """Why a name is hidden; the words are in `redaction.toml`."""

    MINOR = "minor"
    VICTIM = "victim"
    WITNESS = "witness"


@cache
def redaction_file() -> dict[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("redaction.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRun:
    """Words with capitals that follow one another, where a name may stand."""

    start: int
    end: int
    text: str


def name_runs(text: str) -> Iterator[NameRun]:
    """Runs that may be a person's name: without the first word of a sentence that is none, without names of bodies."""
    known = redaction_file()["name"]
    never, bodies = frozenset(known["never"]), frozenset(known["bodies"])
    titles = _words("public", "titles") | _words("private", "witness")
    for found in NAME_RUN.finditer(text):
        words, at = found[0].split(" "), found.start()
        while words and (words[0].casefold() in never | titles or OLD.fullmatch(words[0])):
            at += len(words.pop(0)) + 1
        if words and bodies.isdisjoint(word.casefold() for word in words):
            name = " ".join(words).removesuffix("’s").removesuffix("'s")
            yield NameRun(start=at, end=at + len(name), text=name)


def private_names(text: str, claims: Iterable[Claim] = ()) -> dict[str, Withheld]:
    """Names of the text as written, with why each is hidden; `claims` are those of the text."""
    given = tuple(claims)
    places = {name for claim in given if claim.place for name in (claim.place.name, claim.place.text)}
    named = [one for one in _in_company(text) if one.run.text not in places and not _is_where(one)]
    told = {one.run.text: reason for one in named if (reason := _reason(one))}
    public = {word for one in named if _is_public(one) for word in one.run.text.split(" ")}
    found = _claimed(given, {one.run.text for one in named}) | told
    return {
        name: reason for name, reason in found.items()
        if reason is Withheld.MINOR or not public.issuperset(name.split(" "))
    }  # fmt: skip


def short_names(names: Iterable[str]) -> frozenset[str]:
    """Each name's own words, by which a text goes on to call its bearer."""
    inside = frozenset(redaction_file()["name"]["inside"])
    parts = (name.split(" ") for name in names)
    return frozenset(word for words in parts if len(words) > 1 for word in words if word.casefold() not in inside)


def _claimed(claims: Iterable[Claim], names: set[str]) -> dict[str, Withheld]:
    """Names that claims credit as a resident's or a witness's, or give as the harmed one's."""
    found: dict[str, Withheld] = {}
    for claim in claims:
        harmed = claim.said.recipients if isinstance(claim.said, Event) else ()
        harmed += (claim.said.words,) if isinstance(claim.said, Casualty) else ()
        found |= dict.fromkeys(_persons(harmed, names), Withheld.VICTIM)
        if claim.attribution and claim.attribution.role.value in redaction_file()["private"]["roles"]:
            found |= dict.fromkeys(_persons(_speakers(claim.attribution), names), Withheld.WITNESS)
    return found


def _speakers(credited: Attribution) -> tuple[str, ...]:
    return (credited.speaker, *(() if credited.spokesperson is None else (credited.spokesperson,)))


def _persons(told: Iterable[str], names: set[str]) -> Iterator[str]:
    """Those that are written as a name of at least two words, or with "Abu" or "Umm": one word may be a town."""
    return (name for name in told if name in names and " " in name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    """A name with the words before it and behind it; of names in a row ("residents Umm Yusuf and Sami Nasser") `lead`
    is what stands before the first.
    """

    run: NameRun
    before: str
    lead: str
    behind: str


def _in_company(text: str) -> Iterator[_Company]:
    last: _Company | None = None
    for run in name_runs(text):
        before = text[max(0, run.start - NEAR_LETTERS) : run.start]
        is_next = last is not None and text[last.run.end : run.start] in {", ", " and ", ", and ", " & "}
        lead = last.lead if is_next and last else before
        last = _Company(run=run, before=before, lead=lead, behind=text[run.end : run.end + NEAR_LETTERS])
        yield last


def _is_where(one: _Company) -> bool:
    """Whether the name is where something is and not who: "in Homs"; before one word more prepositions say so."""
    words = _words("name", "within") | (frozenset() if " " in one.run.text else _words("name", "where"))
    return one.before.casefold().rstrip().rpartition(" ")[2] in words


def _reason(one: _Company) -> Withheld | None:
    """Why the words around the name make it a private person's; None where they do not."""
    age = _age(one)
    if age is not None:
        return Withheld.MINOR if age < ADULT_YEARS else Withheld.VICTIM
    for reason in (Withheld.MINOR, Withheld.VICTIM, Withheld.WITNESS):
        words = _words("private", reason.value)
        if _ends_with(one.lead, words, one.behind) or _goes_on(one.behind, words):
            return reason
    return None


def _is_public(one: _Company) -> bool:
    return _ends_with(one.lead, _words("public", "titles")) or _goes_on(one.behind, _words("public", "behind"))


def _age(one: _Company) -> int | None:
    if MONTHS_BEHIND.match(one.behind):
        return 0
    found = AGE_BEHIND.match(one.behind)
    if found:
        return int(found[1])
    told = AGE_BEFORE.search(one.before)
    if told is None:
        return None
    if told[2] != "year":
        return 0
    return int(told[1]) if told[1].isdigit() else _spelled(told[1])


def _spelled(word: str) -> int | None:
    """The years that a number word up to seventeen spells: those that make a minor."""
    small = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    teens = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen")
    return next((years for years, name in enumerate((*small, *teens), 1) if name == word.casefold()), None)


def _ends_with(before: str, words: frozenset[str], behind: str | None = None) -> bool:
    """Whether the words before a name end with one of these; with a comma between, only if one stands behind it too."""
    last = before.rstrip()
    if last.endswith(",") and not (behind or "").startswith(","):
        return False
    if last.endswith((".", "!", "?", ";", ":")) and last[:-1].casefold().rpartition(" ")[2] not in _words(
        "name", "short"
    ):
        return False  # a sentence ended there
    told = re.sub(r"[^\w\s'-]", "", before).casefold().split()
    return not words.isdisjoint(" ".join(told[-length:]) for length in (1, 2, 3) if len(told) >= length)


def _goes_on(behind: str, words: frozenset[str]) -> bool:
    """Whether the words behind the name and a comma say what it is: ", a baker from Homs,"."""
    found = re.match(r", (?:an?|the|his|her|their|who is an?) ((?:[\w'-]+ ?){1,4})|, ((?:[\w'-]+ ?){1,2})", behind)
    if found is None:
        return False
    told = (found[1] or found[2]).casefold().split()
    return not words.isdisjoint(told if found[1] else told[:1])


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(redaction_file()[table][key])
