"""Who says so: finds attributed speech in a page and resolves whom each stretch of text credits."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from marsad.domain.claim import Attribution
from marsad.domain.vocabulary import ActorKind, Role
from marsad.reading.actor_names import actor_name
from marsad.reading.countries import country_of_demonym, country_of_name
from marsad.reading.inflection import lemma_table
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import ActorSpan, Page
from marsad.reading.phrases import child, children, is_noun, is_verb, objects_of_prepositions, phrase, subject_of

QUOTATION = re.compile(r"“[^”]*(?:”|$)|«[^»]*»|„[^“”]*[“”]|\"[^\"]*(?:\"|$)", re.MULTILINE)
"""Quoted words; a quotation left open ends with its paragraph, and the next one opens it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One act of speech: tokens `start` to `end` (exclusive) are what was said, by whom, by which verb.

    `act` is the class of the cue in `lexicon/speech.toml` ("say", "accusation"); `direct` where words are quoted.
    `speaker` spans the speaker's tokens, None where the frame carries on an earlier one.
    """

    sentence: int
    start: int
    end: int
    act: str
    attribution: Attribution
    direct: bool
    cue: int | None = None
    speaker: tuple[int, int] | None = None


@cache
def cue_verbs() -> Mapping[str, str]:
    """Written form → class of every verb of speech; the classes other than plain `say` win."""
    verbs = load_lexicon("speech")["verbs"]
    table: dict[str, str] = {}
    for name in ("say", *(each for each in verbs if each != "say")):
        for form in lemma_table(verbs[name]):
            table[form] = name
    for form in lemma_table(["say", "tell", "add", "report", "state", "note"]):
        table[form] = "say"
    return table


def find_frames(page: Page) -> tuple[Frame, ...]:
    """Every act of speech of the page, in text order; quotations that run over sentences carry their speaker on."""
    finder = _Finder(page)
    return tuple(finder.run())


def credit(frames: Sequence[Frame], token: int) -> Frame | None:
    """The frame that the token's words belong to, the narrowest where frames nest; None for the outlet's own voice."""
    inside = [frame for frame in frames if frame.start <= token < frame.end]
    return min(inside, key=lambda frame: frame.end - frame.start) if inside else None


class _Finder:
    """Walks the sentences once, remembering who spoke last and whether a quotation is open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.last_person: Attribution | None = None
        self.last_body: Attribution | None = None
        self.last: Attribution | None = None
        self.known: dict[str, Attribution] = {}
        self.quoted = quotations(page.document.text)

    def run(self) -> Iterable[Frame]:
        for number, sentence in enumerate(self.page.sentences):
            frames = self._frames_of(number, sentence)
            if not any(frame.act == "say" for frame in frames) and self.last and self._is_quoted(sentence):
                frames = [_carried(number, sentence, self.last), *frames]
            yield from frames

    def _is_quoted(self, sentence: Span) -> bool:
        """True where the whole sentence lies within quotation marks."""
        words = [token for token in sentence if token.is_alpha]
        return any(start <= words[0].idx and words[-1].idx < end for start, end in self.quoted)

    def _frames_of(self, number: int, sentence: Span) -> list[Frame]:
        frames = [frame for token in sentence if (frame := self._frame_at(number, sentence, token))]
        return [frame for frame in frames if not _swallowed(frame, frames)]

    def _frame_at(self, number: int, sentence: Span, token: Token) -> Frame | None:
        found = _origin_phrase(token)
        if found is not None:
            return self._framed(number, sentence, token, found, "say")
        act = _cue_class(token)
        if act is None:
            return None
        speaker = _speaker_of(token)
        if speaker is None:
            return None
        return self._framed(number, sentence, token, speaker, act)

    def _framed(self, number: int, sentence: Span, cue: Token, speaker: Token, act: str) -> Frame | None:
        attribution = self._resolve(speaker, cue)
        if attribution is None:
            return None
        start, end = _content(sentence, cue, speaker)
        if act == "say" and end - start < 2:
            return None
        self._remember(attribution, speaker)
        span = _speaker_span(speaker)
        direct = any(start < sentence.end_char and sentence.start_char < end for start, end in self.quoted)
        return Frame(
            sentence=number, start=start, end=end, act=act, attribution=attribution, direct=direct, cue=cue.i, speaker=span
        )

    def _remember(self, attribution: Attribution, speaker: Token) -> None:
        self.last = attribution
        personal = attribution.spokesperson is not None or self._is_person(speaker)
        if personal:
            self.last_person = attribution
            surname = (attribution.spokesperson or attribution.speaker).split()[-1]
            self.known[surname.casefold()] = attribution
        if not personal or attribution.spokesperson is not None:
            self.last_body = _body_alone(attribution)
        self.known[attribution.speaker.casefold()] = _body_alone(attribution) if attribution.spokesperson else attribution

    def _is_person(self, speaker: Token) -> bool:
        if speaker.lower_ in {"he", "she"}:
            return True
        span = self.page.actor_at.get(speaker.i)
        return span is not None and span.kind is ActorKind.PERSON

    def _resolve(self, speaker: Token, cue: Token) -> Attribution | None:
        said_to = _told(self.page, cue)
        found = self._of_pronoun(speaker) if speaker.tag_ in {"PRP", "WP", "WDT"} else self._of_noun(speaker)
        if found is None or said_to is None or found.said_to:
            return found
        return Attribution(
            speaker=found.speaker, role=found.role, spokesperson=found.spokesperson, said_to=said_to, via=found.via
        )

    def _of_pronoun(self, speaker: Token) -> Attribution | None:
        word = speaker.lower_
        if word in {"he", "she"}:
            return self.last_person or self.last
        if word in {"it", "they"}:
            return self.last_body if word == "it" else self.last
        if word in {"who", "which", "that"}:
            noun = next((each for each in speaker.ancestors if each.dep_ == "relcl"), None)
            return self._of_noun(noun.head) if noun is not None and is_noun(noun.head) else None
        return None

    def _of_noun(self, speaker: Token) -> Attribution | None:
        return describe_speaker(self.page, speaker, self.known)


