"""The noun of relation reading: what one word says that one actor is to another; and the words of relations."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.domain.vocabulary import RelationKind
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Token


@dataclass(frozen=True, slots=True)
class Tie:
    token: Token
    subject: str
    relation: RelationKind
    object: str
    rule: str
    former: bool = False


@cache
def relation_lexicon() -> dict[str, Any]:
    """The words of relations."""
    return load_lexicon("relations")
