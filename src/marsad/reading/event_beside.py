"""Sides that hang on no verb: "fighting went on between A and B", "a rebel-laid mine", names right beside the act."""

from marsad.domain.vocabulary import ActorKind, EventType
from marsad.reading.actor_names import actor_names
from marsad.reading.actor_words import HYPHENS, is_compounded
from marsad.reading.event_lexicon import verbs
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Token
from marsad.reading.people import force_nouns, group_of
from marsad.reading.phrases import children, done_to, is_passive, is_verb, objects_of_prepositions

FIGHTING = frozenset({EventType.ARMED_CLASH, EventType.CEASEFIRE, EventType.AGREEMENT})
"""Types whose sides stand behind "against", "with" and "between"; behind "at" and "on" they have their place."""
ACTING = frozenset(
    {ActorKind.STATE_FORCES, ActorKind.ARMED_GROUP, ActorKind.MILITIA, ActorKind.ALLIANCE, ActorKind.OTHER}
)
BETWEEN = frozenset({"RB", "MD", "VBD", "VBZ", "VBP", "VBN", "DT", "CD", "``", "''", "JJ", "IN", ","})
"""Tags of words that may stand between a name and the verb beside it."""
HAVING = frozenset({"have", "has", "had", "having", "'ve", "’ve"})
REACH = 4
"""Tokens between a name and the verb beside it."""


def parted_by(noun: Token) -> list[Token]:
    """Those named after "between" where it hangs on the verb of the act: "clashes took place between A and B"."""
    verb = noun.head
    while noun.dep_ == "conj":
        noun, verb = verb, verb.head
    if noun.dep_ not in {"nsubj", "nsubjpass", "dobj", "attr"} or not is_verb(verb):
        return []
    found = objects_of_prepositions(verb, "between", "among") or _pitted(verb)
    if found:
        return found
    return [each for inner in children(verb, "xcomp", "advcl") for each in objects_of_prepositions(inner, "between")]


def _pitted(verb: Token) -> list[Token]:
    """Both sides of "clashes pitted the army against the gang"."""
    one = done_to(verb) if verb.lower_ in verbs("blame", "pits") and not is_passive(verb) else None
    return (
        []
        if one is None
        else [one, *objects_of_prepositions(verb, "against"), *objects_of_prepositions(one, "against")]
    )


def aimed_at(noun: Token) -> list[Token]:
    """What the act aims at by a clause of its own: "strikes targeting their camps", "fire directed at them"."""
    found = []
    clauses = children(noun, "acl", "relcl")
    if noun.dep_ in {"dobj", "nsubj"} and is_verb(noun.head):
        clauses += [each for each in children(noun.head, "advcl", "xcomp") if each.tag_ == "VBG"]
    for clause in clauses:
        if clause.lower_ in verbs("aim", "verbs"):
            struck = done_to(clause)
            found += [struck] if struck is not None and struck.i != noun.i else []
            found += objects_of_prepositions(clause, "at", "on", "against", "towards", "toward", "upon")
    return found


def laid_by(trigger: Token) -> list[Token]:
    """Whose the arms are by a compound in the act's sentence: "a militia-planted mine"."""
    doc = trigger.doc
    return [
        doc[each.i - 2]
        for each in trigger.sent
        if each.lower_ in verbs("aim", "laid") and each.i > trigger.sent.start + 1 and doc[each.i - 1].text in HYPHENS
    ]


def joined_with(doer: Token, verb: Token) -> list[Token]:
    """Those who did it beside the doer: "the army, together with its allies, attacked", "along with", "alongside"."""
    found = []
    for word in (*doer.children, *verb.children):
        if word.lower_ in {"along", "together", "alongside", "jointly"}:
            found += [*objects_of_prepositions(word, "with"), *children(word, "pobj")]
    return found


def is_suffered(verb: Token) -> bool:
    """True for a participle that the parse makes active: "was found murdered", "was held and killed"."""
    if verb.tag_ != "VBN" or is_passive(verb) or verb.dep_ not in {"xcomp", "oprd", "acomp", "conj", "advcl", "dep"}:
        return False
    over = verb.head
    return (
        not any(each.lower_ in HAVING for each in children(verb, "aux"))
        and is_verb(over)
        and (is_passive(over) or verb.dep_ in {"oprd", "acomp"})
    )


def names_of_compound(page: Page, word: Token) -> tuple[str, ...]:
    """The name before the hyphen of "militia-planted"."""
    span = page.actor_at.get(word.i)
    return (span.name,) if span is not None else actor_names(page, word)


def before_verb(page: Page, verb: Token) -> tuple[str, ...]:
    """The body named right before the verb, with those joined to it, where the parse gives the verb no subject."""
    for index in range(verb.i - 1, max(verb.sent.start - 1, verb.i - 1 - REACH), -1):
        span = page.actor_at.get(index)
        if span is not None:
            return _with_joined(page, span) if _acts(page, span) else ()
        if page.doc[index].tag_ not in BETWEEN:
            return ()
    return ()


def owner_of_act(page: Page, token: Token) -> tuple[str, ...]:
    """Whose the act is where the parse took its noun for a verb: "hurt in militia shelling on the town"."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is None or before.dep_ != "pobj" or before.head.i == token.i or token.tag_ not in {"VBG", "VBZ", "VBP"}:
        return ()
    return actor_names(page, before) if before.head.i < before.i else ()


def behind_verb(page: Page, verb: Token) -> tuple[str, ...]:
    """The body named right behind the verb, where the parse gives the verb no object."""
    for index in range(verb.i + 1, min(verb.sent.end, verb.i + 1 + REACH)):
        span = page.actor_at.get(index)
        if span is not None:
            return (span.name,) if _acts(page, span) else ()
        if page.doc[index].tag_ not in {"DT", "CD", "JJ", "RB"}:
            return ()
    return ()


def _acts(page: Page, span: ActorSpan) -> bool:
    """False for persons, tellers and what a compound names ("Iran-backed")."""
    return span.kind in ACTING and not is_compounded(page.doc[span.end - 1])


def _with_joined(page: Page, span: ActorSpan) -> tuple[str, ...]:
    """The name, after the one that "and" joins to it ("the army and the LNA clashed")."""
    doc = page.doc
    before = span.start - 1
    while before > 0 and doc[before].lower_ in {"the", "a"}:
        before -= 1
    if before > 1 and doc[before].lower_ == "and":
        other = page.actor_at.get(before - 1)
        if other is not None and _acts(page, other):
            return (other.name, span.name)
    return (span.name,)


def whose_they_are(page: Page, noun: Token) -> tuple[str, ...]:
    """The bodies whose people or things a noun without a name of its own stands for.

    As in "a Blue Front activist", "leaders of the Blue Front", "a Blue Front cave complex".
    """
    beside = [*noun.lefts, *objects_of_prepositions(noun, "of", "from", "belonging")]
    spans = [page.actor_at[one.i] for one in beside if one.i in page.actor_at]
    return tuple(dict.fromkeys(span.name for span in spans if _acts(page, span)))


def is_person(noun: Token) -> bool:
    """True for nouns of people and of sides."""
    return group_of(noun.lower_) is not None or noun.lower_ in force_nouns()
