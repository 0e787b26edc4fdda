"""Ordinary verbs in the company that makes an event of them ("took refuge"): a verb in, its type out.

The frames are `lexicon/frames.toml`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.domain.vocabulary import EventType
from marsad.reading.inflection import verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Token
from marsad.reading.people import force_nouns, plural_forms
from marsad.reading.phrases import (
    children,
    conjuncts,
    done_by,
    done_to,
    is_verb,
    objects_of_prepositions,
    passive_agent,
)

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
BARE = frozenset({"nsubj", "aux", "punct", "npadvmod", "advmod", "ccomp", "cc", "conj", "mark", "neg"})
"""What may hang on a verb that stands alone ("the town has now fallen")."""
CLAUSES = frozenset({"advcl", "ccomp", "relcl", "parataxis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What must stand beside one of its verbs, None where nothing is asked; of type None it tells no act of war."""

    type: EventType | None
    lemma: str
    particle: frozenset[str] | None = None
    subject: frozenset[str] | None = None
    object: frozenset[str] | None = None
    by: frozenset[str] | None = None
    after: frozenset[str] | None = None
    to: frozenset[str] | None = None
    beside: frozenset[str] | None = None
    unless: frozenset[str] | None = None
    under: frozenset[str] | None = None
    bare: bool = False


NAMED = frozenset({"(a name)"})
"""The class of whatever has a name."""


def framed(verb: Token) -> Frame | None:
    """The first frame that the verb and its company fill; None for a verb alone."""
    return next((frame for frame in _frames().get(verb.lower_, ()) if _fills(verb, frame)), None)


def _fills(verb: Token, frame: Frame) -> bool:
    if frame.particle is not None and not _has_particle(verb, frame.particle):
        return False
    if frame.subject is not None and not _acts(_doer(verb), frame):
        return False
    if frame.object is not None and not _is_of(_sufferer(verb), frame.object):
        return False
    if frame.by is not None and not _stands_after(verb, frame.by, frame.after):
        return False
    return _has_words(verb, frame) and not _is_barred(verb, frame)


def _has_words(verb: Token, frame: Frame) -> bool:
    """Whether the verb has the verb under it and the word beside it that the frame asks for."""
    if frame.to is not None and not any(
        each.lower_ in frame.to and each.dep_ in {"xcomp", "ccomp", "pcomp", "dobj", "advcl"} for each in verb.children
    ):
        return False
    return frame.beside is None or any(each.lower_ in frame.beside for each in _near(verb, DEPTH))


def _doer(verb: Token) -> Token | None:
    """Who does it; a finite verb that the parser hangs on its subject ("Bandits set upon a convoy") has it there."""
    if verb.dep_ == "acl" and (verb.tag_ == "VBD" or verb.head.dep_ == "ROOT") and passive_agent(verb) is None:
        return verb.head
    return done_by(verb)


def _sufferer(verb: Token) -> Token | None:
    """To whom it is done; of a participle after a name and a comma ("At Sake, taken by the rebels, …") that name."""
    before = verb.doc[verb.i - 2] if verb.i > verb.sent.start + 1 and verb.nbor(-1).text == "," else None
    if before is not None and verb.dep_ in {"acl", "advcl"} and verb.tag_ == "VBN" and before.tag_ in NAMES:
        return before
    return done_to(verb)


def _is_barred(verb: Token, frame: Frame) -> bool:
    """Whether something stands by the verb that the frame does not let stand there."""
    if frame.unless is not None and any(each.lower_ in frame.unless for each in verb.children):
        return True
    if frame.under is not None and verb.head.lower_ not in frame.under:
        return True
    if not frame.bare:
        return False
    named = children(verb, "nsubj")
    return any(each.dep_ not in BARE for each in verb.children) or any(list(each.children) for each in named)


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
    struck = done_to(verb)
    for each in (*verb.children, *(struck.children if struck is not None and struck.i > verb.i else ())):
        if each.i < verb.i or each.lower_ not in by:
            continue
        nouns = [noun for noun in _near(each, 2) if noun.i != each.i]
        if after is None or any(_named(noun, after) for noun in nouns):
            return True
    return False


def _near(token: Token, steps: int) -> Iterator[Token]:
    """The words under the token within so many steps; of a clause its verb alone."""
    if steps:
        for each in token.children:
            if each.dep_ == "conj" and is_verb(each):
                continue
            yield each
            if each.dep_ not in CLAUSES:
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
    asked = {name: _class(entry[name]) for name in ("subject", "object", "after", "beside", "unless") if name in entry}
    words = {name: frozenset(entry[name]) for name in ("particle", "by") if name in entry}
    verbs = {
        name: frozenset(form for verb in entry[name] for form in verb_forms(verb))
        for name in ("to", "under")
        if name in entry
    }
    kind = None if entry["type"] == "none" else EventType(entry["type"])
    return Frame(type=kind, lemma=lemma, bare=entry.get("bare", False), **asked, **words, **verbs)


@cache
def _known_class(name: str) -> frozenset[str]:
    if name == "named":
        return NAMED
    if name == "ground":
        return NAMED | _known_class("place")
    found = _forms(load_lexicon("frames")["classes"][name])
    return found | force_nouns() if name == "forces" else found


def _class(asked: str | list[str]) -> frozenset[str]:
    return _known_class(asked) if isinstance(asked, str) else _forms(asked)


def _forms(nouns: Iterable[str]) -> frozenset[str]:
    """Singulars and plurals of the nouns; of "@name" those of the class of that name."""
    found: set[str] = set()
    for noun in nouns:
        if noun.startswith("@"):
            found |= _known_class(noun[1:])
        else:
            found |= {form.casefold() for form in plural_forms(noun)}
    return frozenset(found)
