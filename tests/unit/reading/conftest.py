"""A sentence in, its page with the parse, places, times and actors out: what every claim reader is handed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.reading.language import analyse
from marsad.reading.page import Page
from marsad.reading.parse import Token

DAY = date(2024, 3, 14)
"""A Thursday; tables that ask for no day are read as of this one."""


@pytest.fixture(scope="session")
def page_of(reader: Any) -> Callable[..., Page]:
    """The page of a text, read as of a day."""

    def open_page(text: str, day: date | None = DAY) -> Page:
        document = Document(id="d1", text=text, date=day)
        (doc, _), *_ = analyse(reader._language, [document])
        page, _ = reader._open(document, doc)
        return page

    return open_page


@pytest.fixture(scope="session")
def claims_of(reader: Any) -> Callable[..., tuple[Claim, ...]]:
    """The claims of a text, read as of a day."""

    def read(text: str, day: date | None = DAY) -> tuple[Claim, ...]:
        (reading,) = reader.read([Document(id="d1", text=text, date=day)])
        return reading.claims

    return read


@pytest.fixture(scope="session")
def word() -> Callable[[Page, str], Token]:
    """The one token of the page that is written so; with "#2" behind it the second of them."""

    def find(page: Page, written: str) -> Token:
        text, _, number = written.partition("#")
        return [token for token in page.doc if token.text == text][int(number or 1) - 1]

    return find
