"""A document in, its print out, by which its copies among many are found without reading them."""

import struct
from hashlib import blake2b

from rensa import RMinHash

from marsad.domain.copying import Print, shingle
from marsad.domain.document import Document

HASHES = 100
"""Enough that the share of hashes two texts have in common is within 0.04 of how far they overlap."""
BANDS, BAND_HASHES = 10, 4
"""Of two texts that overlap by 0.8 one pair in 200 shares no band, by 0.9 none in 40,000; of unrelated news one in a
million shares any. Each band is a page written somewhere in a large index, so that there are no more of them.

Source: the S-curve 1 - (1 - s^4)^10 of banded MinHash (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4).
"""
SEED = 1
"""Prints are kept: another seed, or another hash, would know none of the texts that came before."""


def make_print(document: Document) -> Print | None:
    """The print of a document; None for a protected one, which is compared with nothing, and for one of two words."""
    shingles = shingle(document.text) if not document.protected else frozenset()
    if not shingles:
        return None
    hasher = RMinHash(num_perm=HASHES, seed=SEED)
    hasher.update(sorted(shingles))
    signature = struct.pack(f"<{HASHES}I", *hasher.digest())
    size = 4 * BAND_HASHES
    return Print(
        signature=signature, bands=tuple(_key(at, signature[at * size : (at + 1) * size]) for at in range(BANDS))
    )


def _key(band: int, part: bytes) -> int:
    """A number of 64 bits with its sign, as every engine can keep."""
    return int.from_bytes(blake2b(bytes([band]) + part, digest_size=8).digest(), "big", signed=True)
