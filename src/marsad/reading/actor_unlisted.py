"""Names of bodies and persons that the actor file lacks, and the acronyms that a text defines."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from marsad.domain.vocabulary import ActorKind
from marsad.reading.actor_words import lexicon
from marsad.reading.countries import country_of_demonym, country_of_name, country_of_seat
from marsad.reading.page import ActorSpan
from marsad.reading.parse import Doc, Span, Token
from marsad.reading.people import force_nouns, group_of

ACRONYM = re.compile(r"([(\[])\s?([A-Z][A-Za-z.\-]{1,9})\s?[)\]]")
SPELT_OUT = re.compile(r"\b([A-Z][A-Z\-]{1,9})\s?[(\[](?:[Tt]he )?")
"""An acronym with its full name in the brackets behind it."""
CAPITALS = re.compile(r"[A-Z][A-Z\-]*[A-Z](?:-?[0-9]{1,2})?|[A-Z]-?[0-9]{1,2}")
ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)", re.IGNORECASE)
KINDS_OF_ENTITY = {"ORG": ActorKind.OTHER, "PERSON": ActorKind.PERSON}
LONGEST = 6
"""Letters of the longest capitals that are read as an acronym by themselves."""


def unlisted(doc: Doc, taken: Sequence[ActorSpan], placed: set[int]) -> list[ActorSpan]:
    """Names of bodies and persons that the file lacks: by the nouns they end in, as the pipeline's spans, as acronyms.

    A surname alone takes the full name that the text gave before it; an acronym the name that defined it.
    """
    covered = {index for span in taken for index in range(span.start, span.end)} | placed
    bodies = list(_bodies(doc, covered))
    covered.update(index for span in bodies for index in range(span.start, span.end))
    entities = _entities(doc, covered)
    covered.update(index for span in entities for index in range(span.start, span.end))
    found = [*bodies, *entities, *_capitals(doc, covered)]
    defined = _defined(doc, [*taken, *found])
    return sorted((_as_defined(doc, span, defined) for span in found), key=lambda span: span.start)


def acronyms(doc: Doc, spans: Sequence[ActorSpan]) -> list[ActorSpan]:
    """Uses of an acronym that the text defines: "Long Name (LN)" and "LN (Long Name)" make every "LN" that name."""
    defined = _defined(doc, spans)
    covered = {index for span in spans for index in range(span.start, span.end)} if defined else set()
    return [
        ActorSpan(start=token.i, end=token.i + 1, name=long.name, kind=long.kind, actor=long.actor)
        for token in (doc if defined else ())
        if token.i not in covered and (long := defined.get(token.text)) is not None
    ]


def _entities(doc: Doc, covered: set[int]) -> list[ActorSpan]:
    """The pipeline's bodies and persons, less countries, common nouns and words that are places."""
    found: list[ActorSpan] = []
    full_names: dict[str, str] = {}
    for entity in doc.ents:
        start, end = _trim(entity)
        kind = KINDS_OF_ENTITY.get(entity.label_)
        if kind is None or start >= end or covered.intersection(range(start, end)):
            continue
        name = doc[start:end].text
        if country_of_demonym(name) or country_of_name(name) or country_of_seat(name) or not name[0].isupper():
            continue
        if name.casefold() in _body_nouns() or name.upper() in lexicon()["acronyms"]["words"]:
            continue
        if kind is ActorKind.PERSON:
            name = full_names.setdefault(doc[end - 1].text, name)
        found.append(ActorSpan(start=start, end=end, name=name, kind=kind))
    return found


@cache
def _body_nouns() -> dict[str, ActorKind]:
    """Noun → the kind of body whose name ends in it."""
    return {noun: ActorKind(kind) for kind, nouns in lexicon()["organisations"].items() for noun in nouns}


def _bodies(doc: Doc, covered: set[int]) -> Iterator[ActorSpan]:
    """Capitalised runs that end in a noun for a body ("Blue Valley Liberation Army") or begin with one ("Army of")."""
    reached = -1
    for token in doc:
        kind = _body_nouns().get(token.lower_)
        if kind is None or token.i <= reached or token.i in covered or not token.text[0].isupper():
            continue
        start, end = _left_of(token), _right_of(token)
        if covered.intersection(range(start, token.i)):
            continue
        if covered.intersection(range(token.i, end)):
            end = token.i + 1
        if _tells_apart(doc, start, end, token):
            reached = end - 1
            kind = _body_nouns().get(doc[end - 1].lower_, kind)
            yield ActorSpan(start=start, end=end, name=" ".join(doc[start:end].text.split()), kind=kind)


def _left_of(token: Token) -> int:
    start, first = token.i, token.sent.start
    while start > first and _continues(token.doc[start - 1]):
        start -= 1
    while start < token.i and not _begins(token.doc[start]):
        start += 1
    return start


def _right_of(token: Token) -> int:
    """After the noun: capitals, and capitals behind "of" or "for" ("Army of National Liberation")."""
    doc, end = token.doc, token.i + 1
    while end < len(doc) and doc[end].text[0].isupper() and doc[end].lower_ in _body_nouns():
        end += 1
    if end == token.i + 1 and end + 1 < len(doc) and doc[end].lower_ in {"of", "for"}:
        last = end + 1
        while last < len(doc) and (_is_capital(doc[last]) or doc[last].lower_ in {"the", "national"}):
            last += 1
        if last > end + 1 and _is_capital(doc[last - 1]):
            end = last
    return end


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.is_alpha


