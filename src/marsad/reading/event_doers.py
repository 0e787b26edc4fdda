"""Who did what a noun tells: the noun of an act in, the nouns of its doers by the verbs over it out."""

from marsad.reading.event_lexicon import nouns, verbs, words
from marsad.reading.parse import Token
from marsad.reading.phrases import (
    child,
    children,
    done_by,
    done_to,
    governing_verb,
    is_passive,
    is_verb,
    objects_of_prepositions,
    subject_of,
)


def whose_work(noun: Token) -> list[Token]:
    """As in "the blast was the work of militants"."""
    if noun.dep_ != "nsubj" or noun.head.lower_ not in verbs("light_verbs", "being"):
        return []
    works = [each for each in children(noun.head, "attr") if each.lower_ in words("blame", "works")]
    return [doer for each in works for doer in objects_of_prepositions(each, "of")]


def taking_part(noun: Token) -> list[Token]:
    """The subject of "prepare for", "take part in", "is involved in" the act."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"for", "in", "on"}:
        return []
    over = noun.head.head
    if over.lower_ not in verbs("light_verbs", "taking_part"):
        return []
    doer = done_to(over) if is_passive(over) else subject_of(over)
    return [doer] if doer is not None and doer.i != noun.i else []


def driven_out(noun: Token) -> list[Token]:
    """Those whom the act is meant to drive out: "an operation to oust the group from the town"."""
    aims = [each for each in children(noun, "acl", "relcl") if each.lower_ in verbs("light_verbs", "driving_out")]
    return [target for each in aims if (target := done_to(each)) is not None and target.i != noun.i]


def light_doers(noun: Token) -> list[Token]:
    """The subject of "launched" in "launched an offensive"; nobody for "suffered an attack"."""
    head = noun.head
    while noun.dep_ == "conj":
        noun, head = head, head.head
    if (
        noun.dep_ == "pobj"
        and head.dep_ == "prep"
        and head.lower_ == "of"
        and head.head.lower_ in nouns("light_verbs", "measures")
    ):
        noun, head = head.head, head.head.head
    if noun.dep_ == "pobj" and head.lower_ == "including":
        over = governing_verb(head)
        while over is not None and over.lower_ not in verbs("light_verbs", "verbs"):
            over = governing_verb(over)
        doer = subject_of(over) if over is not None and not is_passive(over) else None
        return [doer] if doer is not None else []
    if noun.dep_ not in {"dobj", "nsubjpass"} or head.lower_ not in verbs("light_verbs", "verbs"):
        return []
    if head.lower_ in verbs("light_verbs", "suffered"):
        return []
    doer = done_by(head) if noun.dep_ == "nsubjpass" or is_passive(head) else subject_of(head)
    return [doer] if doer is not None and doer.i != noun.i else []


def answering(noun: Token) -> list[Token]:
    """The subject of "responded with", "retaliated with", "answered with" the act."""
    over = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"with", "by"} else None
    if over is None or over.lower_ not in verbs("light_verbs", "answering") or not is_verb(over):
        return []
    doer = subject_of(over)
    return [doer] if doer is not None and doer.i != noun.i else []


def claiming_verb(noun: Token) -> Token | None:
    """The verb of "claimed responsibility for the act", "claimed the act", "the act, for which it claimed credit"."""
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lower_ in verbs("blame", "owns"):
        return noun.head
    relatives = [each for each in children(noun, "relcl") if each.lower_ in verbs("blame", "takes")]
    taken = next((each for each in relatives if any(_is_responsibility(one) for one in each.children)), None)
    if taken is not None:
        return taken
    over = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"for", "of"} else None
    return _taken(over) if over is not None else None


def takes_responsibility(word: Token) -> Token | None:
    """The verb by which somebody takes an act on: "claimed" in "claimed responsibility", not in "no group has"."""
    verb = _taken(word) if _is_responsibility(word) else None
    return verb if verb is not None and _is_affirmed(verb) else None


def _is_affirmed(verb: Token) -> bool:
    """False for what nobody has done, or was asked, refused or is yet to do: only who takes an act on did it."""
    doer = done_by(verb)
    beside = [*verb.children, *(doer.subtree if doer is not None and doer.i != verb.i else ())]
    if any(each.dep_ == "neg" or each.lower_ in words("blame", "unless") for each in beside):
        return False
    aided = any(each.dep_ == "aux" and each.tag_ in {"TO", "MD"} for each in verb.children)
    return not aided or verb.head.lower_ in verbs("blame", "goes_on")


def _taken(word: Token) -> Token | None:
    if not _is_responsibility(word) or word.dep_ not in {"dobj", "nsubjpass"}:
        return None
    return word.head if word.head.lower_ in verbs("blame", "takes") else None


def _is_responsibility(word: Token) -> bool:
    return word.lower_ in words("blame", "responsibility")


def charged(noun: Token) -> list[Token]:
    """Whom the words charge: "claimed responsibility for", "responsible for", "blamed X for", "blamed on X"."""
    put_down = _put_down(noun)
    if put_down:
        return put_down
    taking = claiming_verb(noun)
    if taking is not None:
        doer = done_by(taking) if taking.dep_ != "relcl" else child(taking, "nsubj")
        return [doer] if doer is not None and doer.i != noun.i and _is_affirmed(taking) else []
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"for", "of", "behind"}:
        return []
    over = noun.head.head
    if over.lower_ in words("blame", "responsible") or noun.head.lower_ == "behind":
        return _answerable(over)
    if over.lower_ in verbs("blame", "charges"):
        charged = done_to(over)
        return [charged] if charged is not None else []
    return [over] if over.dep_ in {"dobj", "nsubjpass"} and over.head.lower_ in verbs("blame", "charges") else []


def _answerable(word: Token) -> list[Token]:
    """Who is "responsible" or "behind" it; of "held the rebels responsible" the rebels."""
    own = child(word, "nsubj")
    verb = word if is_verb(word) else governing_verb(word)
    if own is None and verb is not None:
        own = done_to(verb) if verb.lower_ in verbs("blame", "charges") else subject_of(verb)
    return [own] if own is not None else []


def _put_down(noun: Token) -> list[Token]:
    """Those after "attributed to", "blamed on" under the act, over it, or under what stands for it in its clause."""
    putting = verbs("blame", "charges") | verbs("blame", "puts_down")
    over = [noun.head] if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lower_ in putting else []
    verb = governing_verb(noun)
    named = [] if verb is None else objects_of_prepositions(verb, "in", "after")
    acts = [noun, *(each for each in named if each.lower_ in nouns("blame", "acts"))]
    under = [each for act in acts for each in children(act, "acl", "relcl") if each.lower_ in putting]
    found = [doer for each in (*over, *under) for doer in objects_of_prepositions(each, "on", "to")]
    return found or (objects_of_prepositions(noun, "on") if over and over[0].lower_ in verbs("blame", "lays") else [])
