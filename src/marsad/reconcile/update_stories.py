"""Changed documents in, those whose first print or its outlet is another now out."""

from collections.abc import Iterable

from marsad.domain.claim import Claim
from marsad.domain.workings import Link
from marsad.reconcile.copies import list_copy_keys
from marsad.reconcile.notes import StoryNote
from marsad.reconcile.voices import find_stories
from marsad.reconcile.work import Work


def retell_stories(work: Work, changed: set[str]) -> set[str]:
    """The documents whose story is another than was noted, new ones among them; `work` knows the stories from here on.

    A document's near-copies are among those that share a copy key with it, and theirs among those of their stories.
    """
    keys = find_copy_keys(work.claims_in(changed).values())
    former = work.former(changed)
    for document, note in former.items():
        work.draft.drop_links(_file(document, note.copy_keys - keys.get(document, frozenset())))
    near = work.draft.owners({f"copy:{key}" for those in keys.values() for key in those}) | changed
    for document, those in keys.items():
        work.draft.put_links(_file(document, those))
    near |= _find_members(work, near)
    stories = find_stories(work.claims_in(near).values())
    noted = {name: note.story for name, note in work.former(near).items()}
    work.stories |= stories
    _note_stories(work, near)
    return {name for name, story in stories.items() if noted.get(name) != story}


def find_copy_keys(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """By document, the keys of which two near-copies share one; a protected document has none."""
    claims = list(claims)
    protected = {claim.document for claim in claims if claim.protected}
    return list_copy_keys(claim for claim in claims if claim.document not in protected)


def _find_members(work: Work, documents: set[str]) -> set[str]:
    firsts = {note.story.first for note in work.former(documents).values()}
    return {one for note in work.draft.notes(StoryNote, firsts).values() for one in note.documents}


def _note_stories(work: Work, documents: set[str]) -> None:
    """Notes who stands with each first print; the former stories of the documents are all theirs."""
    for note in work.former(documents).values():
        if work.draft.notes(StoryNote, [note.story.first]):
            work.draft.drop_note(StoryNote, note.story.first)
    members: dict[str, set[str]] = {}
    for document in documents & work.stories.keys():
        members.setdefault(work.stories[document].first, set()).add(document)
    for first, those in members.items():
        if len(those) > 1:
            work.draft.put_note(first, StoryNote(documents=frozenset(those)))


def _file(document: str, keys: Iterable[str]) -> list[Link]:
    return [Link(key=f"copy:{key}", at=0, owner=document) for key in keys]
