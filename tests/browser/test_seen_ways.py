"""Ways that a person goes through the pages: filter, figure to sentence, search, print, and an ingest that runs."""

import re
from pathlib import Path

import pytest
from seen import LISTS, root_of

from marsad.store.progress import Work, telling_beside

SIZES = {"A4": (596, 843), "Letter": (612, 792)}


def test_a_list_is_filtered_and_its_address_keeps_what_was_asked(open_page):
    page = open_page("/events")
    page.get_by_label("Kind of event").select_option("shelling")
    page.get_by_label("Order").select_option("deadliest")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**type=shelling**")
    rows = page.locator("tbody th a")
    assert rows.count() > 1
    assert all("shell" in one.lower() for one in rows.all_text_contents())
    page.reload()
    assert page.get_by_label("Kind of event").input_value() == "shelling"


def test_a_figure_leads_by_clicks_alone_to_its_sentence_in_its_document(open_page):
    page = open_page("/tolls")
    page.locator("td a.dead").first.click()
    page.wait_for_url("**/events?**")
    page.locator("td a.dead").first.click()
    page.wait_for_url("**/events/e*#tolls")
    page.locator("#tolls tbody th a").first.click()
    told = page.locator(":target")
    told.wait_for()
    quote = page.locator("li", has=told).locator("blockquote").first
    words = quote.locator("mark.m-figure").first.text_content()
    quote.locator("a", has_text="in its document").click()
    page.wait_for_url("**/documents/**")
    assert page.locator(":target").count() == 1
    assert words in page.locator(".text .body").text_content()


def test_hovering_a_claim_marks_its_words_and_hovering_words_marks_their_claims(open_page):
    page = open_page("/documents/wire-2024-11-27-1")
    item = page.locator("[data-claim]").first
    item.hover()
    assert page.locator(".seg.lit").count() > 0
    segment = page.locator(".seg").last
    segment.hover()
    assert page.locator(".claims > li.lit").count() > 0


def test_a_search_is_narrowed_and_opens_what_it_found(open_page):
    page = open_page("/about")
    page.get_by_role("searchbox").first.fill("Aleppo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Aleppo")
    assert page.locator(".snippet mark").first.text_content() == "Aleppo"
    page.locator(".chips a", has_text="control").click()
    page.wait_for_url("**kind=control**")
    assert page.get_by_label("Kind of claim").input_value() == "control"
    page.locator(".rows a[href^='/documents/']").first.click()
    page.wait_for_url("**/documents/**")


@pytest.mark.parametrize("size", SIZES)
def test_pages_print_without_their_frame_and_not_blank(open_page, size):
    page = open_page("/sitrep/2024-12-08")
    page.emulate_media(media="print")
    for address in ("/sitrep/2024-12-08", LISTS[0], "/tolls"):
        page.goto(root_of(page) + address)
        for part in ("header.site", "footer.site", "form.filters", ".noprint"):
            assert page.locator(part).evaluate_all("all => all.every((one) => !one.getClientRects().length)"), part
        printed = page.pdf(format=size)
        boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
        assert {(round(float(wide)), round(float(tall))) for wide, tall in boxes} == {SIZES[size]}
        assert len(printed) > 15_000
    page.set_content("<p></p>")
    assert len(page.pdf(format=size)) < 5_000


def test_an_ingest_in_another_program_is_told_of_while_it_runs_and_no_longer(open_page, site_settings):
    page = open_page("/about")
    line = page.locator("#work")
    with telling_beside(Path(site_settings.db)) as tell:
        tell(Work(stage="reading", documents=120, percent=30))
        line.get_by_text("Reading: 120 documents so far, 30 % of what was handed in").wait_for()
    line.wait_for(state="hidden")
