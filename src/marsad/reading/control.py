"""Control: a page in, who is said to hold, take or lose which place out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from marsad.domain.claim import Control, ControlException
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, Extent, Modality, TimePrecision
from marsad.reading.actor_names import actor_name, actor_names, side_of_word
from marsad.reading.attribution import Frame, credit
from marsad.reading.circumstances import is_background, modality_of, time_for
from marsad.reading.control_ground import Ground, control_lexicon, grounds_of, territory_nouns
from marsad.reading.countries import country_of_demonym
from marsad.reading.inflection import lemma_table, noun_forms
from marsad.reading.page import Page
from marsad.reading.phrases import (
    children,
    done_by,
    done_to,
    is_passive,
    is_verb,
    objects_of_prepositions,
    phrase,
    subject_of,
)

ENDED = frozenset({ControlState.LOST, ControlState.NONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlFinding:
    sentence: int
    control: Control
    place: Place
    frame: Frame | None
    modality: Modality
    background: bool
    time: TimeSpan | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one word of a sentence tells of control, before place and time are looked up."""

    token: Token
    state: ControlState
    holders: tuple[str, ...]
    losers: tuple[str, ...]
    grounds: tuple[Ground, ...]
    rule: str


@cache
def _verbs(name: str) -> Mapping[str, str]:
    return lemma_table(control_lexicon()["verbs"][name])


@cache
def _noun_set(table: str, name: str) -> frozenset[str]:
    return frozenset(form for noun in control_lexicon()[table][name] for form in noun_forms(noun))


@cache
def _words() -> frozenset[str]:
    """Every written form by which control may be told: most tokens are none, and cost nothing."""
    verbs = {form for name in control_lexicon()["verbs"] for form in _verbs(name)}
    nouns = {*control_lexicon()["nouns"]["control"], *_noun_set("nouns", "stronghold")}
    return frozenset(verbs | nouns | set(control_lexicon()["compounds"]["words"]))


def find_control(page: Page, frames: Sequence[Frame]) -> tuple[ControlFinding, ...]:
    """Every claim of control that the page makes, in text order, one a place."""
    found: list[ControlFinding] = []
    for number, sentence in enumerate(page.sentences):
        own = [frame for frame in frames if frame.sentence == number]
        tellers = [token for token in sentence if token.lower_ in _words()]
        told = [each for token in tellers for each in _told_by(page, sentence, token)]
        found += _findings(page, number, sentence, own, told)
    return tuple(found)


def _findings(
    page: Page, number: int, sentence: Span, frames: Sequence[Frame], told: Sequence[_Told]
) -> list[ControlFinding]:
    found: list[ControlFinding] = []
    seen: set[tuple[str, tuple[str, ...], bool]] = set()
    for each in told:
        for ground in each.grounds:
            key = (ground.place.name, each.holders, each.state in ENDED)
            if key in seen or not (each.holders or each.state is ControlState.BESIEGED):
                continue
            seen.add(key)
            found.append(_finding(page, number, sentence, frames, each, ground))
    return found


def _finding(
    page: Page, number: int, sentence: Span, frames: Sequence[Frame], told: _Told, ground: Ground
) -> ControlFinding:
    time = time_for(page, sentence, told.token, frames) or _now(page, told.token)
    frame = credit(frames, told.token.i)
    exceptions = _exceptions(page, sentence, told)
    extent = ground.extent or (Extent.MOST if exceptions and told.state is ControlState.HOLDS else None)
    return ControlFinding(
        sentence=number,
        control=Control(state=told.state, holder=told.holders, from_=told.losers, extent=extent, except_=exceptions),
        place=ground.place,
        frame=frame,
        modality=modality_of(told.token, frame),
        background=is_background(page, sentence, time, told.token),
        time=time,
        rule=told.rule,
    )


def _now(page: Page, verb: Token) -> TimeSpan | None:
    """The report's own day, still going on, where the words say "now"; the day is never filled in without them."""
    near = [*verb.children, *page.doc[max(verb.sent.start, verb.i - 3) : verb.i]]
    word = next((each for each in near if each.lower_ in control_lexicon()["present"]["words"]), None)
    if word is None or page.document.date is None:
        return None
    return TimeSpan(start=page.document.date, precision=TimePrecision.OPEN, text=word.text, timex="PRESENT_REF")


def _told_by(page: Page, sentence: Span, token: Token) -> list[_Told]:
    found = [
        _by_compound(page, sentence, token),
        _by_verb(page, sentence, token),
        _by_noun(page, sentence, token),
        _by_stronghold(page, sentence, token),
    ]
    return [each for each in found if each is not None and each.grounds]


def _by_verb(page: Page, sentence: Span, token: Token) -> _Told | None:
    if not is_verb(token) or _is_in_compound(token):
        return None
    control_noun = next((each for each in children(token, "dobj", "nsubjpass") if each.lower_ == "control"), None)
    for name in ("holds", "gained", "lost", "besieged"):
        if token.lower_ in _verbs(name):
            return _verb_told(page, sentence, token, ControlState(name), control_noun)
    if token.lower_ in _verbs("ousted"):
        return _ousted(page, sentence, token)
    return _fell(page, sentence, token) if token.lower_ in _verbs("fell") else None


