"""What holds of every page and answer: status, title, headers, nothing inline, nothing from elsewhere, no trace."""

import re
from html.parser import HTMLParser

import pytest
from sites import CANARY, CODE_NAME, HIDDEN_VILLAGE, addresses_of

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
NOT_THERE = ["/nowhere", "/events/e0", "/documents/d0", "/documents/d0/original", "/actors/Nobody", "/sources/Nobody",
             "/control/places/Nowhere", "/control/spells/s0"]  # fmt: skip


def is_page(answer):
    return answer.headers["content-type"].startswith("text/html")


@pytest.fixture(scope="module", params=["sample", "planted"])
def answers(request):
    """Each address of a site with its answer."""
    client = request.getfixturevalue(request.param)
    addresses = addresses_of(client)
    step = max(1, len(addresses) // 50)  # of a long list of things every few
    return {address: client.get(address) for address in [*addresses[:24], *addresses[24::step]]}


def test_every_address_answers(answers):
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}


def test_every_page_has_a_title_one_head_and_its_language(answers):
    for address, answer in answers.items():
        if is_page(answer):
            assert re.search(r"<title>\s*\S[^<]* · Marsad</title>", answer.text), address
            assert answer.text.count("<h1") == 1, address
            assert '<html lang="en" dir="ltr"' in answer.text, address


def test_every_answer_has_the_headers(answers, sample):
    others = [sample.get(address) for address in [*NOT_THERE, "/?since=never"]]
    for answer in [*answers.values(), *others]:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


class Tags(HTMLParser):
    """Every tag of a page with its attributes, as a browser would find them."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_nothing_inline_and_nothing_from_elsewhere(answers):
    for address, answer in answers.items():
        if not is_page(answer):
            continue
        for tag, named in Tags(answer.text).found:
            assert tag not in {"style", "iframe", "object", "embed", "base", "img"}, (address, tag)
            assert not [name for name in named if name == "style" or name.startswith("on")], (address, tag)
            assert tag != "script" or named.get("src"), address
            for name in ("src", "href", "action"):
                assert named.get(name, "/").startswith(("/", "#", "?")), (address, tag, named)


def test_what_came_from_a_text_is_text(planted):
    for address in addresses_of(planted):
        answer = planted.get(address)
        text = answer.text
        if is_page(answer):
            scripts = [named for tag, named in Tags(text).found if tag == "script"]
            assert all(named["src"].startswith("/static/") for named in scripts), address
            assert "\u202e" not in text, address
            assert "{{7*7}}" in text or "alert(1)" not in text, address


def test_a_protected_source_is_on_no_page_in_no_answer_and_no_error(planted):
    asked = [f"/documents/p-{CANARY}", f"/documents/p-{CANARY}/original", f"/api/v1/documents/p-{CANARY}"]
    absent = planted.get("/documents/p-absent")
    for address in asked:
        answer = planted.get(address)
        assert answer.status_code == 404
        if not address.startswith("/api/"):
            assert answer.text == absent.text
    for address in addresses_of(planted):
        text = planted.get(address).text
        for words in (CANARY, CODE_NAME, HIDDEN_VILLAGE):
            assert words.casefold() not in text.casefold(), (address, words)


def test_a_protected_place_cannot_be_asked_out(planted):
    assert planted.get("/api/v1/events", params={"place": HIDDEN_VILLAGE}).json()["total"] == 0
    assert planted.get("/api/v1/events", params={"source": CODE_NAME}).json()["total"] == 0
    assert planted.get("/api/v1/documents", params={"source": CODE_NAME}).json()["total"] == 0


@pytest.mark.parametrize("address", NOT_THERE)
def test_what_is_not_there_is_a_page_and_in_the_api_a_line(sample, address):
    page, line = sample.get(address), sample.get(f"/api/v1{address}")
    assert page.status_code == line.status_code == 404
    assert "<h1>Not Found</h1>" in page.text
    assert line.json()["detail"] == "There is nothing at this address that you may see."


@pytest.mark.parametrize("question", ["since=never", "page=0", "grade=good", "type=tea", f"place={'x' * 300}"])
def test_a_bad_question_says_what_was_expected_and_found(sample, question):
    answer = sample.get(f"/events?{question}")
    assert answer.status_code == 422
    assert question.split("=")[0] in answer.text


def test_an_empty_form_asks_for_everything(sample):
    empty = "since=&until=&place=&actor=&type=&grade=&source="
    assert sample.get(f"/api/v1/events?{empty}").json() == sample.get("/api/v1/events").json()


@pytest.mark.parametrize(
    "name",
    ["elsewhere.example", "testserver.example", "testserver@elsewhere.example", "[testserver]x", "testserver:80/x", ""],
)
def test_a_name_that_is_not_ours_is_refused(sample, name):
    answer = sample.get("/", headers={"host": name})
    assert answer.status_code == 421
    assert "Situation" not in answer.text


def test_a_failure_shows_nothing_of_itself(sample, monkeypatch, caplog):
    def fail(*_arguments, **_options):
        raise RuntimeError(CANARY)

    monkeypatch.setattr("marsad.web.pages.about.page", fail)
    answer = sample.get("/about")
    assert answer.status_code == 500
    assert answer.headers["x-frame-options"] == "DENY"
    assert CANARY not in answer.text + caplog.text
    assert "unforeseen RuntimeError" in caplog.text


def test_a_failure_of_the_page_of_failures_shows_nothing_either(sample, monkeypatch, caplog):
    def fail(*_arguments, **_options):
        raise RuntimeError(CANARY)

    for module in ("pages.about", "failing"):
        monkeypatch.setattr(f"marsad.web.{module}.page", fail)
    answer = sample.get("/about")  # what escapes the application fails here
    assert answer.status_code == 500
    assert answer.headers["x-frame-options"] == "DENY"
    assert CANARY not in answer.text + caplog.text


def test_every_address_is_listed_with_its_twin(sample):
    text = sample.get("/about").text
    for address in ("/events/{event}", "/api/v1/events/{event}", "/control", "/api/v1/control", "/tolls.csv"):
        assert f"<code>{address}</code>" in text
