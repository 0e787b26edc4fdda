"""Speakers: the noun phrase before or after a verb of speech in, whom it names out."""

from collections.abc import Sequence
from dataclasses import replace

from marsad.domain.claim import Attribution
from marsad.domain.vocabulary import ActorKind, Role
from marsad.reading.actor_names import actor_name, belongs_to_a_side
from marsad.reading.attribution_memory import Memory, SpeakerPhrase, body_alone, speaker_phrase
from marsad.reading.attribution_words import (
    nouns_of,
    role_of_words,
    verbs_of,
    without_article,
    without_titles,
    words_of,
)
from marsad.reading.countries import country_of_demonym, country_of_name
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import group_of, is_plural, victims_of
from marsad.reading.phrases import child, is_noun, phrase, subject_of

LONGEST_DESCRIPTION = 12
"""Tokens of a description beyond which only the noun and what stands before it are kept."""

LONGEST_ANAPHOR = 5
"""Tokens of "the U.S.-based rights group", by which a body named before is meant again."""

NEAR = 90
"""Tokens before "he" or "it" in which whom it stands for is looked for."""


def describe_speaker(page: Page, speaker: SpeakerPhrase, memory: Memory, *, surely: bool = False) -> Attribution | None:
    """Whom the phrase credits: a body, a person, a body with its spokesperson, an unnamed one; None where nobody is.

    `surely` where the cue leaves no doubt that its noun speaks, whatever the noun.
    """
    head = speaker.head
    if head.tag_ in {"PRP", "WP", "WDT", "PRP$"}:
        return _of_pronoun(page, speaker, memory)
    if head.lower_ in nouns_of("documents"):
        return _issuer(page, speaker, memory)
    span = page.doc[speaker.start : speaker.end]
    person = _person_in(page, speaker)
    if person is not None:
        return _person_speaks(page, speaker, person, memory)
    body = _body_in(page, speaker)
    if body is not None:
        return Attribution(speaker=usual_name(body), role=_role(body, span))
    return _described(page, speaker, memory, surely=surely)


def usual_name(span: ActorSpan) -> str:
    """The body's full usual name: the text's fullest, else the actor file's."""
    return span.name


def may_speak(page: Page, noun: Token) -> bool:
    """True for names, persons, pronouns, bodies, countries and documents: subjects whose verb may be one of speech."""
    if noun.tag_ in {"PRP", "WP", "NNP", "NNPS"} or noun.i in page.actor_at:
        return True
    if noun.tag_ == "WDT":
        return noun.head.dep_ == "relcl" and noun.head.head.tag_ != "WDT" and may_speak(page, noun.head.head)
    if noun.lower_ in nouns_of("documents") or noun.lower_ in words_of("pronouns", "some") or group_of(noun.lower_):
        return True
    if noun.lower_ in nouns_of("unnamed") or noun.lower_ in words_of("spokespeople", "titles"):
        return True
    if noun.lower_ in words_of("spokespeople", "heads"):
        return True
    return is_noun(noun) and (role_of_words(noun.lower_) is not None or country_of_name(noun.text) is not None)


def is_personal(page: Page, speaker: SpeakerPhrase) -> bool:
    """True where a person is named or described ("a former inmate"), or "he" or "she" stands for one."""
    noun = speaker.head
    if noun.lower_ in words_of("pronouns", "person") or _person_in(page, speaker) is not None:
        return True
    if noun.tag_ == "NNP" and noun.i not in page.actor_at and noun.i not in page.place_at:
        return True
    return noun.i not in page.actor_at and victims_of(noun.lower_) is not None and not is_plural(noun.text)


def words_heard(page: Page, speaker: SpeakerPhrase) -> frozenset[str]:
    """The common nouns of the phrase, by which the same speaker may be meant again."""
    return frozenset(
        token.lower_ for token in page.doc[speaker.start : speaker.end] if is_noun(token) or token.tag_ == "JJ"
    )


def _of_pronoun(page: Page, speaker: SpeakerPhrase, memory: Memory) -> Attribution | None:
    pronoun = speaker.head
    if pronoun.tag_ in {"WP", "WDT"}:
        noun = pronoun.head.head if pronoun.head.dep_ in {"relcl", "acl"} else None
        known = noun is not None and is_noun(noun) and noun.i != pronoun.i
        return describe_speaker(page, speaker_phrase(noun), memory) if known and noun is not None else None
    if pronoun.lower_ in words_of("pronouns", "person"):
        return _nearest(page, pronoun, memory, personal=True)
    if pronoun.lower_ in words_of("pronouns", "body"):
        return _nearest(page, pronoun, memory, personal=False)
    if pronoun.lower_ not in words_of("pronouns", "several"):
        return None
    return memory.last or _several_before(page, pronoun, memory)


