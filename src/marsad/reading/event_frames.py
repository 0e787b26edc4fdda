"""Ordinary verbs in the company that makes an event of them ("took refuge"): a verb in, its type out.

The frames are `lexicon/frames.toml`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from marsad.domain.vocabulary import EventType
from marsad.reading.inflection import verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.people import force_nouns, plural_forms
from marsad.reading.phrases import conjuncts, done_by, done_to, is_verb, objects_of_prepositions

NAMES = frozenset({"NNP", "NNPS"})
MEASURES = frozenset(
    {"thousands", "hundreds", "dozens", "scores", "millions", "group", "groups", "crowd", "crowds", "number"}
)
"""Nouns before "of" that only count what follows."""
SIDES = frozenset({"army", "gunman", "fighter", "minister"})
"""Of these each class of sides has one."""
SEVERAL = frozenset({"they", "we", "who"})
DEPTH = 4
"""Steps down from the verb within which a word is beside it."""
CLAUSES = frozenset({"advcl", "ccomp", "relcl", "parataxis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What must stand beside one of its verbs; None where nothing is asked."""

    type: EventType
    lemma: str
    particle: frozenset[str] | None = None
    subject: frozenset[str] | None = None
    object: frozenset[str] | None = None
    by: frozenset[str] | None = None
    after: frozenset[str] | None = None
    to: frozenset[str] | None = None
    beside: frozenset[str] | None = None


NAMED = frozenset({"(a name)"})
"""The class of whatever has a name."""


def framed(verb: Token) -> Frame | None:
    """The first frame that the verb and its company fill; None for a verb alone."""
    return next((frame for frame in _frames().get(verb.lower_, ()) if _fills(verb, frame)), None)


def _fills(verb: Token, frame: Frame) -> bool:
    if frame.particle is not None and not _has_particle(verb, frame.particle):
        return False
    if frame.subject is not None and not _acts(done_by(verb), frame):
        return False
    if frame.object is not None and not _is_of(done_to(verb), frame.object):
        return False
    if frame.to is not None and not any(
        each.lower_ in frame.to and each.dep_ in {"xcomp", "ccomp", "pcomp", "dobj", "advcl"} for each in verb.children
    ):
        return False
    if frame.by is not None and not _stands_after(verb, frame.by, frame.after):
        return False
    return frame.beside is None or any(each.lower_ in frame.beside for each in _near(verb, DEPTH))


def _has_particle(verb: Token, particles: frozenset[str]) -> bool:
    """Whether one hangs on the verb, or follows it at once and the parse gives it to a number ("handed over three")."""
    follows = verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ in particles
    return follows or any(each.lower_ in particles for each in verb.children if each.i > verb.i)


def _acts(doer: Token | None, frame: Frame) -> bool:
    """Whether the doer is of the frame's class; "they" may be any side, armed or in office."""
    if doer is not None and doer.lower_ in SEVERAL and frame.subject is not None and frame.subject & SIDES:
        return True
    return frame.subject is not None and _is_of(doer, frame.subject)


def _is_of(noun: Token | None, wanted: frozenset[str]) -> bool:
    """Whether the noun, one joined to it or what it counts is of the class."""
    if noun is None:
        return False
    return any(_named(each, wanted) for one in conjuncts(noun) for each in _counted(one))


def _counted(noun: Token) -> list[Token]:
    """What a number or measure counts ("dozens of families"), else the noun itself."""
    counted = objects_of_prepositions(noun, "of")
    return counted if counted and (noun.lower_ in MEASURES or noun.tag_ == "CD") else [noun, *counted]


def _named(noun: Token, wanted: frozenset[str]) -> bool:
    if wanted >= NAMED and noun.tag_ in NAMES:
        return True
    if noun.lower_ in wanted:
        return True
    return noun.i > 0 and f"{noun.nbor(-1).lower_} {noun.lower_}" in wanted


def _stands_after(verb: Token, by: frozenset[str], after: frozenset[str] | None) -> bool:
    """Whether one of the prepositions hangs on the verb, before a noun of the class where one is asked for."""
    for each in verb.children:
        if each.i < verb.i or each.lower_ not in by:
            continue
        nouns = [noun for noun in _near(each, 2) if noun.i != each.i]
        if after is None or any(_named(noun, after) for noun in nouns):
            return True
    return False


def _near(token: Token, steps: int) -> Iterator[Token]:
    """The words under the token within so many steps, clauses left out."""
    if steps:
        for each in token.children:
            if each.dep_ not in CLAUSES and not (each.dep_ == "conj" and is_verb(each)):
                yield each
                yield from _near(each, steps - 1)


@cache
def _frames() -> Mapping[str, tuple[Frame, ...]]:
    """Verb form → its frames, in the file's order."""
    table: dict[str, list[Frame]] = {}
    for entry in load_lexicon("frames")["frame"]:
        for lemma in entry["verbs"]:
            frame = _read(entry, lemma)
            for form in verb_forms(lemma):
                table.setdefault(form, []).append(frame)
    return {form: tuple(found) for form, found in table.items()}


def _read(entry: Mapping[str, Any], lemma: str) -> Frame:
    asked = {name: _class(entry[name]) for name in ("subject", "object", "after", "beside") if name in entry}
    words = {name: frozenset(entry[name]) for name in ("particle", "by") if name in entry}
    under = {"to": frozenset(form for verb in entry["to"] for form in verb_forms(verb))} if "to" in entry else {}
    return Frame(type=EventType(entry["type"]), lemma=lemma, **asked, **words, **under)


@cache
def _known_class(name: str) -> frozenset[str]:
    if name == "named":
        return NAMED
    if name == "ground":
        return NAMED | _known_class("place")
    nouns = frozenset(
        form.casefold() for noun in load_lexicon("frames")["classes"][name] for form in plural_forms(noun)
    )
    return nouns | force_nouns() if name == "forces" else nouns


def _class(asked: str | list[str]) -> frozenset[str]:
    if isinstance(asked, str):
        return _known_class(asked)
    return _forms(asked)


def _forms(nouns: Iterable[str]) -> frozenset[str]:
    return frozenset(form.casefold() for noun in nouns for form in plural_forms(noun))
