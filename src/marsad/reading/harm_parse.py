"""Whom the words of a sentence harm, by its parse: a sentence in, the heads of the harmed with their harm out."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.domain.vocabulary import Harm, VictimsGroup
from marsad.reading.harm_words import forms_of, lemma_of, lexicon, nouns, participles, spelled, verbs, words_of
from marsad.reading.parse import Span, Token
from marsad.reading.people import group_of
from marsad.reading.phrases import SUBJECTS, child, conjuncts, is_passive, is_verb, subject_of

COMPLEMENTS = frozenset({"acomp", "oprd", "xcomp", "attr", "advmod", "ccomp"})

ADJECTIVES = frozenset({"amod", "acl", "nmod", "compound"})

RELATIVES = frozenset({"WDT", "WP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmFinding:
    """`token` is the word that says the harm; `rule` names how it was found."""

    harm: Harm
    token: Token
    rule: str


Harmed = dict[int, HarmFinding]
"""Token of a noun or number → what was done to it."""


def find_harms(sentence: Span) -> Harmed:
    """Who is harmed in the sentence by the parse: the heads of the harmed, each with its harm."""
    found: Harmed = {}
    for token in sentence:
        word = spelled(token)
        if not (is_verb(token) or word in participles() or word in nouns("of_nouns")):
            continue
        for noun, harm, rule in _harmed_by(token, word):
            if noun.i not in found or (harm is Harm.KILLED and _outweighs(token, found[noun.i])):
                found[noun.i] = HarmFinding(harm=harm, token=token, rule=rule)
    return found


def _outweighs(killing: Token, found: HarmFinding) -> bool:
    """Whether "killed" tells more than what was found: the missing who are "feared dead" stay missing."""
    feared = killing.head.lower_ in forms_of("idioms", "fearing")
    return found.harm is not Harm.KILLED and not (feared and found.harm is Harm.MISSING)


def _harmed_by(token: Token, word: str) -> Iterator[tuple[Token, Harm, str]]:
    """The heads of those whom the word harms, as verb, participle, noun with "of", or in an idiom."""
    if is_verb(token):
        yield from _by_verb(token, word)
        yield from _by_idiom(token, word)
    participle = participles().get(word)
    if participle is not None:
        yield from ((noun, participle, "harm-participle") for noun in _described(token))
    if word in nouns("of_nouns") and child(token, "nummod") is None and not _is_denied(token):
        yield from ((noun, nouns("of_nouns")[word], "harm-noun-of") for noun in _after_of(token))


def _by_verb(verb: Token, word: str) -> Iterator[tuple[Token, Harm, str]]:
    particle = child(verb, "prt")
    phrasal = f"{word} {particle.lower_}" if particle is not None else word
    active, middle = verbs("active").get(phrasal) or verbs("active").get(word), verbs("middle").get(word)
    if active is not None:
        harm = _joined(verb, active)
        yield from ((noun, harm, "harm-verb") for noun in _patients(verb))
        yield from ((noun, active, "harm-companion") for noun in _companions(verb))
    elif middle is not None and not _moves_on(verb):
        noun = _subject(verb)
        if noun is not None and not (middle is Harm.DISPLACED and _gets_away(noun)):
            yield noun, middle, "harm-verb"
        yield from ((noun, middle, "harm-companion") for noun in _companions(verb))


def _gets_away(noun: Token) -> bool:
    """True for attackers who flee ("shot by a man who then fled"): nobody drove them from home."""
    return (noun.dep_ == "pobj" and noun.head.lower_ == "by") or group_of(noun.lower_) is VictimsGroup.COMBATANTS


def _moves_on(verb: Token) -> bool:
    """True for "fell back", "fell to the army": no death."""
    return lemma_of(verb.lower_) == "fall" and any(
        each.dep_ in {"prt", "dobj", "prep", "advmod", "acomp"} and not _is_in_battle(each) for each in verb.children
    )


def _is_in_battle(preposition: Token) -> bool:
    noun = child(preposition, "pobj")
    return noun is not None and noun.lower_ in words_of("idioms", "battles")


def _patients(verb: Token) -> list[Token]:
    """Whom an active harm verb harms: its object, the subject of its passive, the noun that it describes."""
    own = child(verb, "dobj", "dative")
    if _is_passive(verb, own):
        subject = child(verb, "nsubjpass", "nsubj") or _passive_subject(verb)
        return [] if subject is None else [_resolved(subject, verb)]
    if own is not None:
        return [_resolved(own, verb)]
    shared = next((each for each in verb.children if each.dep_ == "conj" and each.i - verb.i <= 3), None)
    if shared is not None and verbs("active").get(spelled(shared)) is not None:
        return _patients(shared)
    return [
        each
        for each in verb.children
        if each.dep_ in {"dep", "oprd", "npadvmod"} and each.i > verb.i and each.tag_ in {"CD", "NNS", "NN"}
    ]


def _is_passive(verb: Token, own: Token | None) -> bool:
    """Also for a participle with a subject and no auxiliary ("12 killed, 30 wounded", "left 100 people killed")."""
    if child(verb, "auxpass", "nsubjpass", "agent") is not None:
        return True
    if own is not None or verb.tag_ != "VBN":
        return False
    active = any(each.dep_ == "aux" and each.lower_ in {"have", "has", "had"} for each in verb.children)
    return verb.dep_ in {"conj", "relcl", "acl"} or (child(verb, "nsubj") is not None and not active)


def _passive_subject(verb: Token) -> Token | None:
    """The subject that a participle shares with the verb above it ("were abducted and killed")."""
    above = verb
    for _ in range(4):
        if above.dep_ in {"acl", "relcl"}:
            return above.head
        if above.dep_ not in {"conj", "xcomp"} or above.head.i == above.i:
            return None
        above = above.head
        subject = child(above, "nsubjpass", "nsubj")
        if subject is not None:
            return (
                _resolved(subject, above)
                if is_passive(above) or above.tag_ == "VBN" or above.lower_ in verbs("middle")
                else None
            )
    return None


def _resolved(noun: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for, else the noun itself."""
    if noun.tag_ not in RELATIVES:
        return noun
    clause = verb
    while clause.dep_ in {"conj", "xcomp"} and clause.head.i != clause.i:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else noun


