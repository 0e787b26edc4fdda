"""Counts that a word like "toll" or "number" heads: a figure in its sentence in, the harm that it counts out."""

from marsad.domain.vocabulary import Harm, VictimsGroup
from marsad.reading.figures import Figure
from marsad.reading.harm_parse import HarmFinding
from marsad.reading.harm_words import forms_of, lexicon, nouns, participles, spelled, verbs, words_of
from marsad.reading.parse import Span, Token
from marsad.reading.people import victims_of

HARM_REACH = 10
"""Tokens behind "number of" within which the harm is said ("the number of journalists killed in Syria")."""


def toll_of(sentence: Span, figure: Figure) -> HarmFinding | None:
    """The harm of a figure that a toll gives: "the toll rose to 31", "the dead numbered 41"."""
    if not figure.explicit:
        return None
    tabled = _tabled(sentence, figure)
    if tabled is not None:
        return tabled
    head = toll_head(sentence, figure)
    harm = _harm_counted(sentence, head) if head is not None else None
    return None if head is None or harm is None else HarmFinding(harm=harm, token=head, rule="harm-toll")


def _tabled(sentence: Span, figure: Figure) -> HarmFinding | None:
    """The harm that labels a count in a list or table: "Killed: 4, wounded - 11", "KIA 14", "cargo 200: 7"."""
    if figure.noun is not None and figure.group is None:
        return None
    at = figure.start - 1
    if at > sentence.start and sentence.doc[at].text in words_of("toll", "table_leads"):
        at -= 1
    elif not (at >= sentence.start and sentence.doc[at].lower_ in words_of("toll", "labels")):
        return None
    label = _label_before(sentence, at)
    harm = participles().get(label) or nouns().get(label)
    return None if harm is None else HarmFinding(harm=harm, token=sentence.doc[at], rule="harm-table")


def _label_before(sentence: Span, at: int) -> str:
    """The label that ends at the token; a number after "cargo" is one with it."""
    if at < sentence.start:
        return ""
    pair = sentence.doc[max(at - 1, sentence.start) : at + 1].text.casefold()
    label: str = lexicon()["toll"]["coded"].get(pair) or spelled(sentence.doc[at])
    return label


def toll_group(sentence: Span, finding: HarmFinding) -> VictimsGroup | None:
    """The group that a "number of journalists killed" counts."""
    if finding.rule != "harm-toll":
        return None
    words = sentence.doc[finding.token.i + 1 : min(finding.token.i + 4, sentence.end)]
    if not words or words[0].lower_ != "of":
        return None
    return next((group for each in words if (group := victims_of(each.lower_)) is not None), None)


def counted_noun(sentence: Span, figure: Figure) -> bool:
    """True where the noun is only what a toll counts ("the number of attackers killed"), so no figure of its own."""
    at = figure.start - 1
    heads = words_of("toll", "heads")
    return (
        not figure.explicit
        and at - 1 >= sentence.start
        and sentence.doc[at].lower_ == "of"
        and sentence.doc[at - 1].lower_ in heads
    )


def toll_head(sentence: Span, figure: Figure) -> Token | None:
    """The word that heads the count: before the figure and its lead-in, or behind it ("brings to two the number")."""
    at = figure.start - 1
    while at > sentence.start and sentence.doc[at].lower_ in words_of("toll", "asides"):
        at -= 1
    lead = sentence.doc[at].lower_ if at >= sentence.start else ""
    if lead not in words_of("toll", "leads"):
        return None
    if figure.noun is not None and figure.group is None:
        return None
    before = _last_head(sentence, at, lead)
    return before or (_brought_to(sentence, figure) if lead == "to" else None)


def _last_head(sentence: Span, end: int, lead: str) -> Token | None:
    for position in range(end - 1, sentence.start - 1, -1):
        token = sentence.doc[position]
        if token.lower_ in words_of("toll", "heads") and token.tag_.startswith("NN"):
            return token
        if token.dep_ == "nsubj" and token.head.i == end and _is_counted_harm(token):
            return token
        if lead in words_of("toll", "noun_leads") and _is_counted_harm(token) and end - position <= 4:
            return token
    return None


def _is_counted_harm(token: Token) -> bool:
    return (
        nouns().get(spelled(token)) is not None
        and token.tag_.startswith(("NN", "JJ", "VBN"))
        and token.dep_ in {"nsubj", "nsubjpass", "dobj", "conj", "pobj", "nmod", "ROOT"}
    )


def _brought_to(sentence: Span, figure: Figure) -> Token | None:
    """As in "brings to two the number of journalists killed"."""
    if not any(
        each.lower_ in forms_of("toll", "bring")
        for each in sentence.doc[max(sentence.start, figure.start - 3) : figure.start]
    ):
        return None
    behind = sentence.doc[figure.end : min(figure.end + 4, sentence.end)]
    return next((each for each in behind if each.lower_ in words_of("toll", "heads")), None)


def _harm_counted(sentence: Span, head: Token) -> Harm | None:
    """The harm that the head counts, by its own word, the words before it, or those after its "of"."""
    own = nouns().get(spelled(head))
    if own is not None:
        return own
    before = " ".join(each.lower_ for each in sentence.doc[max(sentence.start, head.i - 1) : head.i + 1])
    for harm in (Harm.INJURED, Harm.CASUALTIES):
        if before in lexicon()[harm]["tolls"]:
            return harm
    if head.lower_ not in words_of("toll", "needs_harm"):
        return Harm.KILLED
    for token in sentence.doc[head.i + 1 : min(head.i + HARM_REACH, sentence.end)]:
        word = spelled(token)
        harm_said = participles().get(word) or nouns().get(word) or verbs("active").get(word)
        if harm_said is not None:
            return harm_said
        if word in {"victim", "victims"}:
            return Harm.KILLED
    return None
