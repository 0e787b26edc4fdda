"""A page in, the WARC record that is kept as its original out."""

from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from marsad.pipeline.network.fetching import Page

RECODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that told how the body was packed on its way; kept under another name, as archives do.

Source: the x-archive-orig- headers of Heritrix.
"""


def write_record(page: Page) -> bytes:
    """The answer, with the time, the address and the SHA-256 of its body, and the request that it answers: WARC 1.1."""
    kept = BytesIO()
    writer = _Writer(kept, gzip=False, warc_version="WARC/1.1")
    headers = [*(_renamed(*pair) for pair in page.headers), ("Content-Length", str(len(page.body)))]
    told = {"WARC-Date": page.at.strftime("%Y-%m-%dT%H:%M:%SZ"), "WARC-Payload-Digest": f"sha256:{page.body_sha256}"}
    told |= {"WARC-IP-Address": page.address} if page.address else {}
    answer = writer.create_warc_record(
        page.url, "response", payload=BytesIO(page.body), length=len(page.body), warc_headers_dict=told,
        http_headers=StatusAndHeaders(f"{page.status} {page.reason}", headers, protocol="HTTP/1.1"),
    )  # fmt: skip
    asked = writer.create_warc_record(
        page.url, "request", warc_headers_dict={"WARC-Date": told["WARC-Date"]},
        http_headers=StatusAndHeaders(f"GET {_target(page.url)} HTTP/1.1", list(page.sent), is_http_request=True),
    )  # fmt: skip
    writer.write_request_response_pair(asked, answer)
    return kept.getvalue()


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """One that hashes by SHA-256 what it hashes itself."""

    def _create_digester(self) -> Digester:
        return Digester("sha256")


def _renamed(name: str, value: str) -> tuple[str, str]:
    return (f"X-Archive-Orig-{name}" if name.casefold() in RECODED else name, value)


def _target(url: str) -> str:
    return "/" + url.split("/", 3)[3] if url.count("/") > 2 else "/"
