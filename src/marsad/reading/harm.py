"""What was done to the people of a figure: a sentence and its figures in, each figure's harm out."""

from functools import cache

from marsad.domain.vocabulary import Harm, VictimsGroup
from marsad.reading.figures import Figure
from marsad.reading.harm_parse import Harmed, HarmFinding, find_harms
from marsad.reading.harm_words import (
    forms_of,
    harm_forms,
    lexicon,
    needs_people,
    nouns,
    nouns_of,
    participles,
    spelled,
    verbs,
    words_of,
)
from marsad.reading.parse import Span, Token
from marsad.reading.people import group_of, not_people
from marsad.reading.phrases import child, governing_verb, is_passive, is_verb

CLIMBED = frozenset({"conj", "appos"})

QUANTIFIED = frozenset({"nummod", "compound", "quantmod", "amod", "nmod", "dep"})

LIST_SIGNS = frozenset({",", ";", "/", "–", "—"})

ARMED = frozenset({VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE})
"""Those who cross and move as troops, not as the displaced."""

CLIMB = 6
"""Steps up the parse from a figure to what harms it."""
NEIGHBOURS = 6
"""Tokens behind a figure within which a harm word is its own where the parse ties it elsewhere."""

ASIDE_REACH = 8
"""Tokens that "according to the latest toll" and its like may take."""

PHRASE_REACH = 10
"""Tokens behind a figure within which a set phrase ("lost their lives") is its own."""


def find_harm(sentence: Span, figure: Figure, harmed: Harmed | None = None) -> HarmFinding | None:
    """The harm of the figure's people by its own noun, by the parse, or by the words beside it; else None."""
    harmed = find_harms(sentence) if harmed is None else harmed
    head = sentence.doc[figure.head]
    told = _by_participle_of_its_own(sentence, figure) or _by_parse(figure, head, harmed)
    own = _by_loss_of_life(head) or _by_noun(figure, head)
    if own is not None and (told is None or _prefers_noun(own, told)):
        return own
    if told is not None:
        return told
    return _by_phrase(sentence, figure) or (_by_neighbour(sentence, figure) if figure.explicit else None)


def has_harm(sentence: Span) -> bool:
    """Whether any word of the sentence says a harm or could tell one in a set phrase."""
    telling, openers = harm_forms(), _openers()
    return any(token.lower_ in openers or spelled(token) in telling for token in sentence)


@cache
def _openers() -> frozenset[str]:
    """Words that may open an idiom, a phrasal verb or a set phrase of harm."""
    idioms = lexicon()["idioms"]
    phrasal = {form.split()[0] for form in verbs("active") if " " in form}
    verbs_of = [forms_of("idioms", name) for name in ("lose", "suffer", "take_lives", "deadly_verbs", "shoot")]
    phrases = {words.split()[-1] for harm in Harm for words in lexicon()[harm]["phrases"]}
    return frozenset().union(phrasal, phrases, idioms["cover"], words_of("toll", "heads"), *verbs_of)


def _by_participle_of_its_own(sentence: Span, figure: Figure) -> HarmFinding | None:
    """The participle that closes the figure's item of a list ("5 soldiers killed, 8 captured"), whatever the parse."""
    if not figure.explicit or figure.end + 1 >= sentence.end or (figure.noun is not None and figure.group is None):
        return None
    token, following = sentence.doc[figure.end], sentence.doc[figure.end + 1]
    harm = participles().get(spelled(token))
    closed = following.text in LIST_SIGNS or following.lower_ == "and"
    if harm is None or not closed or token.tag_ not in {"VBN", "VBD", "JJ"} or not _is_numbered(sentence, following.i):
        return None
    return HarmFinding(harm=harm, token=token, rule="harm-participle")


def _is_numbered(sentence: Span, at: int) -> bool:
    """Whether the next item of the list is a count too."""
    return any(each.like_num for each in sentence.doc[at + 1 : min(at + 4, sentence.end)])


