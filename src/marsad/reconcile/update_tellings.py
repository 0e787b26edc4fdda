"""Documents in, what each tells of events out."""

from itertools import chain

from marsad.reconcile.clusters import group_documents, tell_groups
from marsad.reconcile.eventful import index_pairs, is_eventful
from marsad.reconcile.notes import TellingNote
from marsad.reconcile.rare import list_marks, name_sentences
from marsad.reconcile.update_names import find_rare
from marsad.reconcile.work import Work


def tell_documents(work: Work, documents: set[str]) -> dict[str, TellingNote]:
    """What the documents tell, by first claim, each still a set of its own; the first of the record's two steps."""
    testimonies = work.testimonies_in(documents)
    maker = work.maker(testimonies)
    rare = find_rare(work, frozenset(chain.from_iterable(list_marks(one.claim.quote.text) for one in testimonies)))
    eventful = [one for one in testimonies if is_eventful(one, maker.wholes)]
    same, different = index_pairs(eventful, work.rulings)
    names = name_sentences(testimonies, lambda words: words & rare)
    desk = group_documents(eventful, maker.wholes, work.names, same, different, names)
    notes = {}
    for group, telling in zip(*tell_groups(desk), strict=True):
        claims = tuple(eventful[at].id for at in group)
        notes[claims[0]] = TellingNote(telling=telling, claims=claims, root=claims[0])
    return notes
