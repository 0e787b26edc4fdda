"""Relations: a page in, what one actor is said to be to another out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from marsad.domain.claim import Relation
from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reading.actor_names import actor_name, actor_names, belongs_to_a_side
from marsad.reading.attribution import Frame, credit
from marsad.reading.circumstances import is_background
from marsad.reading.countries import country_of_demonym, country_of_name, country_of_seat
from marsad.reading.inflection import lemma_table, noun_forms
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import (
    child,
    children,
    done_by,
    done_to,
    is_passive,
    is_verb,
    objects_of_prepositions,
    phrase,
    subject_of,
)
from marsad.reading.relation_marks import by_mark, mark_words
from marsad.reading.relation_membership import by_membership, membership_words
from marsad.reading.relation_tie import Tie, relation_lexicon
from marsad.reading.relation_titles import find_title

HYPHENS = frozenset({"-", "–"})
JOINED = frozenset({"conj", "appos"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFinding:
    sentence: int
    relation: Relation
    frame: Frame | None
    background: bool
    rule: str


@cache
def _by_form(table: str) -> dict[str, RelationKind]:
    return {
        form: RelationKind(name)
        for name, words in relation_lexicon()[table].items()
        if name != "former"
        for word in words
        for form in noun_forms(word)
    }


@cache
def _verbs() -> dict[str, RelationKind]:
    return {
        form: RelationKind(name) for name, lemmas in relation_lexicon()["verbs"].items() for form in lemma_table(lemmas)
    }


@cache
def _words() -> frozenset[str]:
    """Every written form by which a relation may be told: most tokens are none, and cost nothing."""
    lexicon = relation_lexicon()
    compounds = {word for words in (*lexicon["compounds"].values(), *lexicon["prefixes"].values()) for word in words}
    return frozenset(
        compounds | set(_verbs()) | set(_verbs_with()) | set(_by_form("nouns")) | set(lexicon["support"]["nouns"])
    )


def find_relations(page: Page, frames: Sequence[Frame]) -> tuple[RelationFinding, ...]:
    """Every relation that the page states, once a sentence."""
    found: list[RelationFinding] = []
    for number, sentence in enumerate(page.sentences):
        own = [frame for frame in frames if frame.sentence == number]
        seen: set[tuple[str, RelationKind, str]] = set()
        for tie in _ties(page, sentence):
            key = (tie.subject, tie.relation, tie.object)
            if key in seen or _folded(tie.subject) == _folded(tie.object) or _backs_itself(page, tie):
                continue
            seen.add(key)
            found.append(_finding(page, number, sentence, own, tie))
    return tuple(found)


def _folded(name: str) -> str:
    return name.casefold().replace("’", "'")


def _backs_itself(page: Page, tie: Tie) -> bool:
    """True for "Syrian aircraft in support of the government": nobody backs himself."""
    if tie.relation is not RelationKind.BACKS:
        return False
    country = country_of_name(tie.subject)
    own = country is not None and country.iso == page.country and tie.object.islower()
    ruling = bool(set(tie.object.split()) & set(relation_lexicon()["ruling"]["words"]))
    return _is_of(tie.object, tie.subject) or (own and ruling)


def _finding(page: Page, number: int, sentence: Span, frames: Sequence[Frame], tie: Tie) -> RelationFinding:
    return RelationFinding(
        sentence=number,
        relation=Relation(subject=tie.subject, relation=tie.relation, object=tie.object, former=tie.former),
        frame=credit(frames, tie.token.i),
        background=is_background(page, sentence, None, tie.token) and is_verb(tie.token),
        rule=tie.rule,
    )


def _ties(page: Page, sentence: Span) -> Iterator[Tie]:
    for token in sentence:
        if token.lower_ in _words():
            yield from _by_compound(page, sentence, token)
            yield from _by_verb(page, token)
            yield from _by_noun(page, token)
            yield from _by_support(page, token)
        if token.lower_ in membership_words():
            yield from by_membership(page, token)
        if token.lower_ in mark_words():
            yield from by_mark(page, sentence, token)
        if token.dep_ in JOINED:
            yield from _by_alliance(page, token)
    for span in page.actors_in(sentence):
        if span.kind is ActorKind.PERSON:
            title = find_title(page, sentence, span)
            if title is not None:
                yield Tie(title.token, span.name, title.relation, title.body, "relation-title", title.former)


def _by_compound(page: Page, sentence: Span, token: Token) -> Iterator[Tie]:
    """As in "US-backed SDF", "Iranian- and Russian-backed government", "pro-Turkey rebels"."""
    kind = next(
        (RelationKind(name) for name, words in relation_lexicon()["compounds"].items() if token.lower_ in words), None
    )
    if (
        token.i + 2 < len(page.doc)
        and token.lower_ in relation_lexicon()["prefixes"]["allied_with"]
        and token.nbor(1).text in HYPHENS
    ):
        kind, words, last = RelationKind.ALLIED_WITH, [token.nbor(2)], token.nbor(2)
    elif kind is not None and token.i >= sentence.start + 2 and token.nbor(-1).text in HYPHENS:
        words, last = list(_compound_words(sentence, token)), token
    else:
        return
    noun = _noun_after(sentence, last)
    other = _named(page, noun) if noun is not None else None
    for word in words:
        inside = (
            noun is not None
            and page.actor_at.get(word.i) is not None
            and page.actor_at.get(word.i) is page.actor_at.get(noun.i)
        )
        name = _country_word(word) if inside else _side_of_word(page, word)
        if name and other and kind is RelationKind.ALLIED_WITH:
            yield Tie(token, other, kind, name, "relation-compound")
        elif name and other and kind is not None:
            yield Tie(token, name, kind, other, "relation-compound")


def _compound_words(sentence: Span, token: Token) -> Iterator[Token]:
    """The words before "-backed", those joined to it too: "Iranian- and Russian-backed"."""
    doc, at = sentence.doc, token.i - 2
    yield doc[at]
    if at - 3 >= sentence.start and doc[at - 1].lower_ in {"and", "or"}:
        before = doc[at - 2]
        if before.text in HYPHENS:
            yield doc[at - 3]
        elif before.text.endswith("-"):
            yield before


def _noun_after(sentence: Span, token: Token) -> Token | None:
    """The head of the phrase that the compound stands in, else the last noun of the run behind it."""
    head = token.head if token.dep_ in {"amod", "compound", "nmod"} and token.head.i > token.i else None
    if head is not None and head.tag_.startswith("NN"):
        return head
    noun = None
    for each in sentence.doc[token.i + 1 : min(token.i + 6, sentence.end)]:
        if not each.tag_.startswith(("NN", "JJ")):
            break
        noun = each if each.tag_.startswith("NN") else noun
    return noun


def _named(page: Page, noun: Token) -> str | None:
    """The noun's actor, or its own words where it is a side without a name, less what a compound says of it."""
    name = actor_name(page, noun)
    if name is None or not any(letter.isalpha() for letter in name):
        return None
    if page.actor_at.get(noun.i) is not None:
        return name
    words = [
        each for each in phrase(noun) if each.tag_.startswith(("NN", "JJ")) and each.is_alpha and not _in_compound(each)
    ]
    return " ".join(each.text for each in words) or name


