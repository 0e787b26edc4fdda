"""Exceptions to a hold: a sentence in, the parts that it leaves out ("except the Kurdish-held quarters"), out."""

from marsad.domain.claim import ControlException
from marsad.domain.vocabulary import ControlState
from marsad.reading.control_ground import control_lexicon, territory_nouns
from marsad.reading.control_told import Scene, Told
from marsad.reading.control_words import is_compound, verbs
from marsad.reading.parse import Token
from marsad.reading.phrases import done_by, is_verb, phrase


def exceptions_of(scene: Scene, told: Told) -> tuple[ControlException, ...]:
    """Parts that the sentence leaves out, with their holders."""
    if told.state not in {ControlState.HOLDS, ControlState.GAINED} or told.rule == "control-compound":
        return ()
    sentence = scene.sentence
    mark = next((each for each in sentence if _marks_exception(each) and each.i > told.token.i), None)
    if mark is None:
        return ()
    nouns = [each for each in sentence.doc[mark.i + 1 : min(mark.i + 8, sentence.end)] if each.tag_.startswith("NN")]
    named = [each for each in nouns if scene.page.place_at.get(each.i) or each.lower_ in territory_nouns("part")]
    head = next((each for each in named if each.dep_ != "compound"), None)
    if head is None:
        return ()
    end = min(head.right_edge.i + 1, sentence.end)
    clause = next((each.left_edge.i for each in head.rights if each.dep_ == "relcl"), end)
    words = sentence.doc[phrase(head).start : clause].text.strip(' ",.”')
    return (ControlException(place=words, holder=_holder(scene, phrase(head).start, end)),)


def _marks_exception(token: Token) -> bool:
    if token.lower_ in control_lexicon()["exceptions"]["words"]:
        return True
    phrases = tuple(control_lexicon()["exceptions"]["phrases"])
    return token.doc[token.i : token.i + 4].text.casefold().startswith(phrases)


def _holder(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    for token in scene.sentence.doc[start:end]:
        if is_verb(token) and token.lower_ in verbs("holds"):
            names = scene.actors(done_by(token))
            if names:
                return names
        if is_compound(token):
            return scene.compound_holder(token)
    return ()
