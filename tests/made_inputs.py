"""One file of every kind that `marsad ingest` takes, made here, each with a text of its own."""

import bz2
import gc
import gzip
import io
import json
import lzma
import mailbox
import tarfile
import warnings
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

PLACE = "the village of Qasr Amun"
"""Invented, as is everything here."""


def told(kind):
    """The sentence that the file of a kind tells."""
    return f"Two men were killed when a shell hit {PLACE}, the mayor told the {kind} desk."


def make_html(kind="html", head=""):
    body = "".join(f"<p>{told(kind)} Rescuers searched the ruins of house {number}.</p>" for number in range(1, 6))
    return (
        f"<!doctype html><html lang='en'><head><title>Shell on Qasr Amun</title>{head}"
        "<meta property='article:published_time' content='2025-03-04T10:00:00Z'>"
        "<meta property='og:site_name' content='Plain Post'></head>"
        f"<body><article><h1>Shell</h1>{body}</article></body></html>"
    ).encode()


def make_pdf(*pages, title="Shell on Qasr Amun"):
    """A PDF of one line of text a page, written by hand."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects.append(f"<< /Title ({title}) >>")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    size = len(objects)
    out += f"trailer << /Size {size + 1} /Root 1 0 R /Info {size} 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def make_docx(*paragraphs, title="Shell on Qasr Amun"):
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    struck = "<w:p><w:del><w:r><w:delText>This was struck out.</w:delText></w:r></w:del></w:p>"
    core = (
        "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{title}</dc:title><dc:creator>A Name</dc:creator>"
        "</cp:coreProperties>"
    )
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document xmlns:w='{name}'><w:body>{body}{struck}</w:body></w:document>",
            "docProps/core.xml": core,
        }
    )


def make_xlsx(*rows, name="Week"):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_zip(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def make_tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as package:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    return out.getvalue()


def make_parquet(*rows):
    stream = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_pylist(list(rows)), stream)
    return stream.getvalue()


def make_zst(content):
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd
    return zstd.compress(content)


def make_mail(kind="mail", attachments=(), html=None, sender="Amal Writer <amal@example.org>"):
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = sender
    message["To"] = "desk@example.org"
    message["Date"] = "Tue, 04 Mar 2025 23:30:00 +0300"
    message["Subject"] = "Shell on Qasr Amun"
    message["Message-ID"] = "<one@example.org>"
    if html is None:
        message.set_content(told(kind))
    else:
        message.set_content(html, subtype="html")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def make_mbox(*messages, folder):
    path = folder / "made.mbox"
    box = mailbox.mbox(path)
    for message in messages:
        box.add(message)
    box.close()
    data = path.read_bytes()
    path.unlink()
    return data


def make_rss(kind="rss"):
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Plain Post</title><link>https://post.example/</link><language>en</language>
<item><title>Shell on Qasr Amun</title><link>https://post.example/1</link><guid>post-1</guid>
<pubDate>Wed, 05 Mar 2025 00:30:00 +0300</pubDate>
<description>&lt;p&gt;{told(kind)}&lt;/p&gt;&lt;p&gt;More &amp;amp; more later.&lt;/p&gt;</description></item>
</channel></rss>""".encode()


