"""A shelf and what came new to it in, what becomes of its record and workings out: the same as making all anew.

The steps are those of `reconcile`, by the same functions, each on what the new documents and judgements touch.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from unicodedata import unidata_version

import msgspec

from marsad.domain.actor import Actor
from marsad.domain.judgement import Judgement
from marsad.domain.problem import Problem
from marsad.domain.workings import RecordChange, Shelf
from marsad.reconcile.draft import Draft
from marsad.reconcile.names import index_actors
from marsad.reconcile.notes import DocumentNote, RulingNote, TellingNote
from marsad.reconcile.parts import report_large_parts
from marsad.reconcile.rare import DocumentWords
from marsad.reconcile.tables import find_profile
from marsad.reconcile.testimony import Testimony
from marsad.reconcile.update_actors import Named, update_actors
from marsad.reconcile.update_control import Grounds, update_control
from marsad.reconcile.update_events import update_events
from marsad.reconcile.update_figures import file_figures, follow_figures
from marsad.reconcile.update_names import count_words, recount_names
from marsad.reconcile.update_shelves import shelve_events
from marsad.reconcile.update_stories import find_copy_keys, retell_stories
from marsad.reconcile.update_tellings import tell_documents
from marsad.reconcile.update_totals import Totals, update_totals
from marsad.reconcile.work import NotLocalError, Work, rule

ALL = ""
"""The name of the one note of all judgements' problems."""


def update_record(
    shelf: Shelf,
    documents: Iterable[str],
    judged: Iterable[str],
    judgements: Collection[Judgement],
    *,
    actors: Iterable[Actor] = (),
    profile: str = "strict",
) -> RecordChange | None:
    """What becomes of the record that is kept; None where that cannot be told from its workings: make it anew.

    Args:
        shelf: claims, record and workings as they are kept. With no workings, and all documents, it is made anew.
        documents: those that the workings do not know yet.
        judged: the claims of judgements that were made, or taken back, since.
        judgements: all of them, as `reconcile` takes them.
        actors: the actor file that the record was made with.
        profile: that of the record.

    Raises:
        SetupError: no profile has that name.
    """
    try:
        work = Work(Draft(shelf), rule(judgements, shelf), index_actors(actors), find_profile(profile))
        return _update(work, {*documents, *shelf.documents_of(set(judged)).values()})
    except NotLocalError:
        return None


def name_rules(actors: Iterable[Actor], profile: str) -> str:
    """A digest of all that a record depends on beside its claims and judgements: the rules, the actors, the profile."""
    digest = sha256(f"{profile} {_hash_rules()} {unidata_version} ".encode())
    digest.update(msgspec.msgpack.encode(sorted(actors, key=lambda actor: actor.id)))
    return digest.hexdigest()


@cache
def _hash_rules() -> str:
    """A digest of the code and tables by which records are made; they ship with the package and do not change."""
    digest = sha256()
    for room in ("marsad.domain", "marsad.reconcile"):
        for entry in sorted(files(room).iterdir(), key=lambda entry: entry.name):
            if entry.is_file() and entry.name.endswith((".py", ".toml")):
                digest.update(entry.read_bytes())
    return digest.hexdigest()


def _update(work: Work, changed: set[str]) -> RecordChange:
    moved = retell_stories(work, changed)
    words = count_words(work, changed)
    flipped = recount_names(work, changed, words)
    redone = follow_figures(work, changed | moved | flipped)
    words |= count_words(work, redone - changed)
    former = work.former(redone)
    told = tell_documents(work, redone)
    change = update_events(work, _read_tellings(work, former.values()), told)
    shelve_events(work.draft, change)
    parts = _Parts(
        words=words,
        told=told,
        totals=update_totals(work, redone, change),
        grounds=update_control(work, redone),
        named=update_actors(work, redone),
    )
    _note_documents(work, redone, parts)
    _note_rulings(work)
    return work.draft.finish()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What the changed documents put into each part of the record, by document."""

    words: dict[str, DocumentWords]
    told: dict[str, TellingNote]
    totals: Totals
    grounds: Grounds
    named: Named


def _read_tellings(work: Work, former: Iterable[DocumentNote]) -> dict[str, TellingNote]:
    return work.draft.notes(TellingNote, {name for note in former for name in note.tellings})


def _note_documents(work: Work, documents: Collection[str], parts: _Parts) -> None:
    """Notes what each document has put in, with its parts that are above their wholes."""
    testimonies = work.testimonies_in(documents)
    standing = [one for one in testimonies if not one.withdrawn]
    problems: dict[str | None, list[Problem]] = {}
    for problem in report_large_parts(standing, work.maker(testimonies).wholes):
        problems.setdefault(problem.document, []).append(problem)
    tellings: dict[str, list[str]] = {}
    for name, telling in parts.told.items():
        for document in telling.telling.documents:
            tellings.setdefault(document, []).append(name)
    keys = find_copy_keys(one.claim for one in testimonies)
    former = work.former(documents)
    by_document: dict[str, list[Testimony]] = {}
    for one in testimonies:
        by_document.setdefault(one.claim.document, []).append(one)
    for document, those in sorted(by_document.items()):
        words = parts.words[document]
        note = DocumentNote(
            story=work.stories[document],
            copy_keys=keys.get(document, frozenset()),
            names=frozenset(words.names),
            known=frozenset(words.known),
            countries=frozenset(words.countries),
            tellings=tuple(sorted(tellings.get(document, ()))),
            totals=parts.totals.get(document, frozenset()),
            figures=tuple(file_figures(those, work.names)),
            taken_up={one.id: one.total for one in those if one.total},
            grounds=parts.grounds.get(document, ()),
            mentions=parts.named.get(document, ()),
            problems=tuple(dict.fromkeys(problems.get(document, ()))),
        )
        was = former[document].problems if document in former else ()
        work.draft.replace_problems(was, note.problems)
        work.draft.put_note(document, note)


def _note_rulings(work: Work) -> None:
    note = work.draft.notes(RulingNote, [ALL]).get(ALL)
    was, now = note.problems if note else (), tuple(work.rulings.problems)
    if was != now:
        work.draft.replace_problems(was, now)
        work.draft.put_note(ALL, RulingNote(problems=now))
