"""The people whom a sentence lists one by one: a sentence in, its entries (names, kin, ages) in text order out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.domain.vocabulary import Harm, VictimsGroup
from marsad.reading.harm_words import says_harm
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import gender_of
from marsad.reading.people_ages import age_behind, age_of
from marsad.reading.roll_kin import Kin, kin_at
from marsad.reading.roll_names import gender_told, is_only_named, lexicon, name_end

KIN_REACH = 6
"""Tokens between a word of kin and the name that it introduces ("his daughter, 10-year-old Salma Odeh")."""
LIST_TAGS = frozenset({"CC", "CD", "DT", "PRP$", "POS", "JJ", "NN", "NNS", "HYPH", "NNP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Tokens `start` to `end` (exclusive) that list one person, or `count` unnamed kin.

    `name` holds the name's words in lower case, empty for kin without one ("his wife"); `young`, `grown` and `owner`
    are those of its word of kin.
    """

    start: int
    end: int
    sentence: int
    name: tuple[str, ...] = ()
    gender: VictimsGroup | None = None
    age: int | None = None
    young: bool = False
    grown: bool = False
    owner: VictimsGroup | None = None
    count: int = 1


def find_entries(page: Page, sentence: Span, number: int) -> list[Entry]:
    """Everybody whom the sentence names or lists as kin, dead or not."""
    found: list[Entry] = []
    kin: Kin | None = None
    named = 0
    index = sentence.start
    while index < sentence.end:
        end = name_end(page, sentence, index)
        here = kin_at(sentence, index) if end == index else None
        entry = _named(sentence, number, (index, end), _near(kin, index)) if end > index else None
        if entry is not None:
            found.append(entry)
            named += kin is not None
            kin = _going_on(kin, end)
        elif here is not None:
            found += _unnamed(kin, named, number)
            kin, named = here, 0
        index = max(end, index + 1)
    return sorted([*found, *_unnamed(kin, named, number)], key=lambda each: each.start)


def _near(kin: Kin | None, index: int) -> Kin | None:
    return kin if kin is not None and index - kin.end <= KIN_REACH else None


def _going_on(kin: Kin | None, end: int) -> Kin | None:
    """The kin that the next name may still be of: a plural's names go on, a singular's is used up."""
    return replace(kin, end=end + 2, age=None) if kin is not None and kin.plural else None


def _unnamed(kin: Kin | None, named: int, number: int) -> Iterator[Entry]:
    """The kin that no name followed, and those of a counted plural beyond the names given."""
    # "Six women" is a figure of its own; "his six daughters" goes on with a list.
    if kin is None or kin.count <= named or (kin.plural and not kin.owned):
        return
    yield Entry(
        start=kin.start,
        end=min(kin.end, kin.start + KIN_REACH),
        sentence=number,
        gender=kin.gender,
        age=kin.age,
        young=kin.young,
        grown=kin.grown,
        owner=kin.owner,
        count=kin.count - named,
    )


def _named(sentence: Span, number: int, span: tuple[int, int], kin: Kin | None) -> Entry | None:
    """The entry of a name; None for what may be no person's, and for names that only say whose or who."""
    doc, (start, end) = sentence.doc, span
    words = tuple(each.lower_ for each in doc[start:end] if each.is_alpha and each.lower_ not in lexicon()["particles"])
    age = _age(doc[start], doc[end - 1], kin)
    person = any(each.ent_type_ == "PERSON" for each in doc[start:end]) and (len(words) > 1 or _has_kin(sentence, end))
    if not words or is_only_named(sentence, start, end) or not (kin is not None or age is not None or person):
        return None
    entry = Entry(start=start, end=end, sentence=number, name=words, age=age, gender=gender_told(sentence, start, end))
    if kin is None:
        return entry
    return replace(
        entry,
        start=start if kin.plural else kin.start,
        gender=kin.gender or entry.gender,
        young=kin.young,
        grown=kin.grown,
        owner=kin.owner,
    )


def _has_kin(sentence: Span, end: int) -> bool:
    """True where "and his wife" follows: then a single word is a person's name."""
    following = sentence.doc[end : min(end + 3, sentence.end)]
    return (
        len(following) > 2
        and following[0].lower_ in {"and", ",", "with"}
        and (following[1].lower_ in {"his", "her"} and gender_of(following[2].lower_) is not None)
    )


def _age(first: Token, last: Token, kin: Kin | None) -> int | None:
    behind = age_behind(last)
    if behind is not None:
        return behind
    before = age_of(first)
    return kin.age if before is None and kin is not None and not kin.plural else before


def harmed_run(sentence: Span, entries: Sequence[Entry], anchors: frozenset[int]) -> list[Entry]:
    """The entries that stand in one list with an anchor (a token that is harmed): only list words lie between them."""
    kept: list[Entry] = []
    run: list[Entry] = []
    for entry in entries:
        if run and not _joined(sentence, run[-1], entry):
            kept += run if _is_anchored(run, anchors) else []
            run = []
        run.append(entry)
    return kept + (run if _is_anchored(run, anchors) else [])


def introduces(sentence: Span, at: int, entry: Entry) -> bool:
    """Whether the harmed noun leads to the entry: "five people, including X", "four died in the blast: X"."""
    between = sentence.doc[at + 1 : entry.start]
    if len(between) < 1 or entry.start <= at:
        return False
    return between[-1].text == ":" or all(_is_list_word(each) for each in between)


def _is_anchored(run: Sequence[Entry], anchors: frozenset[int]) -> bool:
    return any(entry.start <= at < entry.end for entry in run for at in anchors)


def _joined(sentence: Span, one: Entry, other: Entry) -> bool:
    between = sentence.doc[one.end : other.start]
    return len(between) <= lexicon()["gap"] and all(_is_list_word(each) for each in between)


def _is_list_word(token: Token) -> bool:
    if token.is_punct or token.is_space or token.like_num or token.tag_ in LIST_TAGS:
        return True
    return token.lower_ in lexicon()["joints"] or says_harm(token.lower_) is Harm.KILLED
