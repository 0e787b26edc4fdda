"""A person's decision in, the store with it and its record brought up to date out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from marsad.domain.claim import Claim
from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.judgement import Judgement
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.wire import claim_id, content_id
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.rereading import find_set_aside

LISTS = "Mend: copy one from `marsad claims`"
OF_TWO = frozenset({JudgementKind.SAME, JudgementKind.DIFFERENT})


def add_judgement(
    store: Store,
    settings: Settings,
    kind: JudgementKind,
    ids: Sequence[str],
    *,
    because: str | None = None,
    correction: Sequence[str] = (),
) -> Judgement:
    """The judgement as kept, the record brought up to date with it.

    Ids are of claims, and for same and different of events too.

    Raises:
        NotFoundError: an id is of no claim.
        InputError: a correction is no `field=value`, or makes the claim what it cannot be.
    """
    made = _judge(store, settings, kind, ids, because=because, correction=correction)
    store.add_judgement(made)
    update_store(store, settings)
    return made


def accept_each(store: Store, settings: Settings, claims: Sequence[str], because: str | None) -> list[Judgement]:
    """A judgement a claim, each kept, and then the record brought up to date once.

    Raises:
        NotFoundError: an id is of no claim; nothing is kept.
    """
    made = [_judge(store, settings, JudgementKind.ACCEPT, [claim], because=because) for claim in claims]
    for one in made:
        store.add_judgement(one)
    update_store(store, settings)
    return made


def undo_judgement(store: Store, settings: Settings, number: int) -> Judgement:
    """The judgement of that number, taken back; the record is then what it was without it.

    Raises:
        NotFoundError: no judgement has that number.
    """
    judgements = store.judgements()
    if not 1 <= number <= len(judgements):
        raise NotFoundError(
            f"no judgement {number}: there are {len(judgements)}. Mend: `marsad judgements` numbers them"
        )
    undone = replace(judgements[number - 1], undone=True)
    store.add_judgement(undone)
    update_store(store, settings)
    return undone


def undo_judgement_of(store: Store, settings: Settings, judgement: str) -> Judgement:
    """As `undo_judgement`, by the judgement's id.

    Raises:
        NotFoundError: no judgement has that id.
    """
    numbers = {one.id: number for number, one in enumerate(store.judgements(), 1)}
    if judgement not in numbers:
        raise NotFoundError(f"no judgement {judgement!r}. Mend: load the page again")
    return undo_judgement(store, settings, numbers[judgement])


def _judge(
    store: Store,
    settings: Settings,
    kind: JudgementKind,
    ids: Sequence[str],
    *,
    because: str | None,
    correction: Sequence[str] = (),
) -> Judgement:
    from marsad.reconcile.rulings import correct_claim  # noqa: PLC0415

    claims = [claim for one in ids for claim in _find_claims(store, one, kind)]
    pairs = tuple(_read_pair(one) for one in correction)
    for claim in claims if pairs else ():
        correct_claim(claim, pairs)
    at = dt.datetime.now(dt.UTC)
    names = tuple(dict.fromkeys(claim_id(claim) for claim in claims))
    if kind in OF_TWO and (len(names) < len(claims) or len(names) < len(ids)):
        raise InputError(f"{' and '.join(ids)} are one. Mend: name claims of it, as `marsad show` lists them")
    return Judgement(
        id=content_id("j", kind.value, *names, settings.author, at.isoformat()),
        kind=kind,
        claims=names,
        author=settings.author,
        at=at,
        because=because,
        correction=pairs,
    )


def _find_claims(store: Store, prefix: str, kind: JudgementKind) -> list[Claim]:
    """The claim of the id; of an event the claim that it was founded on, and for `same` all of its claims.

    Two events become one only where all that they tell is tied: what one document tells apart would stay apart.
    """
    found = store.find(prefix)
    if isinstance(found, Claim):
        if find_set_aside(store, [claim_id(found)]):
            raise NotFoundError(f"{prefix!r} is a claim that the newest reading no longer makes. {LISTS}")
        return [found]
    if kind in OF_TWO and isinstance(found, EventRecord):
        claims = sorted(
            store.claims_of(found.claims).values(),
            key=lambda claim: (claim.reported or dt.date.max, claim_id(claim)),
        )
        return claims if kind is JudgementKind.SAME else claims[:1]
    expected = "a claim or an event" if kind in OF_TWO else "a claim"
    raise NotFoundError(f"{prefix!r} is no id of {expected}. {LISTS}")


def _read_pair(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not (field and equals):
        raise InputError(f"{text!r} is no correction: expected field=value, such as casualty.low=8")
    return field, value