def quotations(text: str) -> list[tuple[int, int]]:
    """Character spans of the quoted words, marks left out, in text order."""
    return [(match.start() + 1, match.end()) for match in QUOTATION.finditer(text)]


def describe_speaker(page: Page, head: Token, known: Mapping[str, Attribution]) -> Attribution | None:
    """The attribution that a speaker's noun phrase gives: a body, a person, a body with its spokesperson, or an unnamed one."""
    start, end = _speaker_span(head)
    span = page.doc[start:end]
    named = page.actors_in(span)
    if end > start and page.actor_at.get(head.i) not in (None, *named):
        named = [page.actor_at[head.i], *named]
    person = next((each for each in named if each.kind is ActorKind.PERSON), None)
    bodies = [each for each in named if each.kind is not ActorKind.PERSON]
    if person is not None:
        return _person_speaks(page, span, person, bodies, known)
    if bodies and not _is_unnamed_source(head, bodies[0]):
        return Attribution(speaker=usual_name(bodies[0]), role=_role(bodies[0], span))
    return _described(page, head, span, known)


def _person_speaks(
    page: Page, span: Span, person: ActorSpan, bodies: Sequence[ActorSpan], known: Mapping[str, Attribution]
) -> Attribution:
    earlier = known.get(person.name.split()[-1].casefold())
    words = {each.lower_ for each in span}
    spokespeople = load_lexicon("speech")["spokespeople"]
    speaks_for = bool(words & set(spokespeople["titles"]))
    heads_monitor = bool(words & set(spokespeople["heads"])) and bool(bodies) and _is_monitor(bodies[0])
    if speaks_for or heads_monitor:
        body = usual_name(bodies[0]) if bodies else _body_words(page, span, person)
        if body:
            role = _role(bodies[0], span) if bodies else _role_of_words(body) or _role_of_words(span.text) or Role.UNKNOWN
            return Attribution(speaker=body, role=role, spokesperson=person.name)
    if earlier is not None and not bodies:
        return earlier
    role = person.actor.role if person.actor and person.actor.role is not Role.UNKNOWN else None
    return Attribution(speaker=person.name, role=role or _role_of_words(_words_less(span, person)) or _role_of_bodies(bodies))


def usual_name(span: ActorSpan) -> str:
    """The body's full usual name, as the actor file gives it."""
    return span.actor.name if span.actor is not None else span.name