def _several_before(page: Page, pronoun: Token, memory: Memory) -> Attribution | None:
    """Those whom "they" stands for where nobody has spoken yet: the plural subject of the sentence before."""
    if pronoun.sent.start == 0:
        return None
    subject = subject_of(page.doc[pronoun.sent.start - 1].sent.root)
    known = subject is not None and is_plural(subject.text) and is_noun(subject) and may_speak(page, subject)
    return describe_speaker(page, speaker_phrase(subject), memory) if known and subject is not None else None


def _nearest(page: Page, pronoun: Token, memory: Memory, *, personal: bool) -> Attribution | None:
    """The last speaker, or the last subject that may speak, whichever the text had later before the pronoun."""
    heard = next(
        (each for each in reversed(memory.heard) if each.personal == personal and each.token < pronoun.i), None
    )
    subject = _last_subject(page, pronoun, personal=personal)
    tells = subject is not None and subject.kind is ActorKind.MONITOR
    near = heard is not None and not personal and not tells and pronoun.i - heard.token < NEAR
    if heard is not None and (subject is None or near or heard.token >= subject.start):
        return body_alone(heard.attribution) if not personal else heard.attribution
    if subject is None:
        return memory.last if personal else None
    head = page.doc[subject.end - 1]
    return describe_speaker(page, SpeakerPhrase(head=head, start=subject.start, end=subject.end), memory)


def _last_subject(page: Page, pronoun: Token, *, personal: bool) -> ActorSpan | None:
    """The last actor before the pronoun that was a subject or an apposition to one."""
    for span in reversed(page.actors):
        if span.start >= pronoun.i or (span.kind is ActorKind.PERSON) != personal:
            continue
        if pronoun.i - span.start > NEAR:
            return None
        token = page.doc[span.end - 1]
        if token.dep_ in {"nsubj", "nsubjpass"} or (
            token.dep_ == "appos" and token.head.dep_ in {"nsubj", "nsubjpass"}
        ):
            return span
    return None


def _issuer(page: Page, speaker: SpeakerPhrase, memory: Memory) -> Attribution | None:
    """Whose the statement or report is: its owner, the body named in it, else who spoke last.

    A bare "reports" is hearsay and credits nobody.
    """
    head = speaker.head
    words = page.doc[phrase(head).start : head.i + 1]
    issuer = _after_preposition(head)
    owner = child(head, "poss") or issuer
    if owner is not None and owner.tag_ != "PRP$" and (may_speak(page, owner) or _issues(issuer)):
        return describe_speaker(page, speaker_phrase(owner), memory, surely=True)
    bodies = [each for each in page.actors_in(words) if each.kind is not ActorKind.PERSON]
    if bodies:
        return Attribution(speaker=usual_name(bodies[-1]), role=_role(bodies[-1], words))
    points_back = len(words) == 2 and (words[0].lower_ in words_of("articles") or words[0].tag_ == "PRP$")
    if points_back and memory.last is not None:
        return memory.last
    return None if head.tag_ == "NNS" and len(words) == 1 else _unowned(head, words)


def _issues(noun: Token | None) -> bool:
    """True for X of "a statement from X": whatever noun it is, it speaks; "a report of fighting" is nobody's."""
    return noun is not None and noun.head.lower_ in words_of("speech_nouns", "by")


def _unowned(head: Token, words: Span) -> Attribution:
    """A document as its own speaker: "media reports", "a UN survey"; of "the White House readout" the White House."""
    outside = [token for token in words if token.i != head.i]
    role = role_of_words(without_article(token.text for token in outside))
    named = role is not None and any(token.tag_ == "NNP" for token in outside)
    name = without_article(token.text for token in (outside if named else words))
    return Attribution(speaker=name, role=role or Role.UNKNOWN)


def _after_preposition(head: Token) -> Token | None:
    for each in head.children:
        if each.i > head.i and each.lower_ in words_of("documents", "owned_by"):
            return child(each, "pobj")
        if each.i > head.i and each.dep_ == "acl" and each.lower_ not in verbs_of("finding"):
            by = child(each, "agent")
            return child(by, "pobj") if by is not None else None
    return None


