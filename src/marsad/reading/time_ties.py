"""When: the time that a sentence gives one of its words, by the parse."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from marsad.domain.mention import TimeMention
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import TimePrecision
from marsad.reading.attribution import Frame, credit
from marsad.reading.clause_paths import way_cost, word_at
from marsad.reading.event_lexicon import act_nouns, nouns, verbs, words
from marsad.reading.inflection import noun_forms, verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import SUBJECTS, governing_verb, is_verb

OTHER_NOUN_PENALTY = 3
"""Steps for a time inside the phrase of another noun ("the 2016 deal")."""
OPENERS = frozenset({"IN", "RB", "CD", "NNP", "VBG", "TO", "JJ", "NN"})
"""Tags of the words that may open a setting ("On Monday", "Late on", "Yesterday", "As reported on")."""
OPENING_TOKENS = 16
"""A setting in front of the main clause stands within so many tokens of the sentence's start."""
LABEL_TOKENS = 6
"""A label before a colon ends within so many tokens."""
FRONT_TOKENS = 6
"""A time at the head of a sentence has its chief word within so many tokens ("In the early hours of Monday")."""
BRACKET_REACH = 60
"""Characters behind a time in which a note in brackets and its comma may stand ("Around 7 May (as reported), …")."""
CASE_REACH = 5
"""Steps up the parse in which an act hangs on the verb of its charge ("charged with murder in the death of …")."""
BESIDE_TOKENS = 1
"""A time right behind a participle has its first word so many tokens on."""
FRONT_END = re.compile(r"(?:,? \d{4})?\s*(?:[(\[][^)\]]{0,40}[)\]])?\s*,")


def opening_time(page: Page, sentence: Span, frames: Sequence[Frame] = ()) -> TimeSpan | None:
    """The time that opens the sentence before its subject, or that a comma sets off there.

    None where somebody only spoke then.
    """
    cues = _telling_cues(page, frames)
    front = _set_in_front(page, sentence)
    for mention in _of_the_story(page, sentence):
        token = word_at(page.doc, mention.quote.start, mention.quote.end)
        if token is not None and mention.time.start is not None and (mention is front or opens(sentence, token)):
            return None if hangs_on(token, cues) or _is_only_compared(mention, token) else mention.time
    return None


def opens(sentence: Span, token: Token) -> bool:
    """True for a phrase in front of the main clause: after a preposition, before the subject, close to the start."""
    if token.i - sentence.start > OPENING_TOKENS:
        return False
    root = sentence.root
    subject = next((each for each in root.children if each.dep_ in SUBJECTS), None)
    if subject is None or token.i >= subject.left_edge.i:
        return False
    return sentence[0].tag_ in OPENERS


def time_for(page: Page, sentence: Span, at: Token, frames: Sequence[Frame] = ()) -> TimeSpan | None:
    """The time that the sentence puts the word at.

    The time of saying so is another's, as is that of a clause about somebody or something else ("a man who was arrested
    in May"); both are left out.
    """
    cues = _telling_cues(page, frames)
    is_spoken_apart = at.i not in cues and not _shares_its_subject(at, cues)
    choices = []
    for mention in _of_the_story(page, sentence):
        token = word_at(page.doc, mention.quote.start, mention.quote.end)
        if token is None or (mention.time.start is None and mention.time.end is None):
            continue
        is_of_saying = is_spoken_apart and hangs_on(token, cues) and not _is_among_the_words(frames, at, token)
        if is_of_saying or _is_only_compared(mention, token):
            continue
        if _is_of_the_telling(token, at) or _is_of_the_case(mention, token, at) or is_of_another_clause(at, token):
            continue
        choices.append((way_cost(at, token) + _time_penalty(page, token, at), mention.quote.start, mention.time))
    if choices:
        return min(choices, key=lambda choice: choice[:2])[2]
    return None if link_to_case(at) is not None else _time_in_front(page, sentence, at, frames)


def time_within(page: Page, sentence: Span, at: Token) -> TimeSpan | None:
    """The time that stands in the word's own phrase: "the toll of Tuesday's strike"."""
    phrase = {each.i for each in at.subtree}
    for mention in _of_the_story(page, sentence):
        token = word_at(page.doc, mention.quote.start, mention.quote.end)
        if token is not None and token.i in phrase and (mention.time.start or mention.time.end):
            return mention.time
    return None


