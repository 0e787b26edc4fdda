"""Who speaks: a verb of speech in; the noun phrase that is its speaker out, by the parse or by word order."""

from marsad.reading.attribution_content import FINITE
from marsad.reading.attribution_memory import SpeakerPhrase, speaker_phrase
from marsad.reading.attribution_speakers import may_speak
from marsad.reading.attribution_words import core_verbs, is_reporting, nouns_of, verbs_of, verbs_that_speak
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.phrases import child, children, governing_verb, is_noun, is_verb, subject_of


def speaker_of(page: Page, verb: Token, *, broadly: bool = False) -> SpeakerPhrase | None:
    """The noun that speaks: the verb's subject before or after it, else the noun just before it that may speak."""
    if any(each.dep_ in {"auxpass", "nsubjpass"} for each in verb.children):
        agent = child(verb, "agent")
        noun = child(agent, "pobj") if agent is not None else None
        return speaker_phrase(noun) if noun is not None else None
    own = children(verb, "nsubj")
    if own:
        return _subject_phrase(page, verb, own, broadly=broadly)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.lower_ in nouns_of("documents"):
        return _issuing(page, verb) if verb.lower_ in core_verbs() else None
    shared = subject_of(verb) if verb.dep_ in {"conj", "xcomp", "advcl", "acl", "relcl", "pcomp", "dep"} else None
    if shared is None and verb.dep_ == "pcomp":
        shared = subject_of(verb.head.head)
    above = _said_above(verb)
    if above is not None:
        return speaker_of(page, above, broadly=broadly)
    adrift = verb.dep_ not in {"relcl", "acl", "pcomp"}
    stray = (_just_after(page, verb) or _just_before(page, verb)) if adrift else None
    if stray is None and shared is not None and (may_speak(page, shared) or (broadly and is_noun(shared))):
        return speaker_phrase(shared)
    return stray or _just_before(page, verb)


def _said_above(verb: Token) -> Token | None:
    """The verb of speech whose speaker goes on: "X said, adding …", "X said 9 died, raising the toll"."""
    if verb.dep_ not in {"xcomp", "advcl"}:
        return None
    if is_reporting(verb.head):
        return verb.head
    told = verb.tag_ == "VBG" and verb.head.dep_ == "ccomp" and verb.head.head.lower_ in core_verbs()
    return verb.head.head if told and is_reporting(verb.head.head) else None


def _issuing(page: Page, saying: Token) -> SpeakerPhrase | None:
    """The X of "X issued a statement saying …", else the statement, whose issuer is looked for."""
    verb = governing_verb(saying.head)
    issuer = subject_of(verb) if verb is not None else None
    return speaker_phrase(issuer if issuer is not None and may_speak(page, issuer) else saying.head)


def _subject_phrase(page: Page, verb: Token, subjects: list[Token], *, broadly: bool) -> SpeakerPhrase | None:
    """The subjects as one phrase: "the monitoring group the Observatory" is parsed as two."""
    head = subjects[-1]
    before = _just_before(page, verb)
    speaks = may_speak(page, head) or (broadly and is_noun(head))
    if not speaks and before is not None:
        return before
    if not speaks and not (
        verb.lower_ in verbs_that_speak() and (is_noun(head) or head.tag_ in {"CD", "DT", "JJ", "JJR", "JJS"})
    ):
        return None
    chosen = speaker_phrase(head)
    start = chosen.start
    for each in reversed(subjects[: subjects.index(head)]):
        earlier = speaker_phrase(each)
        told = any(is_verb(token) for token in verb.doc[earlier.start : earlier.end])
        if start == earlier.end and not told and each.i < verb.i:
            start = earlier.start
    return SpeakerPhrase(head=head, start=start, end=chosen.end)


def _just_after(page: Page, verb: Token) -> SpeakerPhrase | None:
    """The titles and name that stand right after "said", where the parse lost them: "… said council head X who …"."""
    if (
        verb.lower_ not in core_verbs()
        or verb.lower_ in verbs_of("addressee")
        or verb.tag_ not in FINITE
        or verb.i <= verb.sent.start + 1
    ):
        return None
    end = verb.i + 1
    while end < verb.sent.end and (is_noun(verb.doc[end]) or verb.doc[end].tag_ in {"DT", "JJ", "HYPH", "POS"}):
        end += 1
    last = verb.doc[end - 1]
    if end == verb.i + 1 or not is_noun(last) or last.i in page.time_at or not may_speak(page, last):
        return None
    rest = verb.doc[end] if end < verb.sent.end else None
    if last.i not in page.actor_at and rest is not None and not rest.is_punct and rest.tag_ != "WP":
        return None
    if rest is not None and (is_verb(rest) or rest.tag_ in {"MD", "RB"}):
        return None
    return SpeakerPhrase(head=last, start=verb.i + 1, end=end)


def _just_before(page: Page, verb: Token) -> SpeakerPhrase | None:
    """The noun phrase that ends just before the verb, over commas and adverbs, as texts without commas have it."""
    index = verb.i - 1
    while index > verb.sent.start and (verb.doc[index].is_punct or verb.doc[index].tag_ in {"RB", "_SP"}):
        index -= 1
    token = verb.doc[index]
    if verb.tag_ not in FINITE or index < verb.sent.start or not (is_noun(token) or token.tag_ == "PRP"):
        return None
    chosen = token if may_speak(page, token) else None
    for above in token.ancestors:
        if above.i >= token.i or any(each.text == "," for each in verb.doc[above.i : token.i]):
            break
        if is_noun(above) and above.lower_ in nouns_of("documents"):
            chosen = above
    return speaker_phrase(chosen) if chosen is not None else None
