"""Every page as it is for different people: by screen reader, on a telephone, from right to left, without scripts."""

import pytest
from seen import LISTS, every_address, failures, overflow, root_of

WHOLE = LISTS[0]


def test_no_page_is_wider_than_a_telephone_or_has_a_serious_fault(open_page, drawn):
    page = open_page(WHOLE, wide=360, tall=740, has_touch=True)
    drawn(page)
    assert page.locator(".map-overlay").is_visible()
    wrong = {WHOLE: [overflow(page), *failures(page)]}
    for address in every_address(page)[1:]:
        page.goto(root_of(page) + address)
        wrong[address] = [overflow(page), *failures(page)]
    assert {address: those for address, those in wrong.items() if those != [0]} == {}
    assert len(wrong) > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_wide_window_there_is_none_either(open_page, drawn, theme):
    page = open_page(WHOLE, color_scheme=theme)
    drawn(page)
    wrong = {WHOLE: failures(page)}
    for address in ("/events", "/tolls"):
        page.goto(root_of(page) + address)
        wrong[address] = failures(page)
    assert not any(wrong.values()), wrong


def test_without_scripts_every_page_stands(open_page):
    page = open_page(WHOLE, java_script_enabled=False)
    for address in every_address(page):
        answer = page.goto(root_of(page) + address)
        assert answer.status == 200, address
        assert page.locator("main h1").first.is_visible(), address
        assert page.title().endswith("· Marsad")
        assert len(page.locator("main").inner_text()) > 60, address


def test_without_scripts_the_map_is_there_and_its_symbols_lead_to_events(open_page):
    page = open_page(WHOLE, java_script_enabled=False)
    assert page.locator("#map svg.map").is_visible()
    address = page.locator("#map svg.map a[href^='/events/']").first.get_attribute("href")
    page.get_by_label("Place or province").fill("Aleppo")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**place=Aleppo**")
    page.goto(root_of(page) + address)
    page.locator("main blockquote").first.wait_for()
    page.locator("main a[href^='/documents/']").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator(":target").count() == 1


def test_a_text_from_right_to_left_stands_so_and_our_words_on_it_do_not(open_page):
    page = open_page("/documents/arabic", wide=360, tall=740)
    assert page.locator(".text .body").evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert page.locator("h1").evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert "nothing of it is in the record" in page.locator(".refused").inner_text()
    assert page.locator(".card li bdi").first.evaluate("it => getComputedStyle(it).direction") == "ltr"
    page.goto(f"{root_of(page)}/documents/quoting")
    assert page.locator(".text .body").evaluate("it => getComputedStyle(it).direction") == "ltr"


def test_from_right_to_left_nothing_leaves_the_window_and_the_card_stands_on_the_left(open_page, drawn):
    page = open_page(WHOLE)
    page.add_init_script("addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl' })")
    page.reload()
    drawn(page)
    assert overflow(page) <= 0
    page.get_by_role("button", name="List what is in view").click()
    page.locator(".map-card li a").first.wait_for()
    card, stage = page.locator(".map-card").bounding_box(), page.locator(".map-stage").bounding_box()
    assert card["x"] - stage["x"] < stage["width"] / 4