def _verb_told(
    page: Page, sentence: Span, verb: Token, state: ControlState, control_noun: Token | None
) -> _Told | None:
    if _is_only_tried(verb):
        return None
    target = control_noun or done_to(verb)
    grounds = grounds_of(page, sentence, target) if target is not None else ()
    if control_noun is not None and not grounds:
        grounds = tuple(
            each
            for noun in objects_of_prepositions(verb, "of", "over", "in")
            for each in grounds_of(page, sentence, noun)
        )
    if not grounds and state is ControlState.LOST:
        grounds = tuple(
            each for noun in objects_of_prepositions(verb, "from") for each in grounds_of(page, sentence, noun)
        )
    actors = _actors(page, done_by(verb))
    if not actors and is_passive(verb):
        actors = tuple(name for noun in objects_of_prepositions(verb, "by") for name in _actors(page, noun))
    losers: tuple[str, ...] = ()
    if state is ControlState.GAINED:
        nouns = [
            *objects_of_prepositions(verb, "from"),
            *(objects_of_prepositions(target, "from") if target is not None else []),
        ]
        losers = tuple(name for noun in nouns for name in _actors(page, noun) if name not in actors)
        losers = losers or _held_before(page, verb)
    return _Told(
        token=verb, state=state, holders=actors, losers=losers, grounds=grounds, rule=f"control-verb:{verb.lower_}"
    )


def _ousted(page: Page, sentence: Span, verb: Token) -> _Told | None:
    loser = done_to(verb)
    places = [
        each for noun in objects_of_prepositions(verb, "from", "of", "out") for each in grounds_of(page, sentence, noun)
    ]
    losers = _actors(page, loser)
    if not losers or not places or _is_only_tried(verb):
        return None
    return _Told(
        token=verb, state=ControlState.LOST, holders=losers, losers=(), grounds=tuple(places), rule="control-ousted"
    )


def _fell(page: Page, sentence: Span, verb: Token) -> _Told | None:
    subject = subject_of(verb)
    takers = tuple(
        name
        for noun in objects_of_prepositions(verb, "to", "into")
        for name in (_actors(page, noun) or _holders_of_noun(page, noun))
    )
    if subject is None or not takers:
        return None
    return _Told(
        token=verb,
        state=ControlState.GAINED,
        holders=takers,
        losers=(),
        grounds=grounds_of(page, sentence, subject),
        rule="control-fell",
    )


def _by_noun(page: Page, sentence: Span, token: Token) -> _Told | None:
    """As in "X is under Y control", "in the hands of Y", "out of control of Y"."""
    if token.lower_ not in control_lexicon()["nouns"]["control"] or token.dep_ != "pobj":
        return None
    lead = token.head
    out = lead.lower_ == "of" and lead.head.lower_ == "out"
    top = lead.head if out else lead
    if not out and lead.lower_ not in control_lexicon()["nouns"]["lead_in"]:
        return None
    holders = _holders_of_noun(page, token)
    if not holders:
        return None
    owner = top.head
    subject = subject_of(owner) if is_verb(owner) else owner
    grounds = grounds_of(page, sentence, subject) if subject is not None else ()
    state = ControlState.LOST if out else ControlState.HOLDS
    return _Told(
        token=token, state=state, holders=holders, losers=(), grounds=grounds, rule=f"control-noun:{token.lower_}"
    )


def _holders_of_noun(page: Page, noun: Token) -> tuple[str, ...]:
    """Y of "control of Y", "Y's control", "rebel hands", "Isis control"."""
    names: list[str] = []
    for each in objects_of_prepositions(noun, "of", "by"):
        names += _actors(page, each)
    for each in children(noun, "poss", "compound", "amod", "nmod"):
        country = country_of_demonym(each.text)
        name = _side_word(page, each) or (country.name if country else None)
        if name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _by_compound(page: Page, sentence: Span, token: Token) -> _Told | None:
    """As in "rebel-held Idlib province", "the Kurdish-controlled city of Hasaka"."""
    if (
        token.lower_ not in control_lexicon()["compounds"]["words"]
        or token.i < 2
        or token.nbor(-1).text not in {"-", "–"}
    ):
        return None
    word = token.nbor(-2)
    noun = token.head if token.dep_ in {"amod", "compound", "nmod", "acl"} else token
    if noun.i <= token.i:
        following = [each for each in sentence if token.i < each.i <= token.i + 4 and each.tag_.startswith("NN")]
        noun = following[0] if following else token
    holder = _compound_holder(page, word)
    grounds = tuple(ground for ground in grounds_of(page, sentence, noun) if ground.place.lat is not None)
    if _is_taken(noun):
        return None
    return _Told(
        token=token,
        state=ControlState.HOLDS,
        holders=holder,
        losers=(),
        grounds=grounds,
        rule="control-compound",
    )


