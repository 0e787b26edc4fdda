"""Shares of ground: a noun of measure in, how much of a place it is out."""

from functools import cache
from typing import Any

from marsad.domain.vocabulary import Extent
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Token
from marsad.reading.phrases import child, children


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("control")


def measure_of(noun: Token) -> Token | None:
    """The noun itself where it is a share or a number of what follows "of", the "cent" of "80 per cent"; else None."""
    percent = _percent_of(noun)
    if percent is not None:
        return percent
    counted = noun.tag_ == "CD" and any(each.lower_ == "of" for each in children(noun, "prep"))
    words = _lexicon()
    return noun if counted or noun.lower_ in words["territory"]["quantities"] + words["shares"]["nouns"] else None


def _percent_of(number: Token) -> Token | None:
    """The "cent" of "80 per cent", where the parse makes the number the noun."""
    per = next((each for each in children(number, "prep") if each.lower_ == "per"), None)
    return child(per, "pobj") if number.tag_ == "CD" and per is not None else None


def share_of(noun: Token) -> Extent | None:
    """How much a share is: most from a half on, whole for "all", a part below; None where the noun counts things."""
    lexicon = _lexicon()["shares"]
    before = [each.lower_ for left in noun.lefts for each in (left, *left.children)]
    before += [noun.head.head.lower_] if noun.dep_ == "pobj" else []
    if noun.lower_ in lexicon["whole"]:
        return Extent.MOST if set(before) & set(lexicon["nearly"]) else Extent.WHOLE
    if noun.lower_ in lexicon["percent"]:
        value = next((float(word) for word in before if word.replace(".", "", 1).isdigit()), None)
        return Extent.MOST if value is not None and value > lexicon["most_from"] else Extent.PART
    if noun.lower_ in lexicon["most"]:
        return Extent.MOST
    if noun.lower_ not in lexicon["nouns"]:
        return None
    return Extent.MOST if set(before) & set(lexicon["several"]) else Extent.PART