def _subject(verb: Token) -> Token | None:
    noun = subject_of(verb)
    return None if noun is None else _resolved(noun, verb)


def _joined(verb: Token, harm: Harm) -> Harm:
    """Casualties where two harms share one figure: "killed and wounded 35", "killed or injured dozens"."""
    joint = set(lexicon()["joined"]["harms"])
    if harm not in joint:
        return harm
    partners = [each for each in verb.children if each.dep_ == "conj" and is_verb(each)]
    if verb.dep_ == "conj" and is_verb(verb.head):
        partners.append(verb.head)
    for other in partners:
        theirs = verbs("active").get(spelled(other))
        if theirs is None or theirs is harm or theirs not in joint or abs(other.i - verb.i) > 3:
            continue
        if _shares_patients(verb, other):
            return Harm.CASUALTIES
    return harm


def _shares_patients(verb: Token, other: Token) -> bool:
    first, second = sorted((verb, other), key=lambda each: each.i)
    between = verb.doc[first.i + 1 : second.i]
    return all(each.lower_ in {"and", "or", ",", "/"} for each in between) and (
        child(first, "dobj") is None or child(second, "dobj") is None
    )


def _companions(verb: Token) -> Iterator[Token]:
    """Those who were harmed with another: "died alongside a soldier", "was killed along with his wife"."""
    if not (is_passive(verb) or verb.lower_ in verbs("middle")):
        return
    for each in verb.children:
        if each.lower_ in words_of("idioms", "companions") and each.dep_ in {"prep", "advmod"}:
            chain = [each, *(inner for inner in each.children if inner.lower_ in words_of("idioms", "with_companion"))]
            if each.lower_ in words_of("idioms", "with_companion") and len(chain) == 1:
                continue
            yield from (noun for link in chain for noun in link.children if noun.dep_ == "pobj")


def _by_idiom(verb: Token, word: str) -> Iterator[tuple[Token, Harm, str]]:
    idioms = lexicon()["idioms"]
    object_ = next((each for each in verb.children if each.dep_ == "dobj" and each.tag_ != "PRP$"), None)
    if object_ is not None:
        yield from _by_object(verb, word, object_)
    elif word in forms_of("idioms", "lose") and is_passive(verb):
        yield from ((noun, Harm.KILLED, "harm-lives") for noun in _lives_lost(verb))
    elif word in forms_of("idioms", "take_lives"):
        yield from ((noun, Harm.KILLED, "harm-lives") for noun in _lives_behind(verb))
    if word in forms_of("idioms", "deadly_verbs") and any(_is_deadly(each) for each in verb.children):
        yield from ((noun, Harm.KILLED, "harm-to-death") for noun in _patients(verb))
    elif word in forms_of("idioms", "shoot") and _hits_body(verb):
        yield from ((noun, Harm.INJURED, "harm-body") for noun in _patients(verb))
    if any(_is_under_cover(each) for each in verb.children):
        noun = _subject(verb)
        if noun is not None and noun.lower_ not in idioms["cover"]:
            yield noun, Harm.MISSING, "harm-under-rubble"


def _lives_lost(verb: Token) -> list[Token]:
    """The lives of "eleven lives were lost"."""
    return [each for each in verb.children if each.dep_ == "nsubjpass" and each.lower_ in words_of("idioms", "lives")]


