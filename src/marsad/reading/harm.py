"""What was done to the people of a figure: a figure in its sentence in, its harm out."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from marsad.domain.vocabulary import Harm
from marsad.reading.figures import Figure
from marsad.reading.inflection import noun_forms, verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.people import group_of
from marsad.reading.phrases import is_passive, is_verb, subject_of

HARMS = tuple(each.value for each in Harm)
RAISED = frozenset(
    {
        "believed",
        "reported",
        "found",
        "feared",
        "confirmed",
        "presumed",
        "declared",
        "thought",
        "left",
        "leaving",
        "leave",
        "leaves",
        "pronounced",
        "shot",
        "beaten",
        "stabbed",
        "burned",
        "burnt",
        "hacked",
        "said",
        "listed",
        "counted",
        "reportedly",
        "found",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmFinding:
    """`token` is the word that says the harm; `rule` names how it was found."""

    harm: Harm
    token: Token
    rule: str


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("harm")


@cache
def _verbs(voice: str) -> dict[str, Harm]:
    return {
        form: Harm(name) for name in reversed(HARMS) for lemma in _lexicon()[name][voice] for form in verb_forms(lemma)
    }


@cache
def _participles() -> dict[str, Harm]:
    return {word: Harm(name) for name in reversed(HARMS) for word in _lexicon()[name]["participles"]}


@cache
def _nouns() -> dict[str, Harm]:
    return {
        form: Harm(name) for name in reversed(HARMS) for noun in _lexicon()[name]["nouns"] for form in noun_forms(noun)
    }


@cache
def _needs_people() -> frozenset[str]:
    return frozenset(form for lemma in _lexicon()["needs_people"]["verbs"] for form in verb_forms(lemma))


def find_harm(sentence: Span, figure: Figure) -> HarmFinding | None:
    """The harm of the figure's people by the noun itself, its participle, its verb, a toll, or a set phrase; else None."""
    head = sentence.doc[figure.noun if figure.noun is not None else figure.number]
    return (
        _by_noun(sentence, figure, head)
        or _by_participle(sentence, figure, head)
        or _by_verb(figure, head)
        or _by_toll(sentence, figure)
        or _by_phrase(sentence, figure)
        or (_by_neighbour(sentence, figure) if figure.explicit else None)
    )


def harm_words(sentence: Span) -> list[HarmFinding]:
    """Every word of the sentence that says a harm, in text order."""
    found = []
    for token in sentence:
        harm = (
            _verbs("active").get(token.lower_)
            or _verbs("middle").get(token.lower_)
            or _participles().get(token.lower_)
            or _nouns().get(token.lower_)
        )
        if harm is not None:
            found.append(HarmFinding(harm=harm, token=token, rule="harm-word"))
    return found


def toll_word_before(sentence: Span, index: int, reach: int = 12) -> Token | None:
    """The word "toll" (or "number of dead") that stands before the token in the sentence."""
    tolls = {word.split()[-1] for name in HARMS for word in _lexicon()[name]["tolls"]}
    for position in range(index - 1, max(sentence.start, index - reach) - 1, -1):
        if sentence.doc[position].lower_ in tolls:
            return sentence.doc[position]
    return None


def _by_noun(sentence: Span, figure: Figure, head: Token) -> HarmFinding | None:
    """As in "12 dead", "470,000 deaths", "20 wounded", "no casualties"."""
    harm = _nouns().get(head.lower_) or (
        _participles().get(head.lower_) if head.tag_ != "VBD" and head.i >= figure.number else None
    )
    if harm is None or (harm is Harm.CAPTURED and not figure.explicit):
        return None
    if head.lower_ in {"body", "bodies"} and not figure.explicit and head.dep_ in {"compound", "poss"}:
        return None
    return HarmFinding(harm=harm, token=head, rule="harm-noun")


