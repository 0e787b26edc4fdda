"""How surely and as what a word's clause is told: its modality, and whether it is news or history."""

from datetime import date, timedelta
from functools import cache

from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, TimePrecision
from marsad.reading.attribution import Frame
from marsad.reading.event_lexicon import act_nouns, act_verbs, lexicon, nouns, verbs, words
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import SUBJECTS, children, governing_verb, is_verb

CLIMB = 4
"""Verbs above a clause that may still tell how surely it is said."""
LONG_CLIMB = 6
"""Steps up the parse in which a protest over an act is looked for."""
INVERTED = frozenset({"were", "should"})
"""Auxiliaries that stand before the subject where "if" is left out."""
VOWING = frozenset({"vow", "threat", "appeal"})
"""Classes of speech whose words are ahead of the deed."""
IN_ORDER = (Modality.DENIED, Modality.HYPOTHETICAL, Modality.POSSIBLE, Modality.PLANNED)


def modality_of(token: Token, frame: Frame | None = None) -> Modality:
    """How surely the word's clause is said: denied, possible, planned, hypothetical, else asserted."""
    if frame is not None and frame.act == "denial" and not any(each.lower_ in {"not", "n't"} for each in token.subtree):
        return Modality.DENIED
    verb = token if is_verb(token) else governing_verb(token)
    if not is_verb(token):
        found = _of_noun(token)
        if found is not Modality.ASSERTED:
            return found
    return _of_verbs(verb, frame) if verb is not None else Modality.ASSERTED


def is_background(page: Page, sentence: Span, time: TimeSpan | None, token: Token) -> bool:
    """True where the sentence tells history: by its time against the report's date, else by its words or tense.

    An act that another is only said to have answered ("in retaliation for the raid") is history too.
    """
    reported = page.document.date
    if time is not None and reported is not None and _long_before(time, reported):
        return True
    if any(test(token) for test in HISTORY):
        return True
    if time is not None and reported is not None:
        return time.precision is TimePrecision.YEAR and modality_of(token) is Modality.ASSERTED
    text = sentence.text.casefold()
    if any(each in text for each in lexicon()["background"]["words"]):
        return True
    verb = token if is_verb(token) else governing_verb(token)
    return verb is not None and _past_perfect(verb)


def _of_noun(noun: Token) -> Modality:
    """What stands with the act noun, what it hangs on, and what the verb over it makes of it."""
    beside = {each.lower_ for each in noun.children if each.i < noun.i}
    for mood in IN_ORDER:
        if mood is not Modality.HYPOTHETICAL and beside & words("modality.with_noun", mood.value):
            return mood
    if noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        return _after_preposition(noun.head)
    if noun.dep_ == "nsubjpass" and is_verb(noun.head):
        return _of_passive_over(noun.head)
    if noun.dep_ != "dobj":
        return Modality.ASSERTED
    return Modality.PLANNED if _is_yet_to_come(noun.head) else _governing(noun.head, infinitive=True, object_of=True)


def _after_preposition(preposition: Token) -> Modality:
    """As in "the threat of an attack", "preparing for an operation", "ready for battle"."""
    over = preposition.head
    if preposition.lower_ in {"of", "for", "to", "against"}:
        for mood in IN_ORDER:
            if over.lower_ in nouns("modality.over_noun", mood.value):
                return mood
    ahead = preposition.lower_ in {"for", "on", "against"} and is_verb(over)
    ready = preposition.lower_ == "for" and over.lower_ in words("modality.over_verb", "planned_adjectives")
    return (
        Modality.PLANNED
        if ready or (ahead and over.lower_ in verbs("modality.over_verb", "planned"))
        else Modality.ASSERTED
    )


def _of_passive_over(verb: Token) -> Modality:
    """As in "the blast is believed to have", "an attack is expected"."""
    if _is_yet_to_come(verb):
        return Modality.PLANNED
    for mood in (Modality.POSSIBLE, Modality.PLANNED):
        if verb.lower_ in verbs("modality.over_verb", mood.value) and verb.lower_ not in verbs("light_verbs", "verbs"):
            return mood
    return Modality.ASSERTED