def _person_in(page: Page, speaker: SpeakerPhrase) -> ActorSpan | None:
    """The person who speaks: the phrase's noun, its apposition, or the name that its titles stand before."""
    head = speaker.head
    own = page.actor_at.get(head.i)
    if own is not None and own.kind is ActorKind.PERSON:
        return own
    for span in page.actors_in(page.doc[speaker.start : speaker.end]):
        last = page.doc[span.end - 1]
        if span.kind is ActorKind.PERSON and last.dep_ not in {"poss", "pobj"} and _hangs_directly(last, speaker):
            return span
    return None


def _hangs_directly(token: Token, speaker: SpeakerPhrase) -> bool:
    """True where no preposition or genitive stands between the token and the speaker's noun."""
    for _ in range(4):
        if token.i == speaker.head.i or token.dep_ in {"nsubj", "nsubjpass"}:
            return True
        if token.dep_ in {"poss", "pobj", "relcl"}:
            return False
        token = token.head
    return False


def _person_speaks(page: Page, speaker: SpeakerPhrase, person: ActorSpan, memory: Memory) -> Attribution:
    span = page.doc[speaker.start : speaker.end]
    name = without_titles(person.name)
    others = [each for each in page.actors_in(span) if each.kind is not ActorKind.PERSON]
    role = person.actor.role if person.actor is not None and person.actor.role is not Role.UNKNOWN else None
    if person.leads is not None and role in {Role.MONITOR, Role.NGO}:
        return Attribution(speaker=person.leads, role=role, spokesperson=name)
    body = _spoken_for(span, person, others)
    if body is not None:
        return replace(body, spokesperson=name)
    earlier = memory.by_surname(name)
    if earlier is not None and not others:
        return earlier
    follows_name = person.end < speaker.end and page.doc[person.end].dep_ == "prep"
    outside = page.doc[speaker.start : person.start] if follows_name else span
    titles = " ".join(token.text for token in outside if not person.start <= token.i < person.end)
    own = role_of_words(titles) or role or (_role(others[0], span) if others else Role.UNKNOWN)
    return Attribution(speaker=name, role=own)


def _spoken_for(span: Span, person: ActorSpan, bodies: Sequence[ActorSpan]) -> Attribution | None:
    """The body that a spokesman speaks for, or the monitor or aid group that the person heads."""
    words = {token.lower_ for token in span}
    if words & words_of("spokespeople", "titles"):
        if bodies:
            return Attribution(speaker=usual_name(bodies[0]), role=_role(bodies[0], span))
        described = _body_words(span, person)
        return Attribution(speaker=described, role=role_of_words(described) or Role.UNKNOWN) if described else None
    if words & words_of("spokespeople", "heads") and bodies and _is_monitor(bodies[0]):
        return Attribution(speaker=usual_name(bodies[0]), role=_role(bodies[0], span))
    return None


def _body_words(span: Span, person: ActorSpan) -> str | None:
    """The body of a spokesman whom the actor file lacks: "army spokesman X" → "army"."""
    outside = [token for token in span if not person.start <= token.i < person.end]
    kept = [
        token
        for token in outside
        if token.tag_ not in {"DT", "IN", "POS", "PRP$"}
        and not token.is_punct
        and token.lower_ not in words_of("spokespeople", "titles")
        and token.lower_ not in words_of("titles")
    ]
    country = country_of_demonym(kept[0].text) if len(kept) == 1 else None
    return country.name if country else " ".join(token.text for token in kept) or None


def _body_in(page: Page, speaker: SpeakerPhrase) -> ActorSpan | None:
    """The body that speaks: the phrase's noun or its apposition, or the one that its spokesman speaks for."""
    head = speaker.head
    own = page.actor_at.get(head.i)
    if own is not None:
        return own
    bodies = [
        each for each in page.actors_in(page.doc[speaker.start : speaker.end]) if each.kind is not ActorKind.PERSON
    ]
    if head.lower_ in words_of("spokespeople", "titles"):
        return bodies[0] if bodies else None
    for each in bodies:
        last = page.doc[each.end - 1]
        if last.dep_ in {"appos", "nsubj"} and _hangs_directly(last, speaker) and last.i > head.i:
            return each
    return None