def _by_parse(figure: Figure, head: Token, harmed: Harmed) -> HarmFinding | None:
    """The harm of the figure's head, or of the noun that it is joined to, in apposition to, or counts."""
    token: Token | None = head
    for _ in range(CLIMB):
        if token is None:
            return None
        found = harmed.get(token.i)
        if found is not None:
            return found if _fits(figure, found) else None
        if token.dep_ == "pobj" and figure.start <= token.head.i < token.i and is_verb(token.head.head):
            return _under_bound(token.head.head)
        if token.dep_ == "conj" and _are_told_apart(token):
            return None
        token = _above(figure, token)
    return None


def _are_told_apart(noun: Token) -> bool:
    """True for two words of harm in one list ("15 dead and 7 prisoners"): each says its own."""
    return nouns().get(spelled(noun)) is not None and participles().get(spelled(noun.head)) is not None


def _above(figure: Figure, token: Token) -> Token | None:
    """What stands over the token and is harmed where it is: its list, its noun, its "dozens of"."""
    above = token.head
    if token.dep_ in CLIMBED and not is_verb(above):
        return above
    if token.dep_ in QUANTIFIED and figure.explicit and token.i == figure.head and above.tag_.startswith(("NN", "CD")):
        return above
    counted = token.dep_ == "pobj" and above.lower_ in words_of("idioms", "counting")
    return above.head if counted and figure.start <= above.head.i <= figure.head else None


def _under_bound(verb: Token) -> HarmFinding | None:
    """The harm of a verb whose patient the parse took for a place, as its bound is a preposition.

    "Between seven and eight members were killed", "wounding over 40".
    """
    word = spelled(verb)
    harm = verbs("active").get(word) if child(verb, "dobj") is None else None
    harm = harm or verbs("middle").get(word)
    if harm is None or needs_people(word, numbered=True):
        return None
    return HarmFinding(harm=harm, token=verb, rule="harm-verb")


def _fits(figure: Figure, found: HarmFinding) -> bool:
    """Whether the verb's harm is one that such a figure can suffer: things are captured, lost and burnt too."""
    word = spelled(found.token)
    if _describes_as_a_rule(figure, found):
        return False
    known = figure.group is not None
    if figure.named:
        return not needs_people(word, numbered=False)
    if figure.noun is not None and not known:
        noun = found.token.doc[figure.noun].lower_
        if noun in not_people():
            return False
        return (
            found.harm in {Harm.KILLED, Harm.INJURED}
            and not needs_people(word, numbered=False)
            and (found.rule != "harm-noun-of" or word in nouns_of("idioms", "of_people"))
        )
    if figure.noun is None:
        return not needs_people(word, numbered=figure.explicit)
    return True


def _describes_as_a_rule(figure: Figure, found: HarmFinding) -> bool:
    """As in "a clinic that treats wounded soldiers": whom somebody deals with as a rule, and no toll."""
    if figure.explicit or found.rule != "harm-participle" or found.token.dep_ != "amod":
        return False
    verb = governing_verb(found.token)
    return verb is not None and verb.tag_ in {"VBZ", "VBP"} and child(verb, "aux") is None


def _by_noun(figure: Figure, head: Token) -> HarmFinding | None:
    """As in "12 dead", "470,000 deaths", "20 wounded", "no casualties"."""
    word = spelled(head)
    harm = nouns().get(word)
    if harm is None and head.tag_ in {"JJ", "VBN", "NN", "NNS", "VBD"} and figure.explicit and figure.noun is not None:
        harm = participles().get(word)
    if harm is None or figure.named or (harm is Harm.CAPTURED and not figure.explicit):
        return None
    if figure.definite and not figure.of_whole and not figure.explicit:
        return None
    verb = governing_verb(head)
    if harm is Harm.CAPTURED and verb is not None and verb.lower_ in forms_of("weak", "freeing"):
        return None
    if not figure.explicit and head.dep_ == "conj" and any(each.lower_ == "no" for each in head.head.children):
        return None  # "no deaths nor injuries": none of either
    if not figure.explicit and is_verb(head.head) and head.head.lower_ in forms_of("weak", "avoiding"):
        return None
    return HarmFinding(harm=harm, token=head, rule="harm-noun")