def _time_in_front(page: Page, sentence: Span, at: Token, frames: Sequence[Frame]) -> TimeSpan | None:
    """A time that a comma sets off at the head of the sentence is that of all that the outlet tells in it.

    The parse is not asked: it often hangs such a time on a wrong verb ("On 3 May, men believed to be bandits shot …").
    """
    frame = credit(frames, at.i)
    if frame is not None and frame.speaker is not None and not _is_hearsay(page, frame):
        return None
    mention = _set_in_front(page, sentence)
    return None if mention is None or at.idx < mention.quote.end else mention.time


def _set_in_front(page: Page, sentence: Span) -> TimeMention | None:
    """The time with days that a comma sets off at the head of the sentence."""
    start = _after_label(sentence)
    mention = next((each for each in _of_the_story(page, sentence) if _is_near(page, each, start)), None)
    if mention is None or mention.time.start is None:
        return None
    rest = page.document.text[mention.quote.end : mention.quote.end + BRACKET_REACH]
    return mention if FRONT_END.match(rest) else None


def _is_among_the_words(frames: Sequence[Frame], at: Token, time: Token) -> bool:
    """As in "Shells killed three today, a doctor said": behind the act, before who says so and the verb of saying."""
    frame = credit(frames, at.i)
    if frame is None or frame.cue is None or frame.speaker is None:
        return False
    return at.i < time.i < min(frame.cue, frame.speaker[0])


def _is_hearsay(page: Page, frame: Frame) -> bool:
    """As in "gunmen believed to be deserters", "troops said to have fled": who is spoken of is no speaker."""
    if frame.cue is None or frame.cue + 1 >= len(page.doc):
        return False
    cue = page.doc[frame.cue]
    return cue.nbor(1).lower_ == "to" and cue.lower_ in _hearsay()


def _of_the_story(page: Page, sentence: Span) -> list[TimeMention]:
    """The sentence's times less those of a heading or a dateline, which are the day of publication."""
    return [each for each in page.times_in(sentence) if each.quote.start >= page.body_start]


def _after_label(sentence: Span) -> int:
    """The token behind a label and its colon ("Property destruction: On 8 May, …"), else the first."""
    return next((each.i + 1 for each in sentence[:LABEL_TOKENS] if each.text == ":"), sentence.start)


def _is_near(page: Page, mention: TimeMention, start: int) -> bool:
    token = word_at(page.doc, mention.quote.start, mention.quote.end)
    return token is not None and start <= token.i <= start + FRONT_TOKENS


def _telling_cues(page: Page, frames: Sequence[Frame]) -> set[int]:
    """The verbs of saying; hearsay that nobody is named for ("men believed to be deserters") has no day of its own."""
    return {
        frame.cue
        for frame in frames
        if frame.cue is not None and frame.speaker is not None and not _is_hearsay(page, frame)
    }


def _is_of_the_telling(time: Token, at: Token) -> bool:
    """As in "protested today the murder": the day of a verb that only speaks of the act under it."""
    verb = time if is_verb(time) else governing_verb(time)
    if verb is None or is_verb(at) or at.i in {each.i for each in time.ancestors}:
        return False
    if verb.lower_ not in verbs("topic", "verbs") | verbs("topic", "speaking") | verbs("topic", "telling"):
        return False
    way = _way_up(at, verb)
    return bool(way) and way[-1].dep_ not in SUBJECTS and not any(each.lower_ == "as" for each in verb.children)


def _is_of_the_case(mention: TimeMention, time: Token, at: Token) -> bool:
    """As in "charged on Thursday with the murder of": the day of the charge, and not of the act behind it.

    A month or a year that stands behind the act is the act's, for a charge is news of a day.
    """
    link = link_to_case(at)
    if link is None or time.i in {each.i for each in link.subtree}:
        return False
    return time.i < at.i or mention.time.precision in {TimePrecision.DAY, TimePrecision.DAYS}