def _described(page: Page, speaker: SpeakerPhrase, memory: Memory, *, surely: bool) -> Attribution | None:
    """A speaker whom the text does not name: in its own words; "the official" is the last one so called."""
    head = speaker.head
    state = _state(page, head)
    if state is not None:
        return state
    words = _own_words(page, speaker)
    whose = _side_of_another(page, head)
    if whose is not None:
        return whose
    if head.tag_ in {"NNP", "NNPS"} and not role_of_words(words):
        return memory.by_surname(head.text) or Attribution(speaker=without_titles(words))
    earlier = _meant_again(page, head, memory) or _body_before(page, head)
    if earlier is not None:
        return earlier
    before = " ".join(words.split()[:-1]) if head.lower_ in nouns_of("unnamed") else ""
    role = role_of_words(before) or role_of_words(words)
    if role is None and not surely and not may_speak(page, head):
        return None
    return Attribution(speaker=words, role=role or Role.UNKNOWN)


def _side_of_another(page: Page, head: Token) -> Attribution | None:
    """Whose "its air force" or "their fighters" are that speak; None where the words before do not say."""
    owner = child(head, "poss")
    if owner is None or owner.lower_ not in {"its", "their"} or not belongs_to_a_side(head.lower_):
        return None
    name = actor_name(page, head)
    body = next((each for each in reversed(page.actors) if each.name == name and each.start < head.i), None)
    role = _role(body, phrase(head)) if body is not None else role_of_words(phrase(head).text)
    return Attribution(speaker=name, role=role or Role.UNKNOWN) if name is not None else None


def _state(page: Page, head: Token) -> Attribution | None:
    """A country or its seat of government: "Turkey", "the Kremlin"."""
    country = country_of_name(head.text)
    if country is not None:
        return Attribution(speaker=country.name, role=Role.GOVERNMENT)
    name = actor_name(page, head) if head.i in page.place_at else None
    return Attribution(speaker=without_article(name.split()), role=Role.GOVERNMENT) if name else None


def _body_before(page: Page, head: Token) -> Attribution | None:
    """The body that "the group" stands for, where it has not spoken before."""
    name = actor_name(page, head) if head.lower_ in words_of("group_nouns") else None
    body = next((each for each in reversed(page.actors) if each.name == name and each.start < head.i), None)
    return Attribution(speaker=usual_name(body), role=_role(body, phrase(head))) if body is not None else None


def _meant_again(page: Page, head: Token, memory: Memory) -> Attribution | None:
    """The speaker heard before that a definite noun stands for: "the official", "the rights group"."""
    own = phrase(head)
    if page.doc[own.start].lower_ not in words_of("articles") or role_of_words(own.text) is None:
        return None
    by_noun = memory.by_noun(head.lower_) if role_of_words(head.lower_) is not None else None
    return by_noun or _body_of_role(head, memory)


def _body_of_role(head: Token, memory: Memory) -> Attribution | None:
    """The body heard before that "the rights group" stands for: one noun, of a role that bodies have."""
    own = phrase(head)
    role = role_of_words(own.text)
    if head.tag_ != "NN" or role is None or role.value not in words_of("roles_of_bodies") or len(own) > LONGEST_ANAPHOR:
        return None
    return memory.by_role(role)


def _own_words(page: Page, speaker: SpeakerPhrase) -> str:
    own = page.doc[speaker.start : speaker.end]
    span = own if len(own) <= LONGEST_DESCRIPTION else phrase(speaker.head)
    while len(span) > 1 and span.start in page.time_at:
        span = page.doc[span.start + 1 : span.end]
    for token in span:
        if token.dep_ == "pobj" and token.lower_ in nouns_of("documents") and token.head.i > speaker.head.i:
            span = page.doc[span.start : token.head.i]
            break
    text = " ".join(span.text.split()).strip(" ,\"“”'‘’")
    return without_article(text.split(",")[0].split(" - ")[0].split())


def _is_monitor(span: ActorSpan) -> bool:
    kind = span.actor.kind if span.actor else span.kind
    return kind in {ActorKind.MONITOR, ActorKind.NGO} or role_of_words(span.name) in {Role.MONITOR, Role.NGO}


def _role(body: ActorSpan, span: Span) -> Role:
    if body.actor is not None and body.actor.role is not Role.UNKNOWN:
        return body.actor.role
    return role_of_words(body.name) or role_of_words(span.text) or Role.UNKNOWN