def _by_loss_of_life(head: Token) -> HarmFinding | None:
    """As in "no loss of life"."""
    of = child(head, "prep") if head.lower_ in words_of("idioms", "losses") else None
    noun = child(of, "pobj") if of is not None and of.lower_ == "of" else None
    if noun is None or noun.lower_ not in words_of("idioms", "lives"):
        return None
    return HarmFinding(harm=Harm.KILLED, token=head, rule="harm-lives")


def _prefers_noun(own: HarmFinding, told: HarmFinding) -> bool:
    """The noun's own word holds, but "three of the wounded died" and "12 hostages were killed" tell more than it."""
    if own.harm is Harm.KILLED:
        return True
    return told.harm is not Harm.KILLED


def _by_phrase(sentence: Span, figure: Figure) -> HarmFinding | None:
    """Set phrases behind the figure: "were taken hostage", "have not been seen since", "from their homes"."""
    if figure.group is None and figure.noun is not None:
        return None
    behind = sentence.doc[figure.end : min(figure.end + PHRASE_REACH, sentence.end)]
    text = behind.text.casefold()
    for harm in Harm:
        if harm is Harm.DISPLACED and figure.group in ARMED:
            continue
        for words in lexicon()[harm]["phrases"]:
            if words in text and (figure.explicit or figure.group is not VictimsGroup.PEOPLE):
                return HarmFinding(harm=harm, token=_verb_in(behind), rule="harm-phrase")
    return None


def _verb_in(words: Span) -> Token:
    return next((each for each in words if is_verb(each) and each.dep_ not in {"aux", "auxpass"}), words[0])


def _by_neighbour(sentence: Span, figure: Figure) -> HarmFinding | None:
    """A harm word hard by the figure, where the parse ties them to something else ("Blast kills 20", "20 dead")."""
    if figure.noun is not None and figure.group is None:
        return None
    return _just_before(sentence, figure) or _just_behind(sentence, figure)


def _just_before(sentence: Span, figure: Figure) -> HarmFinding | None:
    doc = sentence.doc
    at = _before_aside(sentence, figure.start - 1)
    while at > sentence.start and doc[at].is_quote:
        at -= 1
    if at < sentence.start:
        return None
    word = spelled(doc[at])
    harm = verbs("active").get(word)
    if harm is None or needs_people(word, numbered=True) or is_passive(doc[at]):
        return None
    return HarmFinding(harm=harm, token=doc[at], rule="harm-neighbour")


def _before_aside(sentence: Span, at: int) -> int:
    """The token before "according to …", where that stands between a verb and its figure."""
    for position in range(at, max(sentence.start, at - ASIDE_REACH), -1):
        if sentence.doc[position].lower_ == "according":
            return position - 1
        if is_verb(sentence.doc[position]) or sentence.doc[position].is_punct:
            break
    return at


def _just_behind(sentence: Span, figure: Figure) -> HarmFinding | None:
    doc = sentence.doc
    for position in range(figure.end, min(figure.end + NEIGHBOURS, sentence.end)):
        token, word = doc[position], spelled(doc[position])
        harm = participles().get(word) or verbs("middle").get(word)
        if harm is not None and not needs_people(word, numbered=True):
            if _does_it(token):
                return None
            return HarmFinding(harm=harm, token=token, rule="harm-neighbour")
        if token.is_punct or token.tag_ in {"CC", "IN"} or group_of(token.lower_) is not None:
            return None
        if (
            is_verb(token)
            and token.dep_ not in {"aux", "auxpass"}
            and token.lower_ not in words_of("idioms", "bridging")
        ):
            return None
    return None


def _is_next_figure(taken: Token) -> bool:
    """True where what follows a headline's "killed" is another count ("nine killed 12 injured")."""
    words = taken.doc[taken.i : taken.i + 2]
    return any(participles().get(spelled(each)) is not None for each in words)


def _does_it(verb: Token) -> bool:
    """True where the figure counts those who did it ("Two gunmen killed five")."""
    taken = child(verb, "dobj")
    if taken is not None and taken.i > verb.i + 1 and _is_next_figure(taken):
        return False
    if taken is not None or verb.tag_ in {"VBZ", "VBP"}:
        return True
    following = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    return following is not None and following.tag_ in {"CD", "DT", "PRP$"} and not is_passive(verb)
