"""A parsed text in, its places with their points and what the words say of nearness out."""

from collections.abc import Iterable, Sequence

from marsad.domain.claim import Quote
from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import PlacePrecision, ProblemCode
from marsad.reading.gazetteer import Entry, Gazetteer, Quality
from marsad.reading.parse import Doc
from marsad.reading.places_chains import find_links, read_bonds
from marsad.reading.places_choice import choose
from marsad.reading.places_phrase import Phrase, between_pairs, precision_of_phrase, read_phrase, spread_plural_types
from marsad.reading.places_setting import BODY_VOTE, HOME_VOTE, read_setting
from marsad.reading.places_spans import find_spans
from marsad.reading.places_text import Span, Text, lay_out
from marsad.reading.places_unknown import is_placed
from marsad.reading.places_words import PlaceWords, place_words

MOST_NAMED = 3  # countries listed in a problem

Found = tuple[tuple[PlaceMention, ...], tuple[Problem, ...]]


def find_places(
    doc: Doc,
    gazetteer: Gazetteer,
    *,
    document: str,
    taken: Sequence[tuple[int, int]] = (),
    home: str | None = None,
    title: str | None = None,
    bodies: Iterable[str] = (),
) -> Found:
    """The places that the text names, in text order, and a problem for each name that is unknown or may be two places.

    A name between a town and its province is the town, unless the words say more ("Idlib province"). A place without a
    point is kept as written and takes nothing from its neighbours. Demonyms, persons and bodies are no places.

    Args:
        gazetteer: where names are looked up; its cache serves every document.
        doc: of a pipeline with tagger, parser and entities; its text is the document's.
        document: the document's id.
        taken: character spans, end exclusive, that are known to name an actor or a person.
        home: ISO 3166-1 alpha-2 of the country that the outlet or the reader writes from, where known.
        title: the document's, read for the countries that it names and for nothing else.
        bodies: the countries, as ISO codes, of the bodies named in the text; each is counted once.

    Returns:
        Mentions whose quote is the toponym as written, and problems: one for each unknown name, and one for each name
        that fits a place in another country nearly as well as the one given.
    """
    words = place_words()
    text = lay_out(doc)
    spans = find_spans(text, gazetteer, words, taken)
    spread_plural_types(text, words, spans)
    told = {**dict.fromkeys(bodies, BODY_VOTE), **({home: HOME_VOTE} if home else {})}
    bonds = read_bonds(spans, find_links(text, spans, words))
    chosen = choose(spans, read_setting(text, spans, words, told, title, bonds.contradicts), bonds)
    pairs = between_pairs(text, spans)
    mentions: list[PlaceMention] = []
    problems: dict[str, Problem] = {}
    for i, span in enumerate(spans):
        entry = chosen[i].entry
        if entry is None and not _place_by_words(text, span, words):
            continue
        phrase = _between(pairs[i]) if i in pairs else read_phrase(text, span, words)
        mention = _mention(text, span, entry, phrase, document)
        mentions.append(mention)
        if entry is None:
            problems.setdefault(span.name, _unplaced(mention, span, document))
        elif rival := chosen[i].rival:
            problems.setdefault(span.name, _ambiguous(mention, entry, rival, document))
    return tuple(mentions), tuple(problems.values())


def _place_by_words(text: Text, span: Span, words: PlaceWords) -> bool:
    told = span.evidence > 1 or bool(span.type_noun) or is_placed(text, words, span.start)
    return not span.candidates or text.label_at[span.start] in {"GPE", "LOC"} or told


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
    """The name as the text spells it, with the noun of type that stands beside it; a plural is of several names."""
    if span.type_noun is not None and span.type_noun.plural:
        return span.name
    if span.type_end is not None and span.type_start is not None and span.type_start >= span.end:
        return text.slice(span.start, span.type_end)
    if span.type_start is not None and span.type_end == span.start:
        return text.slice(span.type_start, span.end)
    return span.name


def _quote(text: Text, start: int, end: int) -> Quote:
    first, last = text.starts[start], text.ends[end - 1]
    return Quote(start=first, end=last, text=text.written[first:last])


def _unplaced(mention: PlaceMention, span: Span, document: str) -> Problem:
    """That no gazetteer holds the name, or that it is a small place in countries that the text does not name."""
    name = repr(mention.quote.text)
    spelt = [entry for entry in span.candidates if entry.quality is not Quality.SKELETON]
    known = sorted({entry.country for entry in spelt if entry.country})
    if known:
        some = ", ".join(known[:MOST_NAMED]) + (" and others" if len(known) > MOST_NAMED else "")
        message = f"{name} is a place in {some}, of which the text names none; kept as written, without a point"
        code = ProblemCode.AMBIGUOUS_PLACE
    else:
        kept = "kept as written, without a point; add a country with `marsad gazetteer add`"
        message, code = f"no gazetteer holds {name}; {kept}", ProblemCode.UNKNOWN_PLACE
    return Problem(code=code, message=message, document=document, quote=mention.quote)


def _ambiguous(mention: PlaceMention, entry: Entry, rival: Entry, document: str) -> Problem:
    message = (
        f"{mention.quote.text!r} is read as {_whereabouts(entry)} and may be {_whereabouts(rival)}; "
        "a text that names the country or a town nearby settles it"
    )
    return Problem(code=ProblemCode.AMBIGUOUS_PLACE, message=message, document=document, quote=mention.quote)


def _whereabouts(entry: Entry) -> str:
    return ", ".join(filter(None, (entry.name, entry.admin1 if entry.kind != "admin1" else None, entry.country)))