def make_atom(kind="atom"):
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Wire</title>
<id>urn:feed</id><updated>2025-03-05T01:00:00Z</updated>
<entry><title>Shell on Qasr Amun</title><id>urn:entry:1</id><link href="https://coast.example/1"/>
<published>2025-03-04T22:00:00+02:00</published><updated>2025-03-05T01:00:00Z</updated>
<content type="html">&lt;div&gt;{told(kind)}&lt;/div&gt;</content></entry></feed>""".encode()


def make_warc(*pages, packed=True):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the writer leaves a temporary file to the collector
        for address, status, kind, body in pages:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
            writer.write_record(record)
        del record
        gc.collect()
    return out.getvalue()


def make_wacz(page):
    return make_zip({
        "datapackage.json": "{}",
        "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n',
        "archive/data.warc.gz": make_warc(page),
    })  # fmt: skip


def make_telegram(kind="telegram"):
    chat = {"type": "message", "from": "Hill Channel"}
    words = [told(kind) + " ", {"type": "bold", "text": "More soon."}]
    dawn = f"A convoy left {PLACE} at dawn, a driver said."
    messages = [
        {"id": 1, "type": "service", "date": "2025-03-01T08:00:00", "action": "create_channel", "text": ""},
        {**chat, "id": 2, "date": "2025-03-04T21:10:00", "from_id": "channel77", "text": words},
        {**chat, "id": 3, "date": "2025-03-05T07:00:00", "forwarded_from": "Coast Wire", "text": dawn},
        {**chat, "id": 4, "date": "2025-03-05T08:00:00", "photo": "photos/1.jpg", "text": ""},
    ]
    return json.dumps(
        {"name": "Hill Channel", "type": "public_channel", "id": 77, "messages": messages}, indent=1
    ).encode()


MARKDOWN = f"""---
title: Shell on Qasr Amun
date: 2025-03-04
source: "Plain Post"
---
# Shell

**{told("markdown")}** See [the map](https://post.example/map).

- A well was hit.
"""


def make_folder(folder: Path) -> None:
    """Write one file of every kind into the folder; names say nothing of the kind where content can."""
    page = ("https://post.example/warc", "200 OK", "text/html; charset=utf-8", make_html("warc"))
    gone = ("https://post.example/gone", "404 Not Found", "text/html", make_html("gone"))
    style = ("https://post.example/style.css", "200 OK", "text/css", b"p { color: red }")
    files = {
        "01 text": f"date 2025-03-04 {told('text')}".encode(),
        "02 markdown": MARKDOWN.encode(),
        "03 html": make_html(),
        "04 json lines": json.dumps({"id": "line-1", "date": "2025-03-04", "text": told("json lines")}).encode()
        + b"\n",
        "05 json": json.dumps([{"id": "array-1", "date": "2025-03-04", "text": told("json")}], indent=2).encode(),
        "06 csv": f'Headline;Body;Published;Outlet\nShell;"{told("csv")}";2025-03-04;Plain Post\n'.encode(),
        "07 xlsx": make_xlsx(["Headline", "Body", "Published"], ["Shell", told("xlsx"), date(2025, 3, 4)]),
        "08 mail": make_mail(
            attachments=[("photo.jpg", b"\xff\xd8\xff\xe0 no text"), ("note.txt", told("attached").encode())]
        ),
        "09 mbox": make_mbox(
            make_mail("mbox"), make_mail("html mail", html=f"<p>{told('html mail')}</p>"), folder=folder
        ),
        "10 pdf": make_pdf(told("pdf"), "The second page names nobody."),
        "11 docx": make_docx(told("docx"), "A second paragraph."),
        "12 rss": make_rss(),
        "13 atom": make_atom(),
        "14 warc": make_warc(page, gone, style, packed=False),
        "15 warc packed": make_warc(("https://post.example/gz", "200 OK", "text/html", make_html("warc gz"))),
        "16 wacz": make_wacz(("https://post.example/wacz", "200 OK", "text/html", make_html("wacz"))),
        "17 telegram": make_telegram(),
        "18 zip": make_zip({"inner/a.txt": told("zip"), "b.csv": f'text,date\n"{told("zipped csv")}",2025-03-04\n'}),
        "19 gz": gzip.compress(told("gz").encode()),
        "20 bz2": bz2.compress(told("bz2").encode()),
        "21 xz": lzma.compress(told("xz").encode()),
        "22 zst": make_zst(told("zst").encode()),
        "23 tar": gzip.compress(make_tar({"deep/a.txt": told("tar").encode()})),
        "24 cyrillic": "Колонна ушла из деревни Каср Амун на рассвете, сообщил мэр журналистам.".encode("cp1251"),
        "25 empty": b"",
        "26 program": bytes(range(256)) * 16,
        "28 parquet": make_parquet({"id": "row-1", "text": told("parquet"), "date": "2025-03-04"}),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "deep").mkdir()
    (folder / "deep" / "27 more.txt").write_text(told("deep"))
    (folder / ".hidden").write_text("A hidden file is no input.")
