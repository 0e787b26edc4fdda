"""Changed documents in, those that have a name which is rare no longer, or has become so, out."""

from collections import Counter
from collections.abc import Mapping

from marsad.reconcile.notes import CountryNote, DocumentNote, WordNote
from marsad.reconcile.rare import DocumentWords, Words, is_rare, list_actor_words, list_words
from marsad.reconcile.work import NotLocalError, Work

ALL = ""
"""The name of the one note of all countries."""
Documents = Mapping[str, DocumentWords | DocumentNote]


def find_rare(work: Work, words: Words) -> Words:
    """Those of the words that are rare names, by the notes as they stand."""
    known = list_actor_words(work.names, read_countries(work))
    notes = work.draft.notes(WordNote, words)
    return frozenset(word for word, note in notes.items() if _is_rare(word, note, known))


def recount_names(work: Work, changed: set[str], now: Mapping[str, DocumentWords]) -> set[str]:
    """The documents that have a name whose rarity changes with the words of the changed documents, `now`.

    Raises:
        NotLocalError: a name that many documents had is in few now, and nobody noted in which.
    """
    former = work.former(changed)
    before, after = read_countries(work), _recount_countries(work, former, now)
    told: list[DocumentWords | DocumentNote] = [*former.values(), *now.values()]
    words = {word for one in told for word in (*one.names, *one.known)}
    for country in before ^ after:
        words |= work.names.words.get(country, frozenset())
    was = work.draft.notes(WordNote, words)
    known_before, known_after = list_actor_words(work.names, before), list_actor_words(work.names, after)
    _recount_words(work, former, now)
    notes = work.draft.notes(WordNote, words)
    flipped = [
        word
        for word, note in notes.items()
        if _is_rare(word, was.get(word, WordNote()), known_before) != _is_rare(word, note, known_after)
    ]
    return {
        document
        for word in flipped
        for note in (was.get(word), notes[word])
        for document in (note.documents if note else ())
    }


def count_words(work: Work, documents: set[str]) -> dict[str, DocumentWords]:
    """The words of each document that decide which names are rare."""
    return list_words(work.testimonies_in(documents))


def read_countries(work: Work) -> set[str]:
    """The countries that any document tells of."""
    note = work.draft.notes(CountryNote, [ALL]).get(ALL)
    return set(note.counts) if note else set()


def _is_rare(word: str, note: WordNote, known: Words) -> bool:
    return is_rare(note.count) and not note.known and word not in known


def _recount_countries(work: Work, former: Documents, now: Documents) -> set[str]:
    note = work.draft.notes(CountryNote, [ALL]).get(ALL)
    counts = Counter(note.counts if note else {})
    counts.update(country for one in now.values() for country in one.countries)
    counts.subtract(country for one in former.values() for country in one.countries)
    told = {country: count for country, count in counts.items() if count}
    if note is None or told != note.counts:
        work.draft.put_note(ALL, CountryNote(counts=told))
    return set(told)


def _recount_words(work: Work, former: Documents, now: Documents) -> None:
    gone, come = _list_holders(former), _list_holders(now)
    known = Counter(word for one in now.values() for word in one.known)
    known.subtract(word for one in former.values() for word in one.known)
    words = gone.keys() | come.keys() | known.keys()
    notes = work.draft.notes(WordNote, words)
    for word in words:
        note = notes.get(word, WordNote())
        count = _recount(note, gone.get(word, set()), come.get(word, set()), known[word])
        if count != note:
            work.draft.put_note(word, count)


def _recount(note: WordNote, gone: set[str], come: set[str], known: int) -> WordNote:
    count = note.count - len(gone) + len(come)
    if not is_rare(count):
        return WordNote(count=count, known=note.known + known)
    if note.count and not is_rare(note.count):
        raise NotLocalError
    return WordNote(count=count, known=note.known + known, documents=(note.documents - gone) | come)


def _list_holders(documents: Documents) -> dict[str, set[str]]:
    holders: dict[str, set[str]] = {}
    for document, one in documents.items():
        for word in one.names:
            holders.setdefault(word, set()).add(document)
    return holders