def _is_taken(noun: Token) -> bool:
    """True where a verb of taking has the phrase as its object: then its compound says from whom."""
    while noun.dep_ in {"pobj", "prep", "conj"} and noun.head.i != noun.i:
        noun = noun.head
    return noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lower_ in _verbs("gained")


def _held_before(page: Page, verb: Token) -> tuple[str, ...]:
    """As in "recaptured rebel-held areas": whose the ground was."""
    target = done_to(verb)
    if target is None:
        return ()
    for token in target.subtree:
        if (
            token.lower_ in control_lexicon()["compounds"]["words"]
            and token.i >= 2
            and token.nbor(-1).text in {"-", "–"}
        ):
            return _compound_holder(page, token.nbor(-2))
    return ()


def _compound_holder(page: Page, word: Token) -> tuple[str, ...]:
    span = page.actor_at.get(word.i)
    if span is not None:
        return (span.name,)
    country = country_of_demonym(word.text)
    if country is not None:
        return (country.name,)
    return (side_of_word(word.text),)


def _by_stronghold(page: Page, sentence: Span, token: Token) -> _Told | None:
    """As in "the rebel bastion of Idlib", "Raqqa, a stronghold of X", "X is among the strongholds for rebels"."""
    if token.lower_ not in _noun_set("nouns", "stronghold"):
        return None
    holders = tuple(
        name
        for noun in objects_of_prepositions(token, "of", "for")
        for name in _actors(page, noun)
        if page.place_at.get(noun.i) is None
    )
    if not holders and token.lower_ not in _noun_set("nouns", "only_with_holder"):
        holders = tuple(
            dict.fromkeys(
                name for each in children(token, "compound", "amod", "poss", "nmod") if (name := _side_word(page, each))
            )
        )
    if not holders:
        return None
    of = tuple(each for noun in objects_of_prepositions(token, "of", "in") for each in grounds_of(page, sentence, noun))
    if not of:
        anchor = token.head if token.dep_ in {"appos", "attr", "conj", "pobj"} else None
        subject = _stronghold_place(anchor) if anchor is not None else None
        of = grounds_of(page, sentence, subject) if subject is not None else ()
    return _Told(
        token=token, state=ControlState.HOLDS, holders=holders, losers=(), grounds=of, rule="control-stronghold"
    )


def _stronghold_place(anchor: Token) -> Token | None:
    while anchor.dep_ in {"prep", "pobj"} and anchor.head.i != anchor.i:
        anchor = anchor.head
    return subject_of(anchor) if is_verb(anchor) else anchor


def _side_word(page: Page, token: Token) -> str | None:
    name = actor_name(page, token)
    return side_of_word(name) if name and name == token.text else name


def _actors(page: Page, noun: Token | None) -> tuple[str, ...]:
    return actor_names(page, noun) if noun is not None else ()


def _exceptions(page: Page, sentence: Span, told: _Told) -> tuple[ControlException, ...]:
    """Parts that the sentence leaves out ("except the Kurdish-held neighbourhoods"), with their holders."""
    if told.state not in {ControlState.HOLDS, ControlState.GAINED} or told.rule == "control-compound":
        return ()
    mark = next((each for each in sentence if _marks_exception(each) and each.i > told.token.i), None)
    if mark is None:
        return ()
    nouns = [each for each in sentence.doc[mark.i + 1 : min(mark.i + 8, sentence.end)] if each.tag_.startswith("NN")]
    named = [each for each in nouns if page.place_at.get(each.i) or each.lower_ in territory_nouns("part")]
    head = next((each for each in named if each.dep_ != "compound"), None)
    if head is None:
        return ()
    end = min(head.right_edge.i + 1, sentence.end)
    clause = next((each.left_edge.i for each in head.rights if each.dep_ == "relcl"), end)
    words = sentence.doc[phrase(head).start : clause].text.strip(' ",.”')
    return (ControlException(place=words, holder=_exception_holder(page, sentence, phrase(head).start, end)),)


def _marks_exception(token: Token) -> bool:
    if token.lower_ in control_lexicon()["exceptions"]["words"]:
        return True
    text = token.doc[token.i : token.i + 4].text.casefold()
    return any(text.startswith(words) for words in control_lexicon()["exceptions"]["phrases"])


def _exception_holder(page: Page, sentence: Span, start: int, end: int) -> tuple[str, ...]:
    for token in sentence.doc[start:end]:
        if is_verb(token) and token.lower_ in _verbs("holds"):
            names = _actors(page, done_by(token))
            if names:
                return names
        if token.lower_ in control_lexicon()["compounds"]["words"] and token.nbor(-1).text == "-":
            return _compound_holder(page, token.nbor(-2))
    return ()


def _is_in_compound(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).text in {"-", "–"}


def _is_only_tried(verb: Token) -> bool:
    """As in "trying to take", "battling for control": aimed at, not held."""
    above = verb.head if verb.dep_ in {"xcomp", "pcomp", "acl", "advcl", "relcl"} else None
    if above is None or above.i == verb.i:
        return False
    infinitive = any(each.lower_ == "to" and each.dep_ == "aux" for each in verb.children)
    return infinitive and above.lower_ not in {"managed", "able", "helped", "used", "relied"}
