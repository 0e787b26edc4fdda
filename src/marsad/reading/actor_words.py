"""The words by which a noun phrase names a side: "some 40 rebel fighters" → "rebel fighters"."""

from functools import cache
from typing import Any

from marsad.reading.countries import country_of_demonym, country_of_name
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import ActorSpan
from marsad.reading.parse import Token
from marsad.reading.people import force_nouns, group_of
from marsad.reading.phrases import children, phrase

DROPPED_TAGS = frozenset(
    {
        "DT",
        "PRP$",
        "CD",
        "PDT",
        "WDT",
        "WP",
        "WP$",
        "RB",
        "RBS",
        "RBR",
        "JJS",
        "JJR",
        "IN",
        "``",
        "''",
        ",",
        ":",
        "-LRB-",
        "-RRB-",
        "_SP",
    }
)
"""Penn tags of words that are no part of a name."""
DROPPED_ENTITIES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
"""Spans of the pipeline that count or date ("For a week regime troops …")."""
HYPHENS = frozenset({"-", "–"})


@cache
def lexicon() -> dict[str, Any]:
    """The words of naming: `lexicon/naming.toml`."""
    return load_lexicon("naming")


def words_of(head: Token) -> str:
    """The phrase less articles, numbers and quantities; a sentence's first common noun loses its capital."""
    kept = [each for each in phrase(head) if _is_of_the_name(each, head)]
    while kept and kept[0].tag_ in {"HYPH", "POS"}:
        kept = kept[1:]
    first = kept[0] if kept else head
    return uncapitalised(first, joined(kept) or head.text)


def _is_of_the_name(token: Token, head: Token) -> bool:
    """Ordinals count only before a capital ("the 35th Brigade"); a prefix stays with its hyphen ("pro-Hadi")."""
    if token.i == head.i or _is_prefix(token) or (token.text in HYPHENS and _is_compound_hyphen(token)):
        return True
    if token.i > 1 and token.nbor(-1).text in HYPHENS and _is_prefix(token.nbor(-2)):
        return True
    if not any(letter.isalnum() for letter in token.text) and token.tag_ not in {"HYPH", "POS"}:
        return False
    if token.ent_type_ == "ORDINAL" or token.tag_ == "CD":
        return token.ent_type_ != "DATE" and token.text[:1].isdigit() and not token.text.isdigit() and _is_title(token)
    return (
        token.tag_ not in DROPPED_TAGS
        and token.ent_type_ not in DROPPED_ENTITIES
        and token.lower_ not in lexicon()["quantities"]["words"]
    )


def _is_title(number: Token) -> bool:
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    return following is not None and following.text[:1].isupper()


def _is_prefix(token: Token) -> bool:
    return (
        token.i + 1 < len(token.doc)
        and token.nbor(1).text in HYPHENS
        and token.lower_ in lexicon()["prefixes"]["words"]
    )


def _is_compound_hyphen(token: Token) -> bool:
    return token.i > 0 and not token.nbor(-1).whitespace_ and not token.whitespace_


def joined(tokens: list[Token]) -> str:
    """The tokens as the text writes them, left-out ones and line breaks as one blank, stray brackets away."""
    pieces: list[str] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        apart = following is not None and (following.i > token.i + 1 or bool(token.whitespace_))
        pieces.append(token.text + (" " if apart else ""))
    text = "".join(pieces).strip()
    for opening, closing in (("[", "]"), ("(", ")")):
        if closing in text and opening not in text:
            text = text.rsplit(closing, 1)[1].strip() or text.replace(closing, " ").strip()
    return " ".join(text.split())


def uncapitalised(first: Token, text: str) -> str:
    """The text without the capital that only the start of a sentence gave its first word."""
    common = not first.tag_.startswith("NNP") or group_of(first.lower_) is not None or first.lower_ in force_nouns()
    opens = first.is_sent_start and common and first.text[1:].islower()
    return text[0].lower() + text[1:] if opens and country_of_demonym(first.text) is None else text


def is_compounded(token: Token) -> bool:
    """As in "Russian" of "Russian-backed" and "Hadi" of "pro-Hadi" owns nothing."""
    return _is_hyphenated(token.i, token.i + 1, token)


def is_in_a_compound(span: ActorSpan, token: Token) -> bool:
    """True where the name is a part of "Houthi-aligned" or "anti-Houthi", which name somebody else."""
    return _is_hyphenated(span.start, span.end, token)


def is_against(span: ActorSpan, token: Token) -> bool:
    """True where the name is a part of "anti-Houthi forces", who are its enemies."""
    doc = token.doc
    return span.start > 1 and doc[span.start - 1].text in HYPHENS and doc[span.start - 2].lower_ == "anti"


def _is_hyphenated(start: int, end: int, token: Token) -> bool:
    doc = token.doc
    if end < len(doc) and doc[end].text in HYPHENS and not doc[end - 1].whitespace_:
        return True
    return start > 1 and doc[start - 1].text in HYPHENS and doc[start - 2].lower_ in lexicon()["prefixes"]["words"]


def is_communal(noun: Token) -> bool:
    """True for "Leelkayse clan": a named people, clan or gang; False for "the clan"."""
    if noun.lower_ not in lexicon()["communal"]["nouns"]:
        return False
    return any(each.text[:1].isupper() for each in phrase(noun) if each.i != noun.i and each.is_alpha)


def is_armed_stranger(head: Token) -> bool:
    """True for "armed men", "masked assailants", "Turkana herders": people who act as one, named by what they are."""
    words = lexicon()["strangers"]
    if group_of(head.lower_) is None and head.lower_ not in words["communal"]:
        return False
    beside = [each for each in phrase(head) if each.i != head.i]
    if any(each.lower_ in words["marks"] for each in beside):
        return True
    return head.lower_ in words["communal"] and any(
        (each.text[0].isupper() and not each.is_sent_start) or each.ent_type_ == "NORP" for each in beside
    )


def is_squad(head: Token) -> bool:
    """True for "death squads", "drug gang": a common noun for a band with a noun that says of what kind."""
    return head.lower_ in lexicon()["communal"]["bands"] and bool(children(head, "compound"))


def is_of_a_body(head: Token) -> bool:
    """True for "police agents", "gang members": people whose body the noun before them names."""
    if head.lower_ not in lexicon()["bodies"]["parts"]:
        return False
    beside = {each.lower_ for each in children(head, "compound", "nmod", "amod")}
    bodies = lexicon()["state_bodies"]
    return any(word in force_nouns() or word in bodies["own"] or word in bodies["vague"] for word in beside)


def land_of(noun: Token) -> str | None:
    """The country, or the land that is none, of "military forces of Abkhazia"."""
    country = country_of_name(noun.text)
    if country is not None:
        return country.name
    return joined([each for each in phrase(noun) if each.tag_ != "DT"]) if noun.ent_type_ == "GPE" else None
