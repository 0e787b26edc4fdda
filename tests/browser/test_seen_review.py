"""The review desk by keyboard alone: one key a decision, one key to take it back, one key to the sentence."""

from urllib.parse import urlsplit

CLAIMS = 10


def open_desk(open_page, at=0):
    page = open_page("/review")
    page.locator("main a[href^='/review/e']").nth(at).click()
    return at_desk(page)


def at_desk(page):
    page.locator(".desk > .item.chosen").wait_for()
    return page


def decided(page):
    return page.locator(".desk > .item.decided").count()


def press(page, key):
    """Press a key that leads to another page, and wait until the desk stands again."""
    with page.expect_navigation():
        page.keyboard.press(key)
    return at_desk(page)


def test_ten_claims_are_reviewed_by_keyboard_alone(open_page):
    page = open_desk(open_page)
    done = page.locator(".progress")
    assert "events done; of this one 0 of" in done.text_content()
    for number in range(CLAIMS):
        chosen = page.locator(".desk > .item.chosen")
        assert chosen.locator("blockquote").is_visible()
        key = "aacwdaawac"[number]
        if key == "d" and page.locator(".desk > .item").count() == 1:
            key = "a"
        if key == "c":
            page.keyboard.press("c")
            assert page.evaluate("document.activeElement.closest('details.correct') !== null")
            speaker = chosen.locator("[name='attribution.speaker']")
            for _ in range(30):
                if speaker.evaluate("it => it === document.activeElement"):
                    break
                page.keyboard.press("Tab")
            page.keyboard.press("Control+a")
            page.keyboard.type("a nurse of the town")
            press(page, "Enter")
        else:
            press(page, key)
        assert page.locator(".just").is_visible()
    press(page, "u")
    assert page.locator(".badge", has_text="taken back").first.is_visible()


def test_a_claim_is_accepted_by_one_key_and_given_back_by_another(open_page):
    page = open_desk(open_page, 2)
    before = decided(page)
    at = urlsplit(page.url).path
    press(page, "a")
    assert "accepted" in page.locator(".just").text_content()
    press(page, "u")
    assert urlsplit(page.url).path == at
    assert decided(page) == before


def test_two_events_are_made_one_by_a_figure_key_and_two_again(open_page):
    page = open_page("/review")
    for address in page.locator("main a[href^='/review/e']").evaluate_all("all => all.map((one) => one.href)"):
        page.goto(address)
        at_desk(page)
        if page.locator("[data-key='1']").count():
            break
    press(page, "1")
    assert "the same as another" in page.locator(".just").text_content()
    press(page, "u")
    assert page.locator(".just").count() == 0


def test_the_sentence_of_a_claim_is_one_key_away(open_page):
    page = open_desk(open_page)
    page.keyboard.press("o")
    page.wait_for_url("**/documents/**")
    assert page.locator(":target").count() == 1


def test_a_place_is_corrected_by_a_click_on_the_map(open_page):
    page = open_desk(open_page, 1)
    page.keyboard.press("c")
    chosen = page.locator(".desk > .item.chosen")
    was = chosen.locator("[name='place.lat']").input_value()
    chosen.get_by_role("button", name="Pick on the map").click()
    page.locator(".pick[data-ready]").wait_for()
    box = page.locator(".pick-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    lat, lon = (chosen.locator(f"[name='place.{one}']").input_value() for one in ("lat", "lon"))
    assert lat != was
    assert "It is kept with" in chosen.locator("output").text_content()
    claim = chosen.get_attribute("id")
    name = chosen.locator("[name='place.name']")
    name.fill(name.input_value() or "A farm")
    with page.expect_navigation():
        chosen.get_by_role("button", name="Correct it").click()
    at_desk(page)
    assert f"place.lat = {lat}" in page.locator(".just").text_content()
    assert f"place.lon = {lon}" in page.locator(".just").text_content()
    press(page, "u")
    assert page.locator(f"#{claim} .badge", has_text="taken back").first.is_visible()


def test_the_map_of_a_correction_is_worked_by_keyboard_too(open_page):
    page = open_desk(open_page, 3)
    page.keyboard.press("c")
    chosen = page.locator(".desk > .item.chosen")
    chosen.get_by_role("button", name="Pick on the map").press("Enter")
    page.locator(".pick[data-ready]").wait_for()
    before = chosen.locator("[name='place.lon']").input_value()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(800)
    page.keyboard.press("Enter")
    assert chosen.locator("[name='place.lon']").input_value() != before


def test_without_scripts_a_place_is_corrected_by_its_degrees(open_page):
    page = open_page("/review", java_script_enabled=False)
    page.locator("main a[href^='/review/e']").nth(4).click()
    item = page.locator(".desk > .item").first
    item.locator("summary").click()
    item.locator("[name='place.name']").fill("A farm")
    item.locator("[name='place.lat']").fill("35.5")
    item.locator("[name='place.lon']").fill("36.5")
    item.get_by_role("button", name="Correct it").click()
    assert "place.lat = 35.5" in page.locator(".just").text_content()
    page.locator(".just").get_by_role("button").click()
    assert page.locator(".badge", has_text="taken back").first.is_visible()
