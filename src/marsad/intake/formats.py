"""Every kind of input, in the order in which they are looked for: how each is known by its content, and read.

A format that a plug-in adds (entry point `marsad.readers`) is one more `Format`, looked at before these.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marsad.domain.problem import Problem
from marsad.intake import (
    binary,
    feed,
    mail,
    markdown,
    packages,
    packed,
    parquet,
    pdf,
    plain,
    records,
    table,
    telegram,
    webarchive,
    word,
    workbook,
)
from marsad.intake.found import Found
from marsad.intake.given import Asked, Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of input.

    `sniff` looks at the head (and may look further) and says whether an input is of this kind. `read` gives what is in
    it, in its order: documents, inputs that lie in it and are read next, and problems. It may raise `Unreadable` for
    what is wrong with the whole; any other error of it is taken for a broken file and stops nothing else.
    """

    name: str
    sniff: Callable[[Given], bool]
    read: Callable[[Given, Asked], Iterator[Found | Given | Problem]]
    may_be_hollow: bool = False
    """A list of no records is one; an archive of no files is a fault."""
    media_types: tuple[str, ...] = ()
    """Under which a plug-in's inputs are fetched, beside those that are fetched anyway (network.toml)."""


FORMATS = (
    Format(name="packed", sniff=packed.sniff_packed, read=packed.read_packed),
    Format(name="pdf", sniff=pdf.sniff_pdf, read=pdf.read_pdf),
    Format(name="xlsx", sniff=workbook.sniff_workbook, read=workbook.read_workbook),
    Format(name="docx", sniff=word.sniff_word, read=word.read_word),
    Format(name="wacz", sniff=packages.sniff_web_package, read=packages.read_web_package),
    Format(name="zip", sniff=packages.sniff_package, read=packages.read_package),
    Format(name="tar", sniff=packed.sniff_tar, read=packed.read_tar),
    Format(name="parquet", sniff=parquet.sniff_parquet, read=parquet.read_parquet, may_be_hollow=True),
    Format(name="old office", sniff=binary.sniff_old_office, read=binary.refuse_old_office),
    Format(name="binary", sniff=binary.sniff_binary, read=binary.refuse_binary),
    Format(name="warc", sniff=webarchive.sniff_web_archive, read=webarchive.read_web_archive),
    Format(name="mbox", sniff=mail.sniff_mailbox, read=mail.read_mailbox),
    Format(name="mail", sniff=mail.sniff_mail, read=mail.read_mail),
    Format(name="feed", sniff=feed.sniff_feed, read=feed.read_feed),
    Format(name="telegram", sniff=telegram.sniff_telegram, read=telegram.read_telegram),
    Format(name="json", sniff=records.sniff_records, read=records.read_records, may_be_hollow=True),
    Format(name="html", sniff=plain.sniff_html, read=plain.read_html),
    Format(name="csv", sniff=table.sniff_table, read=table.read_table, may_be_hollow=True),
    Format(name="markdown", sniff=markdown.sniff_markdown, read=markdown.read_markdown),
    Format(name="text", sniff=lambda _: True, read=plain.read_text),
)
"""The first that knows an input reads it: containers before what they are made of, the strict before the lax."""


def format_of(given: Given, formats: tuple[Format, ...] = FORMATS) -> Format:
    """The format that reads this input."""
    return next(one for one in formats if one.sniff(given))
