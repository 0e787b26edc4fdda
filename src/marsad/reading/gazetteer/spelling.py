"""A name in any spelling in, keys that spellings of one name share out."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ħ": "h"}
)
APOSTROPHES = re.compile("['`´‘’‛ʹʻʼʽʾʿˈ′]")
BREAKS = re.compile(r"[\W_]+")
ARTICLES = frozenset("al el ul il ad ed ud an en un ar er as es ash esh at et az ez adh edh ath eth the".split())  # noqa: SIM905
"""Arabic's article before sun and moon letters, and English's. Source: BGN/PCGN romanization of Arabic, 1956."""

JOINED_ARTICLE = re.compile(r"^[ae](sh|[dnrstz])(?=\1)")
"""An article written as one word with its noun: Ezzor, Arraqqa."""

SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=\w{4})[ae]h?$", "a"),
        ("(?<=[ae])h$", ""),
        ("qu(?=[aeio])", "k"),
        ("tch|tsch|ch", "c"),
        ("sch|sh", "$"),
        ("dj|dzh|zh|gi(?=[aou])", "j"),
        ("kh", "x"),
        ("gh", "g"),
        ("th", "t"),
        ("dh", "d"),
        ("ph", "f"),
        ("ck|q|c(?=[kaou])", "k"),
        ("a[uw](?![aeiou])|o[uw](?![aeiou])|oo|[uo]", "u"),
        ("w", "v"),
        ("a[iy]|e[iy]|ee|ie|[eiy]", "i"),
        (r"(.)\1+", r"\1"),
    )
)
"""Spellings of one sound, in the order they are folded; both the index and the question go through it."""

VOWELS = re.compile("(?<!^)[aiu]")
LEAST_SKELETON = 3
"""Consonants below which a skeleton says nothing: "dr" is Deir, Dura and Daraa."""

KEPT = 1 << 16
"""Keys remembered: the words of a few thousand dispatches."""


@lru_cache(maxsize=KEPT)
def plain_key(name: str) -> str:
    """The name in lower case without marks, apostrophes and hyphens: "Ma'arrat al-Nu'mān" is "maarrat al numan"."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
        name = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return BREAKS.sub(" ", APOSTROPHES.sub("", name)).strip().casefold()


@lru_cache(maxsize=KEPT)
def sound_key(plain: str) -> str:
    """The plain key as one word without articles, each sound spelt one way: Kyiv and Kiev, Sheikhun and Shaykhun."""
    words = [word for word in plain.split() if word not in ARTICLES] or plain.split()
    return "".join(map(_sound, words))


@lru_cache(maxsize=KEPT)
def skeleton_key(sound: str) -> str:
    """The consonants of a sound key, a vowel at its head as "a"; empty where too few are left to say anything."""
    bare = VOWELS.sub("", sound).replace("x", "h")
    bare = "a" + bare[1:] if bare[:1] in {"a", "i", "u"} else bare
    return bare if len(bare) >= LEAST_SKELETON else ""


def _sound(word: str) -> str:
    word = JOINED_ARTICLE.sub("", word)
    if not word.isascii():
        return word
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word
