"""What holds of every page and answer: status, title, headers, nothing inline, nothing from elsewhere, no trace."""

import re

import pytest

PAGES = ["/", "/about"]
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole(sample, address):
    answer = sample.get(address)
    assert answer.status_code == 200
    assert re.search(r"<title>\S.* · Marsad</title>", answer.text)
    assert answer.text.count("<h1") == 1
    assert '<html lang="en" dir="ltr"' in answer.text


@pytest.mark.parametrize("address", [*PAGES, "/nowhere", "/?since=never", "/api/v1/openapi.json", "/static/base.css"])
def test_every_answer_has_the_headers(sample, address):
    answer = sample.get(address)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name, value in HEADERS.items():
        if not (name == "cache-control" and address.startswith("/static/")):
            assert answer.headers[name] == value, name


@pytest.mark.parametrize("address", [*PAGES, "/nowhere"])
def test_nothing_inline_and_nothing_from_elsewhere(sample, address):
    text = sample.get(address).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    for link in re.findall(r'(?:src|href|action)="([^"]*)"', text):
        assert link.startswith(("/", "#", "?")), link


def test_what_is_not_there_is_a_page_and_in_the_api_a_line(sample):
    page, line = sample.get("/nowhere"), sample.get("/api/v1/nowhere")
    assert page.status_code == line.status_code == 404
    assert "<h1>Not Found</h1>" in page.text
    assert line.json() == {"error": "There is nothing at this address that you may see."}


def test_a_bad_question_says_what_was_expected_and_found(sample):
    answer = sample.get("/?since=never")
    assert answer.status_code == 422
    assert "since" in answer.text
    assert "never" in answer.text


def test_a_name_that_is_not_ours_is_refused(sample):
    answer = sample.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 421
    assert "Situation" not in answer.text


def test_a_failure_shows_nothing_of_itself(sample, monkeypatch, caplog):
    def fail(*_arguments, **_options):
        raise RuntimeError("Canaryqzx")

    monkeypatch.setattr("marsad.web.pages.about.page", fail)
    answer = sample.get("/about")
    assert answer.status_code == 500
    assert answer.headers["x-frame-options"] == "DENY"
    assert "Canaryqzx" not in answer.text + caplog.text
    assert "unforeseen RuntimeError" in caplog.text