def _described(page: Page, head: Token, span: Span, known: Mapping[str, Attribution]) -> Attribution | None:
    """A speaker whom the text does not name: in its own words, less the article of a second mention."""
    country = country_of_name(head.text)
    if country is not None:
        return Attribution(speaker=country.name, role=Role.GOVERNMENT)
    if page.place_at.get(head.i) is not None:
        name = actor_name(page, head)
        return Attribution(speaker=name, role=Role.GOVERNMENT) if name else None
    text = _plain_words(phrase(head) if len(span) > 12 else span)
    role = _role_of_words(text)
    if role is None and not head.text[0].isupper():
        return None
    definite = text.casefold().removeprefix("the ")
    earlier = [each for name, each in known.items() if text.casefold().startswith("the ") and name.split()[0:1] != ["the"] and definite.split()[-1] in name.split()]
    if earlier:
        return earlier[-1]
    return Attribution(speaker=text.removeprefix("the ").removeprefix("The "), role=role or Role.UNKNOWN)


def _carried(number: int, sentence: Span, last: Attribution) -> Frame:
    return Frame(sentence=number, start=sentence.start, end=sentence.end, act="say", attribution=last, direct=True)


def _origin_phrase(token: Token) -> Token | None:
    """The speaker's noun of "according to X", "citing X"; None at any other token."""
    if token.lower_ == "to" and token.i and token.nbor(-1).lower_ == "according":
        return child(token, "pobj")
    if token.lower_ in {"citing", "quoting"}:
        return child(token, "dobj")
    return None


def _cue_class(token: Token) -> str | None:
    if not is_verb(token):
        return None
    lower = token.lower_
    particle = child(token, "prt", "prep")
    if particle is not None and f"{lower} {particle.lower_}" in cue_verbs():
        return cue_verbs()[f"{lower} {particle.lower_}"]
    return cue_verbs().get(lower)


def _speaker_of(cue: Token) -> Token | None:
    """The noun that speaks: the verb's subject, before or after it; by order where the parse found none."""
    if any(each.dep_ in {"auxpass", "nsubjpass"} for each in cue.children):
        agent = child(cue, "agent")
        return child(agent, "pobj") if agent is not None else None
    own = child(cue, "nsubj")
    if own is not None and own.i != cue.i:
        return own
    shared = subject_of(cue) if cue.dep_ in {"conj", "xcomp", "advcl", "acl", "relcl"} else None
    if shared is not None:
        return shared
    return _noun_before(cue) if cue.tag_ in {"VBD", "VBZ", "VBP"} else None


def _noun_before(cue: Token) -> Token | None:
    """The noun just before the verb, over an apposition's comma: ", the army chief, X, said"."""
    index = cue.i - 1
    while index > cue.sent.start and (cue.doc[index].is_punct or cue.doc[index].tag_ in {"RB", "_SP"}):
        index -= 1
    token = cue.doc[index]
    return token if index >= cue.sent.start and (is_noun(token) or token.tag_ == "PRP") else None


def _content(sentence: Span, cue: Token, speaker: Token) -> tuple[int, int]:
    """Tokens of what was said: the whole sentence for "according to", else the side of the cue that holds the words."""
    if cue.lower_ in {"to", "citing", "quoting"}:
        return sentence.start, sentence.end
    clause = child(cue, "ccomp", "xcomp", "parataxis")
    cue_end = max(cue.i, _speaker_span(speaker)[1] - 1)
    if clause is not None and clause.i > cue.i:
        return cue_end + 1 if speaker.i > cue.i else cue.i + 1, _right_edge(sentence, cue)
    left = min(cue.i, _speaker_span(speaker)[0])
    governed = cue.dep_ in {"conj", "advcl", "acl", "relcl"}
    if left - sentence.start > sentence.end - cue_end and not governed:
        return sentence.start, sentence.end
    return cue.i + 1, _right_edge(sentence, cue)


def _right_edge(sentence: Span, cue: Token) -> int:
    return min(max(cue.right_edge.i + 1, cue.i + 1), sentence.end) if cue.dep_ != "ROOT" else sentence.end