def _lives_behind(verb: Token) -> Iterator[Token]:
    """Whose lives were claimed, where the parse took "the lives" for the subject of a verb behind it."""
    for noun in verb.doc[verb.i + 1 : verb.i + 3]:
        if noun.lower_ in words_of("idioms", "lives"):
            yield from _after_of(noun)


def _by_object(verb: Token, word: str, object_: Token) -> Iterator[tuple[Token, Harm, str]]:
    """As in "lost their lives", "lost a leg", "suffered injuries", "claimed the lives of 12", "lost two men"."""
    idioms = lexicon()["idioms"]
    subject = _subject(verb)
    thing = object_.lower_
    if word in forms_of("idioms", "take_lives") and thing in idioms["lives"]:
        yield from ((noun, Harm.KILLED, "harm-lives") for noun in [object_, *_after_of(object_)])
    elif word in forms_of("idioms", "lose"):
        if subject is not None and thing in idioms["lives"]:
            yield subject, Harm.KILLED, "harm-lives"
        elif subject is not None and thing in idioms["lose_parts"]:
            yield subject, Harm.INJURED, "harm-lost-limb"
        elif thing not in idioms["lives"]:
            lost = (each for each in conjuncts(object_) if group_of(each.lower_) is not None)
            yield from ((noun, Harm.KILLED, "harm-lost") for noun in lost)
    elif word in forms_of("idioms", "suffer") and thing in idioms["suffer_nouns"] and subject is not None:
        yield subject, Harm.INJURED, "harm-suffered"


def _is_deadly(word: Token) -> bool:
    """As in "hacked to death", "burned alive"."""
    if word.lower_ in words_of("idioms", "deadly_adverbs"):
        return True
    return _is_to_death(word)


def _is_to_death(preposition: Token) -> bool:
    noun = child(preposition, "pobj") if preposition.lower_ == "to" else None
    return noun is not None and noun.lower_ in words_of("idioms", "to_death")


def _hits_body(verb: Token) -> bool:
    nouns_hit = [child(each, "pobj") for each in verb.children if each.lower_ in {"in", "through"}]
    return any(noun is not None and noun.lower_ in words_of("idioms", "body_parts") for noun in nouns_hit)


def _is_under_cover(preposition: Token) -> bool:
    if preposition.lower_ not in words_of("idioms", "under"):
        return False
    noun = child(preposition, "pobj")
    return noun is not None and noun.lower_ in words_of("idioms", "cover")


def _described(participle: Token) -> Iterator[Token]:
    """Whom a participle or adjective of harm describes: "a wounded girl", "left 14 dead", "were found dead"."""
    above = participle.head
    if participle.tag_ == "VBG" and child(participle, "aux") is not None:
        subject = subject_of(participle)
        yield from () if subject is None else (_resolved(subject, participle),)
        return
    taken = child(participle, "dobj") if participle.tag_ == "JJ" else None
    if taken is not None:
        yield taken
        return
    if participle.tag_ == "VBD" and child(participle, "dobj") is not None:
        # A headline's "snipers killed one": the noun before it did the harm.
        return
    if participle.dep_ in ADJECTIVES and above.tag_.startswith(("NN", "CD", "JJ")):
        if participle.dep_ == "acl" or above.i - participle.i <= 4:
            yield above
        return
    if participle.dep_ not in COMPLEMENTS or not is_verb(above) or _is_clause(participle):
        return
    noun = child(above, "dobj") or _last_subject(above) or _passive_subject(above) or _subject(above)
    if noun is not None and noun.i != participle.i:
        yield _resolved(noun, above)


def _last_subject(verb: Token) -> Token | None:
    """The subject nearest to the verb: of two, the parse took the first from the clause before."""
    subjects = [each for each in verb.children if each.dep_ in {"nsubjpass", "nsubj"}]
    before = [each for each in subjects if each.i < verb.i]
    return before[-1] if before else next(iter(subjects), None)


def _is_clause(participle: Token) -> bool:
    """True for a verb with its own subject or tense ("… killed 12, a monitor said"): it describes nobody above it."""
    if participle.dep_ in {"acomp", "oprd"}:
        return False
    if participle.tag_ in {"VBD", "VBZ", "VBP", "VBG", "VB"}:
        return True
    return any(each.dep_ in SUBJECTS or (each.dep_ in {"aux", "auxpass"}) for each in participle.children)


def _is_denied(noun: Token) -> bool:
    return any(each.lower_ == "no" for each in noun.children)


def _after_of(noun: Token) -> Iterator[Token]:
    """The nouns after "of": "the death of two policemen"."""
    for each in noun.children:
        if each.dep_ == "prep" and each.lower_ in {"of", "among"}:
            yield from (inner for inner in each.children if inner.dep_ in {"pobj", "pcomp"})