def _in_compound(token: Token) -> bool:
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    return following in HYPHENS or (token.i > 0 and token.nbor(-1).text in HYPHENS)


def _side_of_word(page: Page, word: Token) -> str | None:
    span = page.actor_at.get(word.i)
    if span is not None:
        return span.name
    return _country_word(word) or (word.text if belongs_to_a_side(word.lower_) else None)


def _country_word(word: Token) -> str | None:
    text = word.text.removesuffix("-")
    country = country_of_demonym(text) or country_of_name(text) or country_of_seat(text)
    return country.name if country is not None else None


def _by_verb(page: Page, token: Token) -> Iterator[Tie]:
    """As in "the army, supported by Russia", "Turkey, which backs the rebels", "forces fighting the junta"."""
    if not is_verb(token) or _in_compound(token):
        return
    kind = _verbs().get(token.lower_)
    if kind is None:
        yield from _by_verb_with(page, token)
        return
    if _has_ended(token):
        return
    subjects = _accused(page, token) or _names_or_branch(page, done_by(token))
    target = _backed(token)
    objects = actor_names(page, target) if target is not None else ()
    if kind is RelationKind.OPPOSES and not objects:
        objects = tuple(
            name for noun in objects_of_prepositions(token, "against", "with") for name in actor_names(page, noun)
        )
    for subject in subjects:
        for other in objects:
            yield Tie(token, subject, kind, other, f"relation-verb:{token.lower_}")


