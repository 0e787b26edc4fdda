"""What one word tells of control: the noun of it, and who is meant by a holder's phrase."""

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.domain.vocabulary import ControlState
from marsad.reading.actor_names import actor_name, side_of_word
from marsad.reading.actor_words import lexicon
from marsad.reading.attribution import Frame
from marsad.reading.control_ground import Ground, grounds_of, unlisted_grounds
from marsad.reading.control_parties import is_armed, is_side, last_side, parties
from marsad.reading.control_words import is_compound
from marsad.reading.countries import country_of_demonym
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import children, conjuncts, objects_of_prepositions

DONE = frozenset({"managed", "able", "helped", "used", "relied", "forced", "allowed", "enabled"})
"""Words whose infinitive was carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one word of a sentence tells of control, before place and time are looked up."""

    token: Token
    state: ControlState
    grounds: tuple[Ground, ...]
    rule: str
    holders: tuple[str, ...] = ()
    losers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One sentence of a page with its acts of speech: what every rule of control looks at."""

    page: Page
    sentence: Span
    frames: Sequence[Frame] = ()

    def grounds(self, noun: Token | None, *, surely: bool = False) -> tuple[Ground, ...]:
        """The ground that the phrase names; `surely` where the words are said of nothing but places."""
        if noun is None:
            return ()
        found = grounds_of(self.page, self.sentence, noun)
        if not surely or (found and noun.i in self.page.place_at):
            return found
        named = {each.place.name for each in found}
        return (*(each for each in unlisted_grounds(self.page, noun) if each.place.name not in named), *found)

    def grounds_after(self, token: Token, *prepositions: str, surely: bool = False) -> tuple[Ground, ...]:
        """The places that hang on the token by one of the prepositions."""
        nouns = objects_of_prepositions(token, *prepositions)
        found = (each for noun in nouns for each in self.grounds(noun, surely=surely))
        return tuple({each.place.name: each for each in found}.values())

    def actors(self, noun: Token | None) -> tuple[str, ...]:
        """Whom the phrase names; "we" and "our troops" are those of who speaks."""
        return parties(self.page, noun, self.frames)

    def is_armed(self, noun: Token | None) -> bool:
        """True for a side that fights."""
        return is_armed(self.page, noun)

    def sides(self, noun: Token) -> tuple[str, ...]:
        """The same of a phrase that may be a town or a figure: "fell to Y", "fell to a low"."""
        return self.actors(noun) if is_side(self.page, noun) else ()

    def owners(self, noun: Token) -> tuple[str, ...]:
        """Whose "army positions" and "police posts" are."""
        return self.actors(noun) if noun.lower_ in lexicon()["belonging"]["things"] else ()

    def actors_after(self, token: Token, *prepositions: str) -> tuple[str, ...]:
        found = (name for noun in objects_of_prepositions(token, *prepositions) for name in self.actors(noun))
        return tuple(dict.fromkeys(found))

    def holders_of(self, noun: Token) -> tuple[str, ...]:
        """Y of "control of Y", "Y's control", "rebel hands", "Russian and Syrian control"."""
        names = list(self.actors_after(noun, "of", "by"))
        for modifier in children(noun, "poss", "compound", "amod", "nmod"):
            names += [name for each in conjuncts(modifier) if (name := self.side_word(each))]
        return tuple(dict.fromkeys(names))

    def side_word(self, token: Token) -> str | None:
        """Whom the word before a noun of holding names: "rebel", "Russian", "the army's"."""
        if token.tag_ == "PRP$":
            return last_side(self.page, token)
        name = actor_name(self.page, token)
        side = side_of_word(name) if name and name == token.text else name
        country = country_of_demonym(token.text)
        return side or (country.name if country is not None else None)

    def compound_holder(self, participle: Token) -> tuple[str, ...]:
        """Whose "rebel-held" ground is."""
        word = participle.nbor(-2)
        span = self.page.actor_at.get(word.i)
        country = country_of_demonym(word.text) if span is None else None
        if span is not None:
            return (span.name,)
        return (country.name,) if country is not None else (side_of_word(word.text),)

    def held_before(self, target: Token | None) -> tuple[str, ...]:
        """As in "recaptured rebel-held areas": whose the ground was."""
        words = target.subtree if target is not None else ()
        return next((self.compound_holder(each) for each in words if is_compound(each)), ())


def is_only_tried(verb: Token) -> bool:
    """As in "trying to take", "battling to control": aimed at, not held."""
    above = verb.head if verb.dep_ in {"xcomp", "pcomp", "acl", "advcl", "relcl"} else None
    if above is None or above.i == verb.i or any(each.lower_ == "have" for each in children(verb, "aux")):
        return False
    infinitive = any(each.lower_ == "to" for each in children(verb, "aux"))
    return infinitive and above.lower_ not in DONE


def told_by(
    verb: Token,
    state: str,
    grounds: tuple[Ground, ...],
    *,
    holders: tuple[str, ...] = (),
    losers: tuple[str, ...] = (),
    rule: str | None = None,
) -> Told:
    """What the verb tells, by the rule of its own name unless another is given."""
    return Told(
        token=verb,
        state=ControlState(state),
        grounds=grounds,
        holders=holders,
        losers=losers,
        rule=rule or f"control-verb:{verb.lower_}",
    )
