"""Disjoint sets of whole numbers, with pairs that must stay apart."""

from collections.abc import Iterable


class Unions:
    """Sets under union; the least member names its set, so the order of joining never shows.

    `keep_apart` forbids two members ever to share a set, by way of any chain: `join` then answers False.
    """

    __slots__ = ("_apart", "_members", "_parent")

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._members: dict[int, list[int]] = {}
        self._apart: dict[int, set[int]] = {}

    def find(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def members(self, item: int) -> list[int]:
        """The members of the item's set, in no fixed order."""
        root = self.find(item)
        return self._members.get(root, [root])

    def keep_apart(self, one: int, other: int) -> None:
        """To be called before any join of the two's sets."""
        self._apart.setdefault(one, set()).add(other)
        self._apart.setdefault(other, set()).add(one)

    def may_join(self, one: int, other: int) -> bool:
        one, other = self.find(one), self.find(other)
        if not self._apart:
            return True
        barred = self._apart.get(one)
        return not barred or all(self.find(item) != other for item in barred)

    def join(self, one: int, other: int) -> bool:
        """Whether the two now share a set."""
        one, other = sorted((self.find(one), self.find(other)))
        if one == other:
            return True
        if not self.may_join(one, other):
            return False
        self._parent[other] = one
        self._members[one] = self._members.get(one, [one]) + self._members.pop(other, [other])
        if other in self._apart:
            self._apart.setdefault(one, set()).update(self._apart.pop(other))
        return True

    def sets(self, items: Iterable[int]) -> list[list[int]]:
        """The sets that hold the items, members sorted, in order of least member."""
        return [sorted(self.members(root)) for root in sorted({self.find(item) for item in items})]