def _backed(verb: Token) -> Token | None:
    """The verb's object; the noun of "which Y backs", and X of "backs what remains of X"."""
    target = done_to(verb)
    joined = next((each for each in children(verb, "conj") if is_verb(each)), None)
    if target is None and joined is not None and not is_passive(verb):
        return done_to(joined)
    if target is None and not is_passive(verb):
        remains = next((each for each in children(verb, "ccomp") if each.lower_ in {"remains", "remained"}), None)
        return next(iter(objects_of_prepositions(remains, "of")), None) if remains is not None else None
    if target is not None and target.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        return verb.head
    return target


def _accused(page: Page, verb: Token) -> tuple[str, ...]:
    """Whom "X accuses Y of arming Z" says to arm Z."""
    above = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ in {"of", "for", "with"} else None
    if above is None or above.lower_ not in lemma_table(relation_lexicon()["accusing"]["verbs"]):
        return ()
    target = done_to(above)
    return actor_names(page, target) if target is not None else ()


def _has_ended(verb: Token) -> bool:
    """As in "no longer backed by Y", "stopped backing Y"."""
    ended = any(each.lower_ in relation_lexicon()["ending"]["adverbs"] for each in children(verb, "advmod"))
    over = verb.head.lower_ in lemma_table(relation_lexicon()["ending"]["verbs"]) and verb.dep_ in {"xcomp", "pcomp"}
    return ended or over


def _names_or_branch(page: Page, noun: Token | None) -> tuple[str, ...]:
    """The noun's actors, or its own words where it is a branch of one ("Al-Qaeda's former Syria branch")."""
    if noun is None:
        return ()
    names = actor_names(page, noun)
    if not names and _by_form("nouns").get(noun.lower_) is RelationKind.PART_OF and child(noun, "poss") is not None:
        return (_possessed(noun),)
    return names


@cache
def _verbs_with() -> dict[str, tuple[tuple[str, RelationKind, bool], ...]]:
    """Written form of a verb → its prepositions, each with the relation and whether its noun is the subject."""
    table: dict[str, list[tuple[str, RelationKind, bool]]] = {}
    for name, is_reversed in (("verbs_with", False), ("reversed", True)):
        for kind, pairs in relation_lexicon()[name].items():
            for pair in pairs:
                verb, _, preposition = pair.rpartition(" ")
                for form in lemma_table([verb.split()[0]]):
                    table.setdefault(form, []).append((preposition, RelationKind(kind), is_reversed))
    return {form: tuple(rows) for form, rows in table.items()}


def _by_verb_with(page: Page, token: Token) -> Iterator[Tie]:
    """As in "fights for Y", "broke away from Y", "relies on Y" (Y backs whoever relies)."""
    for preposition, kind, is_reversed in _verbs_with().get(token.lower_, ()):
        noun = done_to(token) if token.tag_ == "VBN" else subject_of(token)
        doers = actor_names(page, noun) if noun is not None else ()
        others = [name for each in objects_of_prepositions(token, preposition) for name in actor_names(page, each)]
        rule = f"relation-verb:{token.lower_} {preposition}"
        for one in doers:
            for other in others:
                yield Tie(token, other, kind, one, rule) if is_reversed else Tie(token, one, kind, other, rule)


