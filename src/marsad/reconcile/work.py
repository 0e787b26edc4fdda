"""A draft, rulings and names in, testimonies of the documents asked for out: what each step of an update works with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from marsad.domain.claim import Claim
from marsad.domain.judgement import Judgement
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.workings import Shelf
from marsad.reconcile.draft import Draft
from marsad.reconcile.names import ActorNames
from marsad.reconcile.naming import name_actors
from marsad.reconcile.notes import DocumentNote
from marsad.reconcile.parts import find_wholes
from marsad.reconcile.rulings import Rulings, apply_judgements
from marsad.reconcile.tables import Profile
from marsad.reconcile.testimony import Testimony, bear_witness
from marsad.reconcile.tolls import TollMaker
from marsad.reconcile.voices import Story, find_voices


class NotLocalError(Exception):
    """What changed cannot be followed by the workings that are kept: the record must be made anew."""


class Work:
    """One update under way. Claims are given as corrected and named; nothing is read twice.

    Testimonies may be asked for once the stories of changed documents are told: each keeps the voice that it had then.
    """

    def __init__(self, draft: Draft, rulings: Rulings, names: ActorNames, profile: Profile) -> None:
        self.draft, self.rulings, self.names, self.profile = draft, rulings, names, profile
        self.stories: dict[str, Story] = {}
        self._claims: dict[str, Claim] = {}
        self._told: dict[str, Testimony] = {}
        self._members: dict[str, list[str]] = {}
        self._coupled: dict[str, set[str]] = defaultdict(set)
        pairs = rulings.same
        homes = draft.shelf.documents_of({one for pair in pairs for one in pair}) if pairs else {}
        for one, other in pairs:
            self._coupled[homes[one]].add(homes[other])
            self._coupled[homes[other]].add(homes[one])

    def couple(self, documents: Iterable[str]) -> set[str]:
        """The documents, and those that people's "same" ties to them by any chain: they are grouped together."""
        found: set[str] = set()
        ahead = set(documents)
        while ahead:
            found |= ahead
            ahead = {other for one in ahead for other in self._coupled.get(one, ())} - found
        return found

    def claims_in(self, documents: Collection[str]) -> dict[str, Claim]:
        """The claims of the documents, by id, in order of id."""
        unread = [one for one in documents if one not in self._members]
        self._members |= {one: [] for one in unread}
        if unread:
            for name, claim in self._keep(self.draft.shelf.claims_in(unread)).items():
                self._members[claim.document].append(name)
        return {name: self._claims[name] for name in sorted(name for one in documents for name in self._members[one])}

    def testimonies_in(self, documents: Collection[str]) -> list[Testimony]:
        """The testimonies of the documents, in order of claim id."""
        return self._witness(self.claims_in(documents))

    def testimonies_of(self, claims: Collection[str]) -> list[Testimony]:
        """The testimonies of single claims, in order of claim id."""
        self._keep(self.draft.shelf.claims_by_id([one for one in claims if one not in self._claims]))
        return self._witness({name: self._claims[name] for name in sorted(claims)})

    def maker(self, testimonies: Iterable[Testimony]) -> TollMaker:
        """What tolls are made with, where the testimonies are all those of their documents."""
        wholes = find_wholes(one for one in testimonies if not one.withdrawn)
        return TollMaker(names=self.names, profile=self.profile, wholes=wholes)

    def former(self, documents: Collection[str]) -> dict[str, DocumentNote]:
        """What is noted of documents."""
        return self.draft.notes(DocumentNote, documents)

    def tell_totals(self, taken: Mapping[str, str], documents: Collection[str]) -> None:
        """Lets the documents' figures be of the totals that they take up, by claim id, and of no other."""
        for one in self.testimonies_in(documents):
            self._told[one.id] = replace(one, total=taken.get(one.id))

    def _keep(self, read: Mapping[str, Claim]) -> dict[str, Claim]:
        kept = {name: name_actors(self.rulings.corrected.get(name, claim), self.names) for name, claim in read.items()}
        self._claims |= kept
        return kept

    def _witness(self, claims: Mapping[str, Claim]) -> list[Testimony]:
        fresh = {name: claim for name, claim in claims.items() if name not in self._told}
        former = self.former({claim.document for claim in fresh.values()})
        self.stories = {name: note.story for name, note in former.items()} | self.stories
        totals = {claim: total for note in former.values() for claim, total in note.taken_up.items()}
        voices = find_voices(fresh, self.names, self.stories)
        for one in bear_witness(fresh, voices, frozenset(self.rulings.withdrawn)):
            self._told[one.id] = replace(one, total=totals[one.id]) if one.id in totals else one
        return [self._told[name] for name in claims]


def rule(judgements: Collection[Judgement], shelf: Shelf) -> Rulings:
    """The rulings of all judgements.

    Raises:
        NotLocalError: one moves a claim to another document.
    """
    standing = [one for one in judgements if not one.undone]
    corrections = [one for one in standing if one.kind is JudgementKind.CORRECT]
    if any(path == "document" for one in corrections for path, _ in one.correction):
        raise NotLocalError
    corrected = {claim for one in corrections for claim in one.claims}
    present = shelf.documents_of({claim for one in standing for claim in one.claims}) if standing else {}
    claims = dict(shelf.claims_by_id(corrected)) if corrected else {}
    return apply_judgements(judgements, claims, present.keys())