def _of_verbs(verb: Token, frame: Frame | None) -> Modality:
    current = verb
    for _ in range(CLIMB):
        if frame is not None and current.i == frame.cue:
            break
        found = _own(current)
        if found is not Modality.ASSERTED:
            return found
        above = current.head
        if current.dep_ in {"xcomp", "ccomp", "pcomp"} and (frame is None or above.i != frame.cue):
            found = _over_clause(current)
            if found is not Modality.ASSERTED:
                return found
            if not is_verb(above) or _only_stands_before(current):
                break
            current = above
        elif current.dep_ in {"acl", "acomp"} and _is_called_false(above):
            return Modality.DENIED
        elif (mood := _of_clause_under(current)) is not Modality.ASSERTED:
            return mood
        elif current.dep_ == "conj" and is_verb(above) and not any(each.dep_ in SUBJECTS for each in current.children):
            current = above
        else:
            break
    return Modality.PLANNED if frame is not None and frame.act in VOWING and verb.i != frame.cue else Modality.ASSERTED


def _only_stands_before(clause: Token) -> bool:
    """True for "26 were killed; no one was missing": a sentence of its own, hung on the one behind it."""
    if clause.i > clause.head.i or _is_infinitive(clause) or not any(each.dep_ in SUBJECTS for each in clause.children):
        return False
    following = clause.doc[min(clause.right_edge.i + 1, clause.sent.end - 1)]
    return following.text in {";", ":", ",", "–", "—"} and not any(each.dep_ == "mark" for each in clause.children)


def _of_clause_under(verb: Token) -> Modality:
    """As in "claims that a bomb was laid", "the plan to storm the town", "massed to storm it"."""
    above = verb.head
    if verb.dep_ == "acl" and above.lower_ in nouns("modality.over_noun", "unproved"):
        return Modality.POSSIBLE
    planned = verb.dep_ == "acl" and above.lower_ in nouns("modality.over_noun", "planned")
    purpose = verb.dep_ == "advcl" and is_verb(above)
    return Modality.PLANNED if (planned or purpose) and _is_infinitive(verb) else Modality.ASSERTED


def _own(verb: Token) -> Modality:
    """What the verb's own auxiliaries, adverbs and marks say; "no" in its subject or object denies it."""
    beside = {each.lower_ for each in verb.children if each.dep_ in {"aux", "neg", "mark", "advmod", "preconj"}}
    if "even" in beside:
        beside -= {"if"}
    for mood in IN_ORDER:
        if beside & words("modality.with_verb", mood.value):
            return mood
    if any(
        each.dep_ in SUBJECTS and any(inner.lower_ in {"no", "neither"} for inner in each.children)
        for each in verb.children
    ):
        return Modality.DENIED
    return Modality.HYPOTHETICAL if _is_inverted_condition(verb) else Modality.ASSERTED


def _is_inverted_condition(verb: Token) -> bool:
    """As in "Were the army to strike", "Should it fall": the auxiliary stands before the subject."""
    above = verb.head
    if above.lower_ in INVERTED and above.i == verb.sent.start and _is_infinitive(verb):
        return True
    subject = next((each for each in verb.children if each.dep_ in SUBJECTS), None)
    if subject is None:
        return False
    first = verb.doc[max(subject.left_edge.i - 1, verb.sent.start)]
    if (
        first.lower_ not in {"were", "should"}
        or first.i >= subject.left_edge.i
        or verb.sent.text.rstrip().endswith("?")
    ):
        return False
    return first.i == verb.sent.start or first.nbor(-1).is_punct or first.nbor(-1).lower_ in {"and", "but"}


def _over_clause(verb: Token) -> Modality:
    """What the word above makes of the verb's clause: "plans to", "is feared to have", "reports that … are false"."""
    above = verb.head
    if verb.dep_ == "pcomp":
        return _over_preposition(above)
    if (
        above.tag_.startswith("JJ")
        and above.lower_ in words("modality.over_verb", "planned_adjectives")
        and _is_infinitive(verb)
    ):
        return Modality.POSSIBLE if above.lower_ == "likely" else Modality.PLANNED
    if not is_verb(above):
        return Modality.DENIED if _is_called_false(above) else Modality.ASSERTED
    return _governing(above, infinitive=_is_infinitive(verb))


