"""Who did what a noun tells: the noun of an act in, the nouns of its doers by the verbs over it out."""

from marsad.reading.event_lexicon import nouns, verbs, words
from marsad.reading.parse import Token
from marsad.reading.phrases import (
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


def claiming_verb(noun: Token) -> Token | None:
    """The verb of "claimed responsibility for the act"."""
    over = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"for", "of"} else None
    if over is None or over.dep_ != "dobj" or over.lower_ not in words("blame", "responsibility"):
        return None
    return over.head if over.head.lower_ in verbs("blame", "takes") else None


def charged(noun: Token) -> list[Token]:
    """Whom the words charge: "claimed responsibility for", "responsible for", "blamed X for", "blamed on X"."""
    put_down = [each for each in children(noun, "acl", "relcl") if each.lower_ in verbs("blame", "puts_down")]
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lower_ in (
        verbs("blame", "charges") | verbs("blame", "puts_down")
    ):
        put_down.append(noun.head)
    if put_down:
        return [doer for each in put_down for doer in objects_of_prepositions(each, "on", "to")]
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"for", "of", "behind"}:
        return []
    over = noun.head.head
    taking = claiming_verb(noun)
    if taking is not None:
        doer = subject_of(taking)
        return [doer] if doer is not None else []
    if over.lower_ in words("blame", "responsible") or noun.head.lower_ == "behind":
        verb = over if is_verb(over) else governing_verb(over)
        doer = subject_of(verb) if verb is not None else None
        return [doer] if doer is not None else []
    if over.lower_ in verbs("blame", "charges"):
        charged = done_to(over)
        return [charged] if charged is not None else []
    return []
