"""Changed documents in, the actors that they name with those claims taken out and put in out."""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from marsad.domain.record import ActorRecord
from marsad.domain.workings import Link
from marsad.reconcile.notes import Mention
from marsad.reconcile.ties import Mentions, Spelled, Tie, build_actor, list_mentions
from marsad.reconcile.work import Work

Named = dict[str, tuple[Mention, ...]]
"""What each document says of actors."""


SPELLED: msgspec.json.Decoder[Spelled] = msgspec.json.Decoder(Spelled)


def update_actors(work: Work, documents: Collection[str]) -> Named:
    """What the changed documents say of actors, with the records of those that they name, or named, brought up to date.

    A record is not made anew of all claims that name its actor: what the documents said is taken out of it, what they
    say is put in.
    """
    now = _list_named(work, documents)
    was = [mention for note in work.former(documents).values() for mention in note.mentions]
    new = [mention for mentions in now.values() for mention in mentions]
    work.draft.drop_links(link for mention in was for link in _file(mention))
    work.draft.put_links(link for mention in new for link in _file(mention))
    ids = {mention.actor for mention in (*was, *new)}
    records = work.draft.shelf.actors(ids)
    said = {actor: _open(records[actor]) if actor in records else Mentions() for actor in ids}
    for mention in was:
        _take_out(said[mention.actor], mention)
    for mention in new:
        _put_in(said[mention.actor], mention)
    unlisted = ids - work.names.by_id.keys()
    spelled = work.draft.links([f"spelled:{actor}" for actor in unlisted])
    for actor, mentions in said.items():
        first = min(map(_read_spelling, spelled.get(f"spelled:{actor}", ())), default=None)
        if mentions.claims:
            work.draft.put_actor(build_actor(actor, mentions, first, work.names))
        else:
            work.draft.change.actors[actor] = None
    return now


def _list_named(work: Work, documents: Collection[str]) -> Named:
    by_document = defaultdict(list)
    for one in work.testimonies_in(documents):
        if not one.withdrawn:
            by_document[one.claim.document].append(one)
    return {
        document: tuple(
            _note(actor, mentions, listed=actor in work.names.by_id)
            for actor, mentions in sorted(list_mentions(those, work.names).items())
        )
        for document, those in by_document.items()
    }


def _note(actor: str, mentions: Mentions, *, listed: bool) -> Mention:
    """What one document says of an actor; how texts spell an actor of the file matters to nobody."""
    return Mention(
        actor=actor,
        claims=frozenset(mentions.claims),
        ties=tuple((tie, frozenset(claims)) for tie, claims in sorted(mentions.ties.items())),
        spelled=() if listed else tuple(sorted(mentions.spelled)),
    )


def _open(record: ActorRecord) -> Mentions:
    ties: dict[Tie, set[str]] = defaultdict(set)
    for tie in record.relations:
        ties[tie.relation, tie.other, tie.former] = set(tie.claims)
    return Mentions(claims=set(record.claims), ties=ties)


def _take_out(said: Mentions, mention: Mention) -> None:
    said.claims -= mention.claims
    for tie, claims in mention.ties:
        said.ties[tie] -= claims
        if not said.ties[tie]:
            del said.ties[tie]


def _put_in(said: Mentions, mention: Mention) -> None:
    said.claims |= mention.claims
    for tie, claims in mention.ties:
        said.ties[tie] |= claims


def _file(mention: Mention) -> Iterable[Link]:
    for order, side, name in mention.spelled:
        extra = msgspec.json.encode((order, side, name)).decode()
        yield Link(key=f"spelled:{mention.actor}", at=order[0].toordinal(), owner=f"{order[-1]} {side}", extra=extra)


def _read_spelling(link: Link) -> Spelled:
    return SPELLED.decode(link.extra)
