"""What may be shown of an event or a spell in, a version of it that can be published out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.publication import Pinned, PinnedSentence
from marsad.domain.record import ControlSpell, EventRecord, Revision, Toll
from marsad.export.shield import Shielded, voice_of
from marsad.export.wording import say

WEB = ("https://", "http://")


def pin(thing: EventRecord | ControlSpell, shown: Shielded) -> Pinned:
    """The version: the thing as `shown` has it, with open claims alone, and the sentences of those."""
    if isinstance(thing, EventRecord):
        told = tuple(dict.fromkeys((*thing.claims, *(one.claim for toll in thing.tolls for one in toll.revisions))))
        event = replace(
            thing,
            claims=_open(thing.claims, shown),
            documents=(),
            tolls=tuple(_toll(one, shown) for one in thing.tolls),
        )
        return Pinned(event=event, sentences=_sentences(told, shown), held_back=not all(map(shown.may_cite, told)))
    told = tuple(dict.fromkeys((*thing.claims, *thing.contested_by)))
    spell = replace(thing, claims=_open(thing.claims, shown), contested_by=_open(thing.contested_by, shown))
    return Pinned(spell=spell, sentences=_sentences(told, shown), held_back=not all(map(shown.may_cite, told)))


def _open(ids: Iterable[str], shown: Shielded) -> tuple[str, ...]:
    return tuple(one for one in ids if shown.may_cite(one))


def _toll(toll: Toll, shown: Shielded) -> Toll:
    revisions = tuple(_revision(one, shown) for one in toll.revisions)
    return replace(toll, claims=_open(toll.claims, shown), revisions=revisions)


def _revision(one: Revision, shown: Shielded) -> Revision:
    replaced = one.replaces if one.replaces and shown.may_cite(one.replaces) else None
    return replace(one, claim=one.claim if shown.may_cite(one.claim) else "", replaces=replaced)


def _sentences(ids: Iterable[str], shown: Shielded) -> tuple[PinnedSentence, ...]:
    """One a quote and voice, in the order of day, outlet and words."""
    groups: dict[tuple[str, int, int, str], list[str]] = {}
    for key in ids:
        claim = shown.claims.get(key)
        if claim and shown.may_cite(key):
            place = (claim.document, claim.quote.start, claim.quote.end, voice_of(claim))
            groups.setdefault(place, []).append(key)
    return tuple(sorted(_said(groups.values(), shown), key=lambda one: (str(one.day or ""), one.outlet, one.text)))


def _said(groups: Iterable[list[str]], shown: Shielded) -> Iterator[PinnedSentence]:
    for keys in groups:
        claim = shown.claims[keys[0]]
        document = shown.documents.get(claim.document)
        if document:
            yield _sentence(tuple(sorted(keys)), claim, document)


def _sentence(keys: tuple[str, ...], claim: Claim, document: Document) -> PinnedSentence:
    unnamed = say("note", "unnamed")
    url = document.url if document.url and document.url.startswith(WEB) else None
    return PinnedSentence(
        claims=keys, text=claim.quote.text, voice=voice_of(claim) or unnamed, outlet=document.source or unnamed,
        role=say("role", claim.attribution.role) if claim.attribution else "", day=claim.reported or document.date,
        title=document.title, url=url,
    )  # fmt: skip
