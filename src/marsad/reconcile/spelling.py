"""Text in, its folded spelling out: what two spellings of one name share."""

import unicodedata
from functools import lru_cache

from marsad.reconcile.tables import words_table


@lru_cache(maxsize=262_144)
def fold(text: str) -> str:
    """The text in lower case without accents, punctuation or a leading definite article, spaces single.

    Letters of every script stay, so two names in Arabic or Cyrillic fold apart.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    if len(words) > 1 and words[0] in words_table().definite:
        del words[0]
    return " ".join(words)
