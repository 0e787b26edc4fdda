"""Which figure replaces which: "raising an earlier toll of five", "up from 27", "the earlier count was 16".

A sentence's figures in; for each earlier figure, the one that it gives way to out.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.domain.claim import EarlierFigure
from marsad.reading.figures import Figure
from marsad.reading.harm_words import words_of
from marsad.reading.inflection import verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Span

WORDS_BEFORE = 8
"""Tokens before an earlier figure that can say that it is one."""
WORDS_BEHIND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """`revised` gives, by a number's token, the figure that a figure replaces; `earlier` are the tokens of all
    earlier figures, which are no claims of their own; `alone` is one whose later figure stands in a sentence before.
    """

    revised: Mapping[int, Figure]
    earlier: frozenset[int]
    alone: Figure | None = None


@cache
def _lexicon() -> dict[str, Any]:
    return dict(load_lexicon("casualties")["revision"])


@cache
def changing() -> frozenset[str]:
    return frozenset(form for lemma in _lexicon()["changing"] for form in verb_forms(lemma))


def find_revisions(sentence: Span, figures: Sequence[Figure], parts: Collection[int] = ()) -> Revisions:
    """The earlier figures of the sentence, each with the one that replaces it; a part (`parts`) never does."""
    earlier = [each for each in figures if each.explicit and names_earlier(sentence, each)]
    current = [each for each in figures if each.explicit and each not in earlier and each.number not in parts]
    revised = {}
    alone = None
    for figure in earlier:
        later = _nearest(current, figure)
        if later is None:
            alone = figure
        else:
            revised[later.number] = figure
    return Revisions(revised=revised, earlier=frozenset(each.number for each in earlier), alone=alone)


def earlier_figure(figure: Figure) -> EarlierFigure:
    """The bounds of a figure that was given before; "about 50" is taken for 50."""
    bounds = figure.bounds
    if bounds.low is None and bounds.high is None:
        return EarlierFigure(low=bounds.best, high=bounds.best)
    return EarlierFigure(low=bounds.low, high=bounds.high)


def names_earlier(sentence: Span, figure: Figure) -> bool:
    """True where the words around the figure make it the one given before."""
    before = sentence.doc[max(sentence.start, figure.start - WORDS_BEFORE) : figure.start].text.casefold()
    if _told_beside("before").search(before):
        return True
    behind = sentence.doc[figure.end : min(figure.end + WORDS_BEHIND, sentence.end)].text.casefold()
    if not any(token.lower_ in words_of("toll", "heads") for token in sentence):
        return False
    if _told_beside("after").match(behind):
        return True
    from_it = before.endswith(("from", "from at least", "from about", "from around"))
    return from_it and any(token.lower_ in changing() for token in sentence)


@cache
def _told_beside(side: str) -> re.Pattern[str]:
    """What `before` or `after` an earlier figure says that it is one."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _lexicon()[side]))


def _nearest(current: Sequence[Figure], earlier: Figure) -> Figure | None:
    """The last figure before the earlier one, else the first behind it."""
    before = [each for each in current if each.end <= earlier.start]
    behind = [each for each in current if each.start >= earlier.end]
    return before[-1] if before else (behind[0] if behind else None)
