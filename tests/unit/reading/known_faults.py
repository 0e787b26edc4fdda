"""A row of a table that is right and not read yet: it must fail, so that the day it is read its mark is taken out."""

from typing import Any

import pytest


def not_yet(*values: Any, because: str) -> Any:
    """The row, marked with the reason why it is not read."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=because))