def _continues(token: Token) -> bool:
    """True for what may stand within a name: capitals, hyphens, genitives, ordinals."""
    if token.ent_type_ in {"DATE", "TIME"} or token.lower_ in {"the", "a", "an"}:
        return False
    return (
        _is_capital(token)
        or token.text in {"-", "–", "'s", "’s", "'", "’"}
        or ORDINAL.fullmatch(token.text) is not None
    )


def _begins(token: Token) -> bool:
    """True for a capital that is a name's own, not one that only opens the sentence."""
    own = not token.is_sent_start or token.tag_ in {"NNP", "NNPS", "JJ"}
    return own and (token.text[0].isupper() or token.text[0].isdigit())


def _tells_apart(doc: Doc, start: int, end: int, noun: Token) -> bool:
    """False for "the Army" and "Indian Army": a country's is named by its country, a bare noun by its context."""
    if ORDINAL.fullmatch(doc[start].text):
        return True
    rest = [each for each in doc[start:end] if each.i != noun.i and each.is_alpha and each.text[0].isupper()]
    words = [each for each in rest if each.lower_ not in _body_nouns() and not _is_of_a_country(each)]
    return bool(words)


def _is_of_a_country(token: Token) -> bool:
    return country_of_demonym(token.text) is not None or country_of_name(token.text) is not None


def _capitals(doc: Doc, covered: set[int]) -> Iterator[ActorSpan]:
    """Acronyms that stand as a name ("MNDAA fighters", "the ERP attacked") and that the pipeline passed over."""
    for token in doc:
        if token.i in covered or len(token) > LONGEST or not token.text.isupper() or not CAPITALS.fullmatch(token.text):
            continue
        if token.text in lexicon()["acronyms"]["words"] or _is_of_a_country(token) or not _is_used_as_a_name(token):
            continue
        yield ActorSpan(start=token.i, end=token.i + 1, name=token.text, kind=ActorKind.OTHER)


def _is_used_as_a_name(token: Token) -> bool:
    beside = [token.nbor(step).text for step in (-1, 1) if 0 <= token.i + step < len(token.doc)]
    if any(len(word) > 1 and word.isupper() for word in beside):
        return False
    head = token.head
    if token.dep_ in {"compound", "nmod", "amod"}:
        return head.lower_ in force_nouns() or group_of(head.lower_) is not None
    joined_to = head if token.dep_ == "conj" else token
    return token.tag_ in {"NNP", "NNPS", "NN"} and (
        token.dep_ in {"nsubj", "nsubjpass"}
        or (joined_to.dep_ == "pobj" and joined_to.head.lower_ in {"by", "between"})
        or (token.dep_ == "conj" and joined_to.dep_ in {"nsubj", "nsubjpass"})
    )


def _defined(doc: Doc, spans: Sequence[ActorSpan]) -> dict[str, ActorSpan]:
    """Acronym → the long name that stands before its brackets or in them."""
    text = doc.text
    if "(" not in text and "[" not in text:
        return {}
    before, behind = list(ACRONYM.finditer(text)), list(SPELT_OUT.finditer(text))
    if not before and not behind:
        return {}
    by_end = {doc[span.end - 1].idx + len(doc[span.end - 1]): span for span in spans}
    by_start = {doc[span.start].idx: span for span in spans}
    choices = [(match.group(2), by_end.get(_blanks_before(text, match.start()))) for match in before]
    choices += [(match.group(1), by_start.get(match.end())) for match in behind]
    found: dict[str, ActorSpan] = {}
    for letters, long in choices:
        if long is not None and _is_acronym(letters, doc[long.start : long.end].text):
            found.setdefault(letters, long)
    return {letters: long for letters, long in found.items() if doc[long.start : long.end].text != letters}


def _blanks_before(text: str, end: int) -> int:
    """Where the words before `end` end."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def _as_defined(doc: Doc, span: ActorSpan, defined: dict[str, ActorSpan]) -> ActorSpan:
    long = defined.get(doc[span.start : span.end].text)
    if long is None:
        return span
    return ActorSpan(start=span.start, end=span.end, name=long.name, kind=long.kind, actor=long.actor)


def _is_acronym(letters: str, name: str) -> bool:
    words = re.findall(r"[\w’']+", name)
    initials = "".join(word[0] for word in words if word not in {"of", "the", "for", "and"} or "o" in letters)
    wanted = letters.replace(".", "").replace("-", "").casefold()
    initials = initials.casefold()
    return (
        bool(wanted) and initials[:1] == wanted[:1] and sum(letter in initials for letter in wanted) >= len(wanted) - 1
    )


def _trim(entity: Span) -> tuple[int, int]:
    start, end = entity.start, entity.end
    while start < end and (entity.doc[start].lower_ == "the" or not entity.doc[start].is_alpha):
        start += 1
    while end > start and entity.doc[end - 1].lower_ in {"'s", "’s", "'", "’"}:
        end -= 1
    return start, end
