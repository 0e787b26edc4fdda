"""A parsed text in, its places with their points and what the words say of nearness out."""

from collections.abc import Sequence

from spacy.tokens import Doc

from marsad.domain.claim import Quote
from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import PlacePrecision, ProblemCode
from marsad.reading.gazetteer import Entry, Gazetteer
from marsad.reading.places_choice import choose
from marsad.reading.places_phrase import Phrase, between_pairs, precision_of_phrase, read_phrase, spread_plural_types
from marsad.reading.places_spans import find_spans
from marsad.reading.places_text import Span, Text, lay_out
from marsad.reading.places_words import place_words

Found = tuple[tuple[PlaceMention, ...], tuple[Problem, ...]]


def find_places(
    doc: Doc, gazetteer: Gazetteer, *, document: str, taken: Sequence[tuple[int, int]] = (), home: str | None = None
) -> Found:
    """The places that the text names, in text order, and a problem for each name that no gazetteer holds.

    A name between a town and its province is the town, unless the words say more ("Idlib province"). A place without a
    point is kept as written and takes nothing from its neighbours. Demonyms, persons and bodies are no places.

    Args:
        gazetteer: where names are looked up; its cache serves every document.
        doc: of a pipeline with tagger, parser and entities; its text is the document's.
        document: the document's id.
        taken: character spans, end exclusive, that are known to name an actor or a person.
        home: ISO 3166-1 alpha-2 of the country that the outlet or the reader writes from, where known.

    Returns:
        Mentions whose quote is the toponym as written, and problems; each unknown name is one problem.
    """
    words = place_words()
    text = lay_out(doc)
    spans = find_spans(text, gazetteer, words, taken)
    spread_plural_types(text, words, spans)
    chosen = choose(text, spans, words, home)
    pairs = between_pairs(text, spans)
    mentions: list[PlaceMention] = []
    problems: dict[str, Problem] = {}
    for i, span in enumerate(spans):
        entry = chosen[i]
        if entry is None and not _place_by_words(text, span):
            continue
        phrase = _between(pairs[i]) if i in pairs else read_phrase(text, span, words)
        mention = _mention(text, span, entry, phrase, document)
        mentions.append(mention)
        if entry is None:
            problems.setdefault(span.name, _unknown(mention, document))
    return tuple(mentions), tuple(problems.values())


def _place_by_words(text: Text, span: Span) -> bool:
    return not span.candidates or text.label_at[span.start] in {"GPE", "LOC"} or bool(span.type_noun)


def _mention(text: Text, span: Span, entry: Entry | None, phrase: Phrase, document: str) -> PlaceMention:
    return PlaceMention(
        document=document,
        quote=_quote(text, span.start, span.end),
        place=Place(
            name=_name(text, span),
            text=text.slice(phrase.start, phrase.end),
            precision=_precision(span, entry, phrase),
            country=entry.country if entry else None,
            geonames_id=entry.geonames_id if entry else None,
            lat=entry.lat if entry else None,
            lon=entry.lon if entry else None,
            admin1=entry.admin1 if entry else None,
        ),
    )


def _between(pair: tuple[int, int]) -> Phrase:
    return Phrase(start=pair[0], end=pair[1], line=True)


def _precision(span: Span, entry: Entry | None, phrase: Phrase) -> PlacePrecision:
    return PlacePrecision.AREA if phrase.line else precision_of_phrase(span, entry, phrase)


def _name(text: Text, span: Span) -> str:
    """The name as the text spells it, with the noun of type that follows it."""
    if span.type_end is not None and span.type_start is not None and span.type_start >= span.end:
        return text.slice(span.start, span.type_end)
    return span.name


def _quote(text: Text, start: int, end: int) -> Quote:
    first, last = text.starts[start], text.ends[end - 1]
    return Quote(start=first, end=last, text=text.written[first:last])


def _unknown(mention: PlaceMention, document: str) -> Problem:
    kept = "kept as written, without a point; add a country with `marsad gazetteer add`"
    message = f"no gazetteer holds {mention.quote.text!r}; {kept}"
    return Problem(code=ProblemCode.UNKNOWN_PLACE, message=message, document=document, quote=mention.quote)
