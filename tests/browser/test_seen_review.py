"""The review desk by keyboard alone: one key a decision, one key to take it back."""


def decided(page):
    return page.locator(".desk > .item.decided").count()


def test_a_claim_is_accepted_by_one_key_and_given_back_by_another(open_page):
    page = open_page("/review")
    page.locator("main a[href^='/review/e']").first.click()
    page.locator(".desk > .item.chosen").wait_for()
    before = decided(page)
    page.keyboard.press("a")
    page.locator(".desk > .item.decided").nth(before).wait_for()
    assert decided(page) == before + 1
    page.locator(".desk > .item.chosen").wait_for()
    page.keyboard.press("k")  # back to it, for the desk has gone on to what waits
    page.keyboard.press("u")
    page.locator(".badge", has_text="taken back").first.wait_for()
    assert decided(page) == before


def test_the_sentence_of_a_claim_is_one_key_away(open_page):
    page = open_page("/review")
    page.locator("main a[href^='/review/e']").first.click()
    page.locator(".desk > .item.chosen").wait_for()
    page.keyboard.press("o")
    page.wait_for_url("**/documents/**")
    assert page.locator(":target").count() == 1