def link_to_case(act: Token) -> Token | None:
    """The preposition by which an act hangs on a charge, a sentence or an arrest for it; None for other acts.

    "Arrested in a raid" is no such: only what is called a death or a crime, or stands behind "over", "for" or
    "in connection with", was before the arrest.
    """
    current, link = act, None
    for _ in range(CASE_REACH):
        over = current.head
        if over.i == current.i or (is_verb(current) and current.i != act.i):
            return None
        link = current if current.dep_ == "prep" else link
        if link is not None and _is_of_a_case(over, link, act):
            return link
        current = over
    return None


def _is_of_a_case(over: Token, link: Token, act: Token) -> bool:
    if over.lower_ in nouns("topic", "cases"):
        return link.lower_ in words("topic", "of_a_case")
    if not is_verb(over):
        return False
    if over.lower_ in verbs("topic", "hearing"):
        return link.lower_ in words("topic", "of_a_case")
    return over.lower_ in verbs("topic", "taking") and _is_for_the_act(link, act)


def _is_for_the_act(link: Token, act: Token) -> bool:
    if link.lower_ == "in":
        held = next((each for each in link.children if each.dep_ == "pobj"), act)
        return held.lower_ in words("topic", "ties_to_an_act") or (held.i == act.i and _has_an_of(act))
    return link.lower_ in {"over", "for", "on"}


def _has_an_of(noun: Token) -> bool:
    return any(each.dep_ == "prep" and each.lower_ == "of" for each in noun.children)


def _way_up(token: Token, verb: Token) -> list[Token]:
    """The tokens from this one to the child of the verb over it; none where the verb is not above."""
    way = [token]
    while way[-1].head.i != verb.i:
        if way[-1].head.i == way[-1].i:
            return []
        way.append(way[-1].head)
    return way


def is_of_another_clause(at: Token, time: Token) -> bool:
    """True where a clause that tells of something else holds the one word and not the other."""
    if _aside_of(time) and _aside_of(time) != _aside_of(at):
        return True
    over_at = {at.i, *(each.i for each in at.ancestors)}
    over_time = {time.i, *(each.i for each in time.ancestors)}
    return any(
        _is_apart(clause) or (_is_about_another(clause, over_at) and _holds_firmly(clause, at, time))
        for clause in _way_to(time, over_at)
    ) or any(_is_apart(clause) or _is_about_another(clause, over_time) for clause in _way_to(at, over_time))


def _aside_of(token: Token) -> int:
    """Where the aside between two dashes begins that holds the token; 0 for none."""
    dashes = [each.i for each in token.sent if each.text in {"-", "–", "—", "--"} and each.whitespace_]
    dashes = [each for each in dashes if token.doc[each - 1].whitespace_]
    return next((one for one, other in pairwise(dashes) if one < token.i < other), 0) if len(dashes) > 1 else 0


def _way_to(token: Token, shared: set[int]) -> list[Token]:
    """The tokens from this one up to the first that both words stand under, that one left out."""
    way: list[Token] = []
    while token.i not in shared and token.head.i != token.i:
        way.append(token)
        token = token.head
    return way


def _is_apart(verb: Token) -> bool:
    """As in "since …", or "two days after …": a clause of another day."""
    marks = [each for each in verb.children if each.dep_ == "mark"]
    marks += [verb.head] if verb.dep_ == "pcomp" else []
    if any(each.lower_ in _listed("from_when") for each in marks):
        return True
    return any(each.lower_ in _listed("apart") and _has_length(each) for each in marks)


def _is_about_another(verb: Token, shared: set[int]) -> bool:
    """A relative clause or participle in the past about a person or thing, and not about an act."""
    if verb.dep_ not in {"relcl", "acl"} or verb.tag_ not in {"VBD", "VBN"} or is_verb(verb.head):
        return False
    if verb.head.i in shared or _tells_where(verb):
        return False
    return not (_tells_of_an_act(verb.head) or _begins_an_act(verb) or _is_left_so(verb))


def _tells_where(verb: Token) -> bool:
    """As in "a town where …", "the siege in which …": what happened there is the sentence's own news."""
    return any(
        each.tag_ == "WRB" or (each.dep_ == "prep" and any(inner.tag_ == "WDT" for inner in each.children))
        for each in verb.children
    )