def _over_preposition(preposition: Token) -> Modality:
    """As in "suspected of bombing", "prevented from entering", "plans for retaking"."""
    over = preposition.head
    if preposition.lower_ == "without":
        return Modality.DENIED
    if preposition.lower_ == "instead" or over.lower_ == "instead":
        return Modality.DENIED
    if over.lower_ in verbs("modality.over_verb", "possible") or over.lower_ in verbs("blame", "charges"):
        return Modality.POSSIBLE
    for mood in (Modality.POSSIBLE, Modality.PLANNED, Modality.DENIED):
        if over.lower_ in nouns("modality.over_noun", mood.value):
            return mood
    return (
        Modality.DENIED
        if over.lower_ in verbs("modality.over_verb", "denied") and preposition.lower_ == "from"
        else Modality.ASSERTED
    )


def _is_yet_to_come(verb: Token) -> bool:
    """As in "they plan a sit-in", "a strike is planned"; who "had planned the raid" or had a part in it saw it done."""
    if verb.lower_ not in verbs("modality.over_verb", "yet_to_come"):
        return False
    beside = [each for each in verb.children if each.dep_ in {"aux", "auxpass"}]
    if (beside or [verb])[0].tag_ not in {"VBD", "VBN", "VBG"}:
        return True
    planned = next((each for each in verb.children if each.dep_ in {"dobj", "nsubjpass"}), None)
    return planned is not None and _is_new(planned) and verb.dep_ not in {"relcl", "acl"}


def _is_new(noun: Token) -> bool:
    """As in "planned a protest", "planned attacks": one act or some, of which nothing was told before."""
    before = {each.lower_ for each in noun.children if each.dep_ in {"det", "poss", "nummod"}}
    plural = noun.tag_ in {"NNS", "NNPS"} and not before
    return plural or bool(before & {"a", "an", "another", "more", "new", "further"})


def _governing(above: Token, *, infinitive: bool, object_of: bool = False) -> Modality:
    form = above.lower_
    if form in verbs("modality.over_verb", "denied"):
        return Modality.DENIED if infinitive or not object_of or form.startswith("den") else Modality.ASSERTED
    if form in verbs("modality.over_verb", "possible"):
        return Modality.POSSIBLE
    if (
        infinitive
        and form in verbs("modality.over_verb", "planned")
        and not (object_of and form in verbs("light_verbs", "verbs"))
    ):
        return Modality.PLANNED
    return Modality.ASSERTED


def _is_infinitive(verb: Token) -> bool:
    return any(each.lower_ == "to" and each.dep_ == "aux" for each in verb.children)


def _is_called_false(noun: Token) -> bool:
    """As in "Reports that rebels had entered the town are false"."""
    verb = noun.head if noun.dep_ in SUBJECTS else None
    if verb is None:
        return False
    said = [each.lower_ for each in children(verb, "acomp", "attr", "oprd", "advmod")]
    return bool(words("modality.over_verb", "false") & {*said, verb.lower_}) or verb.lower_ in verbs(
        "modality.over_verb", "denied"
    )


def _long_before(time: TimeSpan, reported: date) -> bool:
    limits = lexicon()["background"]
    if time.precision is TimePrecision.OPEN:
        return time.start is not None and time.start < reported - timedelta(days=limits["open_days"])
    last = time.end or time.start
    return last is not None and last < reported - timedelta(days=limits["days"])


def _only_came_before(token: Token) -> bool:
    """As in "in retaliation for the raid", "a day after the massacre": told as what another act came after."""
    if token.dep_ not in {"pobj", "pcomp"}:
        return False
    preposition = token.head
    if preposition.lower_ in {"for", "to", "of"}:
        return preposition.head.lower_ in words("background", "after") and preposition.head.lower_ != "wake"
    if preposition.lower_ not in {"after", "since"}:
        return False
    return any(each.lower_ in words("background", "lengths") for each in preposition.children)


def _came_first(token: Token) -> bool:
    """As in "a day after air strikes killed 26 people": told as what another act came after."""
    verb = token if is_verb(token) else governing_verb(token)
    if verb is None or verb.dep_ != "advcl":
        return False
    after = [each for each in verb.children if each.dep_ == "mark" and each.lower_ == "after"]
    return any(inner.lower_ in words("background", "lengths") for each in after for inner in each.children) or (
        bool(after) and after[0].i > 0 and after[0].nbor(-1).lower_ in words("background", "lengths")
    )


