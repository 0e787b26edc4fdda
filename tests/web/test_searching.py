"""Search: facets that narrow what was found, and what to do where nothing is."""

import re
from urllib.parse import unquote


def ask(site, question):
    return site.get(f"/api/v1/search?{question}").json()


def test_each_facet_narrows_to_as_many_documents_as_it_says(sample):
    found = ask(sample, "q=Aleppo")
    fields = {"kinds": "kind", "places": "place", "actors": "actor", "outlets": "source"}
    for facet, field in fields.items():
        first = found["facets"][facet][0]
        narrowed = ask(sample, f"q=Aleppo&{field}={first['name']}")
        assert 0 < narrowed["total"] <= found["total"]
        if facet in {"kinds", "outlets"}:
            assert narrowed["total"] == first["count"]
    month = found["facets"]["months"][0]
    assert ask(sample, f"q=Aleppo&since={month['name']}-01&until={month['name']}-30")["total"] <= month["count"]
    assert any(one["name"] == "Syrian Observatory for Human Rights" for one in found["facets"]["actors"])


def test_the_page_offers_them_and_keeps_what_was_asked(sample):
    page = sample.get("/search?q=Aleppo&kind=control").text
    for head in ("By kind of claim", "By place told of", "By actor told of", "By outlet", "By month"):
        assert head in page
    offered = re.findall(r'href="(/search\?[^"]+)"', page)
    assert all("q=Aleppo" in one for one in offered)
    assert any("place=" in unquote(one) and "kind=control" in one for one in offered)


def test_where_nothing_is_found_it_says_what_to_do(sample):
    page = sample.get("/search?q=Aleppo+zzqq&source=Northern+Wire").text
    assert "No open document holds all of these words under these filters" in page
    assert 'href="/search?q=Aleppo"' in page
    assert "Ask without the filters" in page


def test_arabic_is_found_in_either_spelling(planted):
    assert [one["id"] for one in ask(planted, "q=حماه")["documents"]] == ["arabic-1"]
    assert "<mark>حماة</mark>" in planted.get("/search?q=حماه").text


def test_a_kind_that_is_none_is_told(sample):
    assert sample.get("/api/v1/search?q=Aleppo&kind=rumour").status_code == 422
