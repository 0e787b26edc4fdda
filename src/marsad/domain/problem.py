"""What a text or an input made difficult, kept as data beside the claims."""

from dataclasses import dataclass

from marsad.domain.claim import Quote
from marsad.domain.vocabulary import ProblemCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One difficulty: a stable code, one sentence that names what was found and the mend, and the words it is about."""

    code: ProblemCode
    message: str
    document: str | None = None
    quote: Quote | None = None
    claims: tuple[str, ...] = ()
