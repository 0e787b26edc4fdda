"""Flags over ground: a verb in, who has raised or flies a flag over which place out."""

from marsad.reading.control_ground import Ground
from marsad.reading.control_told import Scene, Told, told_by
from marsad.reading.control_words import is_among, nouns, verbs
from marsad.reading.parse import Token
from marsad.reading.phrases import child, done_by, objects_of_prepositions

WHERE = ("over", "in", "on", "at", "above", "atop")
"""Prepositions between a flag and what it is on."""


def by_flag(scene: Scene, verb: Token) -> Told | None:
    """As in "raised their flag over the town hall", "the rebels' flag flies over it"."""
    flag = child(verb, "dobj") or child(verb, "nsubjpass") or child(verb, "nsubj")
    if flag is None or flag.lower_ not in nouns("nouns", "flag"):
        return None
    raised = is_among(verb, verbs("flag")) and flag.dep_ != "nsubj"
    if not raised and not is_among(verb, verbs("flying")):
        return None
    grounds = next((found for each in (verb, flag) if (found := _under_flag(scene, each))), ())
    holders = scene.holders_of(flag) or (scene.actors(done_by(verb)) if flag.dep_ == "dobj" else ())
    up = raised or is_among(verb, verbs("gone_up"))
    return told_by(verb, "gained" if up else "holds", grounds, holders=holders, rule="control-flag")


def _under_flag(scene: Scene, word: Token) -> tuple[Ground, ...]:
    """The ground that the flag stands on, or that its mast, roof or silo lies in."""
    own = scene.grounds_after(word, *WHERE, surely=True)
    things = objects_of_prepositions(word, *WHERE) if not own else []
    return own or tuple(
        ground for each in things for ground in scene.grounds_after(each, "of", "in", "at", surely=True)
    )