def _speaker_span(head: Token) -> tuple[int, int]:
    """The speaker's tokens with appositions and "of", less relative clauses."""
    start, end = phrase(head).start, head.i + 1
    for each in head.children:
        if each.dep_ in {"appos", "prep", "nmod", "flat", "compound", "acl"} and each.i > head.i and not _is_clause(each):
            end = max(end, each.right_edge.i + 1)
    if head.dep_ == "appos" and head.head.i < head.i:
        start = min(start, phrase(head.head).start)
    return start, min(end, head.sent.end)


def _is_clause(token: Token) -> bool:
    return token.dep_ in {"relcl", "acl"} and token.tag_ not in {"VBN"}


def _told(page: Page, cue: Token) -> str | None:
    if cue.lower_ not in lemma_table(load_lexicon("speech")["addressee"]["verbs"]):
        return None
    for each in children(cue, "dobj", "dative", "iobj"):
        span = page.actor_at.get(each.i)
        if span is not None:
            return usual_name(span)
        if each.text[0].isupper() and each.tag_ in {"NNP", "NNPS"}:
            return phrase(each).text
    return None


def _is_monitor(span: ActorSpan) -> bool:
    kind = span.actor.kind if span.actor else span.kind
    return kind in {ActorKind.MONITOR, ActorKind.NGO} or "observatory" in span.name.casefold()


def _is_unnamed_source(head: Token, body: ActorSpan) -> bool:
    """"an army source", "a UN official": one of the body, who is not the body."""
    unnamed = load_lexicon("speech")["unnamed"]["nouns"]
    inside = body.start <= head.i < body.end
    return not inside and head.lower_.rstrip("s") in unnamed


def _role(span: ActorSpan, phrase_: Span) -> Role:
    if span.actor is not None and span.actor.role is not Role.UNKNOWN:
        return span.actor.role
    return _role_of_words(span.name) or _role_of_words(phrase_.text) or Role.UNKNOWN


def _role_of_bodies(bodies: Sequence[ActorSpan]) -> Role:
    return bodies[0].actor.role if bodies and bodies[0].actor else Role.UNKNOWN


def _role_of_words(text: str) -> Role | None:
    """The role of the longest title or noun that the words hold, the last where two are as long."""
    words = text.casefold().replace("’", "'").replace("-", " ").split()
    best: tuple[int, int, Role] | None = None
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            role = _role_words().get(" ".join(words[start : start + length]).strip(",.'\""))
            if role is not None and (best is None or (length, start) > best[:2]):
                best = (length, start, role)
        if best is not None:
            return best[2]
    return None


@cache
def _role_words() -> dict[str, Role]:
    table: dict[str, Role] = {}
    for role, words in load_lexicon("speech")["roles"].items():
        for word in words:
            table.setdefault(word.replace("-", " "), Role(role))
            table.setdefault(word.replace("-", " ") + "s", Role(role))
    return table


def _words_less(span: Span, person: ActorSpan) -> str:
    return " ".join(each.text for each in span if not person.start <= each.i < person.end)


def _plain_words(span: Span) -> str:
    return span.text.strip(" ,\"“”'").split(",")[0].split("\n")[0]


def _body_words(page: Page, span: Span, person: ActorSpan) -> str | None:
    """The body of a spokesman whom the actor file lacks: "army spokesman X" → "army"."""
    titles = set(load_lexicon("speech")["spokespeople"]["titles"])
    words = [each for each in span if not person.start <= each.i < person.end and each.tag_ != "DT"]
    before = [each.text for each in words if each.lower_ not in titles and not each.is_punct and each.tag_ not in {"IN", "POS"}]
    country = next((country_of_demonym(word) for word in before if country_of_demonym(word)), None)
    if before and country and len(before) == 1:
        return country.name
    return " ".join(before) or None


def _body_alone(attribution: Attribution) -> Attribution:
    return Attribution(speaker=attribution.speaker, role=attribution.role, said_to=attribution.said_to, via=attribution.via)


def _swallowed(frame: Frame, frames: Sequence[Frame]) -> bool:
    """A second cue on the same words by the same speaker says nothing new ("X said, adding …" keeps the first)."""
    return any(
        other is not frame and other.start <= frame.start and frame.end <= other.end and other.act == frame.act
        and other.attribution == frame.attribution and (other.end - other.start) > (frame.end - frame.start)
        for other in frames
    )
