"""Claims in, voices out: who answers for each claim, so that ten papers quoting one ministry are one voice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from marsad.domain.claim import Attribution, Claim
from marsad.domain.vocabulary import Role
from marsad.reconcile.copies import trace_copies
from marsad.reconcile.names import ActorNames
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import words_table
from marsad.reconcile.testimony import Voice

SHOWN_ID = 10  # letters of an id that a table shows, as its commands take it
UNNAMED_ROLES = frozenset({Role.RESIDENT, Role.WITNESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a document's own voice depends on: its first print, that print's outlet, and whether it is protected."""

    first: str
    outlet: str | None = None
    protected: bool = False


def find_stories(claims: Collection[Claim]) -> dict[str, Story]:
    """The story of each document, by document.

    A protected one stands alone: no public document may take its outlet from it as from a first print.
    """
    protected = {claim.document for claim in claims if claim.protected}
    public = [claim for claim in claims if claim.document not in protected]
    outlets = {claim.document: claim.source for claim in public if claim.source}
    stories = {name: Story(first=first, outlet=outlets.get(first)) for name, first in trace_copies(public).items()}
    return stories | {name: Story(first=name, protected=True) for name in protected}


def find_voices(
    claims: Mapping[str, Claim], names: ActorNames, stories: Mapping[str, Story] | None = None
) -> dict[str, Voice]:
    """The voice of each claim, by claim id; `stories` where they are known already.

    The speaker whom the words credit, else the outlet, else the document. What a reprint says in its own voice is its
    first print's. An unnamed speaker is another one in each story. A protected document's voice is never named.
    """
    stories = find_stories(claims.values()) if stories is None else stories
    return {name: _voice(claim, names, stories[claim.document]) for name, claim in claims.items()}


def _protected_voice(claim: Claim) -> Voice:
    return Voice(name=words_table().protected_voice, key=f"protected {claim.document}")


def _voice(claim: Claim, names: ActorNames, story: Story) -> Voice:
    if story.protected:
        return _protected_voice(claim)
    if claim.attribution is not None and claim.attribution.speaker.strip():
        return _speaker(claim.attribution, names, story.first)
    outlet = story.outlet or claim.source
    if outlet:
        return Voice(name=names.usual(outlet), key=names.key(outlet))
    return Voice(
        name=words_table().unnamed_outlet.format(document=story.first[:SHOWN_ID]), key=f"document {story.first}"
    )


def _speaker(attribution: Attribution, names: ActorNames, story: str) -> Voice:
    speaker = attribution.speaker
    if names.find(speaker) is None and is_unnamed(speaker, attribution.role):
        return Voice(name=speaker, key=f"unnamed {fold(speaker)} {story}")
    return Voice(name=names.usual(speaker), key=names.key(speaker))


def is_unnamed(speaker: str, role: Role) -> bool:
    """Whether the words describe somebody without naming them: "a medical source", "residents", any witness.

    "The ministry" is named by its article; a script without capitals counts as a name.
    """
    words = speaker.split()
    first = words[0].casefold()
    if role in UNNAMED_ROLES or first in words_table().indefinite:
        return True
    return first not in words_table().definite and words[0][0].islower()