def _by_participle(sentence: Span, figure: Figure, head: Token) -> HarmFinding | None:
    """As in "a wounded girl", "12 people killed in", "left 14 people dead"."""
    for each in head.children:
        harm = _participles().get(each.lower_)
        if (
            harm is not None
            and each.dep_ in {"amod", "acl", "oprd", "acomp", "nmod"}
            and not (each.dep_ == "amod" and each.i > head.i + 3)
        ):
            return HarmFinding(harm=harm, token=each, rule="harm-participle")
    after = sentence.doc[figure.end] if figure.end < sentence.end else None
    if (
        after is not None
        and after.tag_ in {"JJ", "VBN", "NN"}
        and after.lower_ in {"dead", "wounded", "injured", "killed", "missing"}
        and not is_passive_verb(after)
    ):
        return HarmFinding(harm=_participles()[after.lower_], token=after, rule="harm-participle")
    return None


def is_passive_verb(token: Token) -> bool:
    return any(each.dep_ == "auxpass" for each in token.children)


def _by_verb(figure: Figure, head: Token) -> HarmFinding | None:
    """The verb that the figure is object of, or subject of in the passive or of "die"."""
    token = head
    for _ in range(8):
        if token.dep_ in {"conj", "appos"} and not is_verb(token):
            token = token.head
            continue
        if token.dep_ in {"nsubj", "nsubjpass", "dobj", "dep", "oprd", "attr"} and is_verb(token.head):
            return _of_verb(figure, token, token.head)
        if token.dep_ in {"pobj", "nummod", "compound", "quantmod", "amod", "nmod"} and token.head.lower_ in {
            "of",
            "than",
            "to",
            *_people_words(token),
        }:
            token = token.head
            continue
        if (
            token.dep_ == "prep"
            and token.head.i != token.i
            and token.lower_ in {"of", "than", "to"}
            and not is_verb(token.head)
        ):
            token = token.head
            continue
        return None
    return None


def _people_words(token: Token) -> tuple[str, ...]:
    return (token.head.lower_,) if token.head.tag_.startswith(("NN", "CD")) else ()


def _of_verb(figure: Figure, noun: Token, verb: Token) -> HarmFinding | None:
    current, steps = verb, 0
    while steps < 4:
        harm = _harm_of_verb(figure, noun, current)
        if harm is not None:
            return HarmFinding(harm=harm, token=current, rule="harm-verb")
        harm_child = next(
            (
                each
                for each in current.children
                if each.dep_ in {"acomp", "oprd", "xcomp", "attr", "acl", "advcl"}
                and each.lower_ in _participles()
                and _raises(current)
            ),
            None,
        )
        if harm_child is not None:
            return HarmFinding(harm=_participles()[harm_child.lower_], token=harm_child, rule="harm-complement")
        follower = next(
            (
                each
                for each in current.children
                if each.dep_ == "conj"
                and is_verb(each)
                and subject_of(each) is not None
                and noun.dep_ in {"nsubj", "nsubjpass"}
                and not any(inner.dep_ in {"nsubj", "nsubjpass"} for inner in each.children)
            ),
            None,
        )
        if follower is None:
            return None
        current, steps = follower, steps + 1
    return None


def _raises(verb: Token) -> bool:
    return verb.lower_ in RAISED or verb.lower_ in {"was", "were", "is", "are", "been", "be", "being"}


def _harm_of_verb(figure: Figure, noun: Token, verb: Token) -> Harm | None:
    lower = verb.lower_
    passive = is_passive(verb) or (
        verb.tag_ == "VBN"
        and verb.dep_ in {"conj", "acl"}
        and noun.dep_ != "dobj"
        and not any(each.dep_ == "dobj" for each in verb.children)
    )
    active = _verbs("active").get(lower)
    if active is not None and (noun.dep_ in {"dobj", "dep", "oprd"} or passive):
        if lower in _needs_people() and figure.group is None:
            return None
        return active
    middle = _verbs("middle").get(lower)
    if middle is not None and noun.dep_ == "nsubj" and (lower not in _needs_people() or figure.group is not None):
        return middle
    if (
        lower in {"claimed", "claiming", "claim", "claims", "cost", "taking", "took"}
        and figure.noun is not None
        and noun.doc[figure.noun].lower_ in {"lives", "life"}
    ):
        return Harm.KILLED
    return None


