"""The map as a person uses it: seen, slid by keyboard, filtered, clicked through to a sentence."""

import json
from urllib.parse import parse_qs, urlsplit

WHOLE = "/?since=2024-11-27&until=2024-12-08"


def asked_of(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def events_shown(page):
    return int(page.get_attribute("#map", "data-events"))


def api(page, question):
    return json.loads(page.request.get(f"{urlsplit(page.url)._replace(path='', query='').geturl()}{question}").text())


def test_the_slider_moves_the_day_by_keyboard_and_the_address_keeps_it(open_page, drawn):
    page = open_page(WHOLE)
    before = drawn(page)
    assert not page.locator("#map > .scroll").is_visible()
    whole = events_shown(page)
    assert whole > 20
    page.focus("#map-day")
    page.keyboard.press("Home")
    now = drawn(page, before)
    assert asked_of(page)["day"] == "2024-11-27"
    assert 0 < events_shown(page) < whole
    page.keyboard.press("ArrowRight")
    drawn(page, now)
    assert asked_of(page)["day"] == "2024-11-28"
    assert page.get_attribute("#map-day", "aria-valuetext") == "28 November 2024"
    at = page.url
    page.goto(at)
    drawn(page)
    assert page.input_value("#map-day") == "1"
    assert page.locator(".map-time output").text_content() == "28 November 2024"


def test_play_goes_on_by_itself_until_it_is_paused(open_page, drawn):
    page = open_page(f"{WHOLE}&day=2024-11-28")
    before = drawn(page)
    page.get_by_role("button", name="Play").click()
    drawn(page, drawn(page, before))
    page.get_by_role("button", name="Pause").click()
    assert asked_of(page)["day"] >= "2024-11-30"


def test_a_symbol_opens_its_card_and_the_card_its_sentence(open_page, drawn):
    page = open_page(WHOLE)
    found = api(page, "/api/v1/map/events?zoom=14&since=2024-11-27&until=2024-12-08")["features"]
    alone = next(one for one in found if one["properties"]["count"] == 1)
    lon, lat = alone["geometry"]["coordinates"]
    page.goto(f"{page.url.partition('?')[0]}{WHOLE[1:]}&layers=events&at=13/{lat}/{lon}")
    drawn(page)
    box = page.locator(".map-canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator(".map-card")
    sentence = card.locator("blockquote a").first
    words = sentence.text_content()
    sentence.click()
    page.wait_for_url("**/documents/**")
    assert page.locator(":target").count() == 1
    assert words in page.locator("main").text_content()


def test_what_is_in_view_can_be_read_and_opened_without_the_canvas(open_page, drawn):
    page = open_page(WHOLE)
    drawn(page)
    page.get_by_role("button", name="List what is in view").press("Enter")
    rows = page.locator(".map-card li a")
    rows.first.wait_for()
    assert rows.count() > 3
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.locator(".map-card").is_hidden()


def test_a_filter_narrows_the_map_and_keeps_where_it_stands(open_page, drawn):
    page = open_page(f"{WHOLE}&day=2024-12-01&span=all&layers=events")
    drawn(page)
    before = events_shown(page)
    page.get_by_label("Place or province").fill("Aleppo")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**place=Aleppo**")
    drawn(page)
    assert 0 < events_shown(page) < before
    assert asked_of(page)["day"] == "2024-12-01"
    assert asked_of(page)["layers"] == "events"


def test_derived_areas_are_off_at_first_and_say_what_they_are(open_page, drawn):
    page = open_page(WHOLE)
    before = drawn(page)
    assert page.locator(".map-derived").is_hidden()
    page.get_by_label("Derived areas").check()
    drawn(page, before)
    assert "Nobody reported them" in page.locator(".map-derived").text_content()
    assert "areas" in asked_of(page)["layers"]


def test_without_webgl_the_servers_map_is_shown(open_page):
    page = open_page("/about")
    page.add_init_script("delete window.WebGL2RenderingContext; HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{page.url.rpartition('/')[0]}{WHOLE}")
    page.wait_for_selector("#map > .scroll svg.map", state="visible")
    assert page.locator(".map-live").count() == 0


def test_on_paper_the_servers_map_stands_for_the_live_one(open_page, drawn):
    page = open_page(WHOLE)
    drawn(page)
    page.emulate_media(media="print")
    assert page.locator("#map > .scroll svg.map").is_visible()
    assert page.locator(".map-live").is_hidden()


def test_the_theme_can_change_under_the_map(open_page, drawn):
    page = open_page(WHOLE, color_scheme="light")
    drawn(page)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