def _holds_firmly(clause: Token, at: Token, time: Token) -> bool:
    """False for a time at the end of a sentence, which the parse hangs on the last clause and most texts on the first.

    It is the clause's where that stands inside the other one, is in the past perfect, or has the time right behind it
    ("the release of activists arrested on 3 June").
    """
    if at.i > clause.i or time.dep_ in {"compound", "amod", "nmod", "poss", "nummod"}:
        return True
    if any(each.lower_ == "had" for each in clause.children):
        return True
    return 0 < _first_of(time, clause) - clause.i <= BESIDE_TOKENS


def _first_of(time: Token, clause: Token) -> int:
    """Where the phrase of the time under the clause's verb begins."""
    while time.head.i not in {clause.i, time.i}:
        time = time.head
    return time.left_edge.i


def _has_length(mark: Token) -> bool:
    beside = [*mark.lefts, *(each for each in mark.head.lefts if each.i < mark.i)]
    return any(each.dep_ in {"npadvmod", "nummod"} for each in beside)


def _tells_of_an_act(noun: Token) -> bool:
    return noun.lower_ in _act_forms()


def _begins_an_act(verb: Token) -> bool:
    """As in "clashes with militants that began on Friday", "…, which left ten dead": an act begins or does harm.

    The noun that the clause hangs on does not count; but "who" and a passive tell of a person or thing.
    """
    subject = next((each for each in verb.children if each.dep_ == "nsubj"), None)
    is_of_act = subject is not None and subject.lower_ in {"which", "that"}
    return is_of_act and verb.lower_ in verbs("light_verbs", "happen")


def _is_left_so(participle: Token) -> bool:
    """As in "left five people wounded"."""
    return participle.dep_ == "acl" and participle.tag_ == "VBN" and participle.head.head.lower_ in _leaving()


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("times")["ties"][name])


@cache
def _hearsay() -> frozenset[str]:
    return frozenset(form for verb in _listed("hearsay") for form in verb_forms(verb))


@cache
def _leaving() -> frozenset[str]:
    return frozenset(form for verb in _listed("leaving") for form in verb_forms(verb))


@cache
def _act_forms() -> frozenset[str]:
    """Nouns for acts and arms of one word each, and other nouns for what happens; not those who do it."""
    table = load_lexicon("times")
    acts = {form.casefold() for forms in act_nouns().values() for form in forms if " " not in form}
    others = {form for noun in (*table["ties"]["acts"], *table["story"]["incidents"]) for form in noun_forms(noun)}
    doers = {form for noun in table["story"]["doers"] for form in noun_forms(noun)}
    return frozenset((acts | nouns("weapons", "nouns") | others) - doers)


def _shares_its_subject(at: Token, cues: set[int]) -> bool:
    """As in "On 6 May the army claimed to have fired shells": what it claims of itself has no other day."""
    verb = at if is_verb(at) else governing_verb(at)
    return verb is not None and verb.dep_ == "xcomp" and verb.head.i in cues


def _time_penalty(page: Page, token: Token, at: Token) -> int:
    """A time before a noun belongs to that noun ("Tuesday's strike"), and to another word only for want of a better."""
    current = token
    while page.time_at.get(current.i) is not None and current.head.i != current.i:
        if current.dep_ in {"compound", "nmod", "amod", "poss", "nummod"} and page.time_at.get(current.head.i) is None:
            return 0 if current.head.i == at.i else OTHER_NOUN_PENALTY
        current = current.head
    return 0


def _is_only_compared(mention: TimeMention, token: Token) -> bool:
    """As in "the first since 2016", "more than in June": the time is of another act, that this one is measured by."""
    if mention.time.precision is not TimePrecision.OPEN:
        return False
    current = token
    for _ in range(3):
        current = current.head
        if {current.lower_, *(each.lower_ for each in current.children)} & words("setting", "ranks"):
            return True
    return False


def hangs_on(token: Token, cues: set[int]) -> bool:
    """True where the time hangs on the verb of saying itself, not on a noun ("the toll of Monday's strike")."""
    if token.dep_ in {"poss", "compound", "nmod", "amod"}:
        return False
    for each in token.ancestors:
        if each.i in cues:
            return True
        if is_verb(each):
            return False
    return False