def _by_toll(sentence: Span, figure: Figure) -> HarmFinding | None:
    """As in "the toll rose to 31", "a death toll of 12", "the number of dead reached 40"."""
    if not figure.explicit or (figure.group is None and figure.noun is not None):
        return None
    previous = sentence.doc[figure.start - 1].lower_ if figure.start > sentence.start else ""
    toll = toll_word_before(sentence, figure.start)
    if toll is not None and previous in {
        "to",
        "at",
        "of",
        "is",
        "was",
        "reached",
        "hit",
        "passed",
        "stands",
        "exceeded",
        "exceeds",
        "surpassed",
        ":",
        "tops",
        "topped",
        "from",
    }:
        injured = any(
            sentence.doc[i].lower_ in {"injury", "injuries", "wounded", "injured"}
            for i in range(max(sentence.start, toll.i - 2), toll.i + 3)
            if i < sentence.end
        )
        return HarmFinding(harm=Harm.INJURED if injured else Harm.KILLED, token=toll, rule="harm-toll")
    return _by_number_of(sentence, figure, previous)


def _by_number_of(sentence: Span, figure: Figure, previous: str) -> HarmFinding | None:
    if previous not in {"to", "at", "is", "was", "reached", "hit", "passed", "exceeded"}:
        return None
    for position in range(figure.start - 1, max(sentence.start, figure.start - 14) - 1, -1):
        if sentence.doc[position].lower_ == "number":
            for token in sentence.doc[position : figure.start]:
                harm = _participles().get(token.lower_) or _nouns().get(token.lower_)
                if harm is not None:
                    return HarmFinding(harm=harm, token=token, rule="harm-number-of")
    return None


def _by_phrase(sentence: Span, figure: Figure) -> HarmFinding | None:
    """Set phrases: "12 people lost their lives", "were taken hostage", "were among the dead"."""
    after = sentence.doc[figure.end : min(figure.end + 8, sentence.end)].text.casefold()
    before = sentence.doc[max(sentence.start, figure.start - 6) : figure.start].text.casefold()
    for name in HARMS:
        for words in _lexicon()[name]["phrases"]:
            if (
                words in after
                or before.endswith(words)
                or (words.startswith(("claim", "take", "took")) and words in before)
            ):
                token = sentence.doc[min(figure.end, sentence.end - 1)]
                return HarmFinding(harm=Harm(name), token=token, rule="harm-phrase")
    if " among " in f" {after}":
        for token in sentence.doc[figure.end : min(figure.end + 10, sentence.end)]:
            harm = _participles().get(token.lower_) or _nouns().get(token.lower_)
            if harm is not None:
                return HarmFinding(harm=harm, token=token, rule="harm-among")
    return None


def _by_neighbour(sentence: Span, figure: Figure) -> HarmFinding | None:
    """A harm word hard by the figure, where the parse ties them to something else."""
    if figure.noun is not None and figure.group is None:
        return None
    doc = sentence.doc
    for position in range(figure.start - 1, max(sentence.start, figure.start - 4) - 1, -1):
        if doc[position].tag_ in {"IN", "CC", ",", "."} and doc[position].lower_ not in {"of"}:
            break
        harm = _verbs("active").get(doc[position].lower_)
        if (
            harm is not None
            and doc[position].lower_ not in _needs_people()
            and is_verb(doc[position])
            and not is_passive(doc[position])
        ):
            return HarmFinding(harm=harm, token=doc[position], rule="harm-neighbour")
    for position in range(figure.end, min(figure.end + 6, sentence.end)):
        token = doc[position]
        harm = _participles().get(token.lower_) or _verbs("middle").get(token.lower_)
        if harm is not None and token.lower_ not in _needs_people() and (is_verb(token) or token.tag_ == "JJ"):
            return HarmFinding(harm=harm, token=token, rule="harm-neighbour")
        if token.is_punct or token.tag_ in {"CC"} or group_of(token.lower_) is not None:
            break
    return None