def _by_noun(page: Page, token: Token) -> Iterator[Tie]:
    """As in "X, the Syrian branch of Y", "Y's armed wing X"."""
    kind = _by_form("nouns").get(token.lower_) if token.i not in page.actor_at else None
    if kind is None or (kind is RelationKind.BACKS and not token.tag_.startswith("NN")):
        return
    wholes = [name for noun in objects_of_prepositions(token, "of", "to") for name in actor_names(page, noun)]
    owner = child(token, "poss")
    own = actor_name(page, owner) if owner is not None else None
    former = any(each.lower_ in relation_lexicon()["nouns"]["former"] for each in token.children)
    for subject in _holders_of_noun(page, token):
        for whole in wholes or ([own] if own else []):
            yield Tie(token, subject, kind, whole, f"relation-noun:{token.lower_}", former)
    if not wholes and own and kind is RelationKind.PART_OF and own != (name := _possessed(token)):
        yield Tie(token, name, kind, own, f"relation-noun:{token.lower_}", former)


def _possessed(token: Token) -> str:
    """As in "Al-Qaeda's former Syria branch", as written."""
    return token.doc[token.left_edge.i : token.i + 1].text.strip()


def _holders_of_noun(page: Page, noun: Token) -> tuple[str, ...]:
    """Who is the branch, the ally: the noun's apposition, its compound, its subject."""
    if noun.dep_ in {"appos", "conj"} and noun.head.i < noun.i:
        return actor_names(page, noun.head) if noun.dep_ == "appos" else ()
    if noun.dep_ in {"attr", "acomp", "oprd", "xcomp"} and is_verb(noun.head):
        subject = subject_of(noun.head)
        return actor_names(page, subject) if subject is not None else ()
    beside = [
        page.actor_at[each.i].name for each in children(noun, "compound", "appos", "nmod") if each.i in page.actor_at
    ]
    return tuple(beside)


def _by_alliance(page: Page, token: Token) -> Iterator[Tie]:
    """As in "X and allied factions", "X and its Islamist allies"."""
    allied = token.tag_.startswith("NN") and (
        token.lower_ in relation_lexicon()["nouns"]["allied_with"]
        or any(each.lower_ == "allied" for each in token.children)
    )
    if not allied or any(each.lower_ == "of" for each in token.children):
        return
    other = actor_name(page, token) or " ".join(
        each.text for each in phrase(token) if each.tag_.startswith(("NN", "JJ", "VBN"))
    )
    head = actor_name(page, token.head)
    named = next((actor_name(page, each) for each in children(token, "appos") if actor_name(page, each)), None)
    if head and named:
        yield Tie(token, named, RelationKind.ALLIED_WITH, head, "relation-allied")
    elif head:
        yield Tie(token, head, RelationKind.ALLIED_WITH, other, "relation-allied")


def _by_support(page: Page, token: Token) -> Iterator[Tie]:
    """As in "strikes in support of the government", "American support for the YPG"."""
    if token.lower_ not in relation_lexicon()["support"]["nouns"] or not token.tag_.startswith("NN"):
        return
    backed = [name for noun in objects_of_prepositions(token, "of", "for", "to") for name in actor_names(page, noun)]
    if not backed:
        return
    for backer in _backers(page, token):
        yield from (
            Tie(token, backer, RelationKind.BACKS, name, "relation-support")
            for name in backed
            if not _is_of(name, backer)
        )


def _is_of(name: str, country: str) -> bool:
    """True where the name is the country's own ("Syrian government" of "Syria"): nobody backs himself."""
    words = [country_of_demonym(word) or country_of_name(word) for word in name.split()]
    return name == country or any(each is not None and each.name == country for each in words)


def _backers(page: Page, noun: Token) -> Iterable[str]:
    for each in children(noun, "poss", "amod", "compound"):
        name = _side_of_word(page, each) or actor_name(page, each)
        if name:
            return [name]
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if not is_verb(verb):
        return []
    subject = subject_of(verb)
    return actor_names(page, subject) if subject is not None else []
