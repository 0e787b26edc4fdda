"""A store in, the copies among its documents found; the number of those that came out."""

from marsad.intake.prints import make_print
from marsad.store import Store
from marsad.store.copies import add_prints, unprinted

AT_ONCE = 100
"""Documents whose prints are kept in one transaction."""


def trace_copies(store: Store, at_once: int = AT_ONCE) -> int:
    """Find the copies of every document that they were not looked for yet; how many documents have one comes back.

    What was broken off, or was kept by an earlier version, is caught up with here.
    """
    found = 0
    while pending := unprinted(store, at_once):
        found += add_prints(store, [(one, make_print(one.document)) for one in pending])
    return found