def _goes_on_for_long(token: Token) -> bool:
    """As in "have been trying for months to surround": no news of the day."""
    verb = token if is_verb(token) else governing_verb(token)
    for _ in range(2):
        if verb is None:
            return False
        auxiliaries = {each.lower_ for each in children(verb, "aux")}
        if verb.tag_ == "VBG" and "been" in auxiliaries and _for_months(verb):
            return True
        verb = verb.head if verb.dep_ == "xcomp" and is_verb(verb.head) else None
    return False


def _for_months(verb: Token) -> bool:
    spans = [inner for each in children(verb, "prep") if each.lower_ in {"for", "over", "in"} for inner in each.subtree]
    return any(each.lower_ in {"months", "years", "decades"} for each in spans)


def _is_past_in_a_clause(token: Token) -> bool:
    """As in "soldiers who recently killed 170 militants there": who they are, and not what the news is."""
    if not is_verb(token) or token.dep_ != "relcl":
        return False
    return any(each.lower_ in words("background", "before") for each in children(token, "advmod"))


def _counts_a_war(token: Token) -> bool:
    """As in "millions have been displaced": the harm of the whole war."""
    if not is_verb(token) or not {"have", "has"} & {each.lower_ for each in children(token, "aux")}:
        return False
    harmed = next(iter(children(token, "nsubjpass", "nsubj")), None)
    return harmed is not None and harmed.lower_ in words("background", "untold")


def _is_of_a_deal(token: Token) -> bool:
    """As in "a deal brokered by Qatar": an agreement as it stands."""
    return token.dep_ == "acl" and token.tag_ == "VBN" and token.head.lower_ in _agreements()


@cache
def _agreements() -> frozenset[str]:
    return frozenset(form.casefold().split()[-1] for form in act_nouns()[EventType.AGREEMENT])


def _is_lasting(token: Token) -> bool:
    """As in "locked in a civil war": the state of things in which the news happens."""
    if token.dep_ != "pobj" or token.lower_ not in _states():
        return False
    return token.head.head.lower_ in verbs("state", "held_by")


def _is_protested(token: Token) -> bool:
    """As in "marched over the killing of", "a rally to condemn the raid": the protest is the news."""
    for _ in range(LONG_CLIMB):
        over = token.head
        if over.i == token.i:
            return False
        aimed = token.dep_ == "prep" and token.lower_ in words("background", "about")
        aimed = aimed or (token.dep_ == "dobj" and is_verb(over))
        aimed = aimed or (is_verb(token) and token.lower_ in verbs("background", "demands"))
        if aimed and over.lower_ in _protests():
            return True
        token = over
    return False


@cache
def _protests() -> frozenset[str]:
    kind = EventType.PROTEST
    told = {form for form, (_, type_) in act_verbs().items() if type_ is kind}
    return frozenset(told | {form.casefold().split()[-1] for form in act_nouns()[kind]}) - {"strike", "strikes"}


def _past_perfect(verb: Token) -> bool:
    """As in "had captured" outside of reported speech; in reported speech it is only the shift of tense."""
    if verb.dep_ == "ccomp":
        return False
    return verb.tag_ == "VBN" and any(each.lower_ == "had" and each.dep_ == "aux" for each in verb.children)


@cache
def _states() -> frozenset[str]:
    """The heads of the nouns for what lasts ("war" of "civil war")."""
    return frozenset(each.split()[-1] for each in nouns("state", "nouns"))


def _began_before(token: Token) -> bool:
    """As in "for the first time since the civil war began": a lasting state that only dates something else."""
    verb = governing_verb(token) if token.dep_ in SUBJECTS and token.lower_ in _states() else None
    return verb is not None and any(each.dep_ == "mark" and each.lower_ == "since" for each in verb.children)


HISTORY = (
    _began_before,
    _only_came_before,
    _came_first,
    _is_protested,
    _is_lasting,
    _goes_on_for_long,
    _is_past_in_a_clause,
    _counts_a_war,
    _is_of_a_deal,
)
"""What tells an act as history or context, whatever its time; any of them does."""
