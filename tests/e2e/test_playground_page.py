"""The playground's page in a real browser, with a real discord.py bot behind it."""

import pytest

from tests.support.browser import running_browser
from tests.support.small_bot import running_bot

pytestmark = pytest.mark.slow
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


async def open_page(browser, playground, persona, viewport=None):
    """Return a page on which every error of a script fails the test at its end."""
    page = await browser.new_page(viewport=viewport or DESKTOP)
    page.mistakes = []
    page.on("pageerror", lambda error: page.mistakes.append(str(error)))
    await page.goto(f"{playground.base_url}/?as={persona}")
    await page.wait_for_selector("#composer textarea")
    return page


async def type_line(page, text):
    await page.click("#composer textarea")
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def test_person_draws_presses_fills_a_form_and_chooses_from_a_menu(playground):
    async with running_browser() as browser:
        page = await open_page(browser, playground, "member")
        await page.wait_for_selector("text=Atelier is starting…")
        async with running_bot(playground):
            await page.wait_for_selector("text=Atelier is online")
            other = await open_page(browser, playground, "other", PHONE)

            await type_line(page, "/draw a red apple")
            await page.wait_for_selector(".picture img")
            await other.wait_for_selector(".picture img")
            assert await page.text_content(".message .content") == "done"

            await page.click("button:has-text('Again')")
            await page.wait_for_selector("text=again a red apple")
            await page.click("text=Dismiss message")
            await page.wait_for_selector("text=again a red apple", state="detached")

            await page.click("button:has-text('Edit')")
            await page.fill("dialog input", "a green pear")
            await page.click("dialog button:has-text('Submit')")
            await other.wait_for_selector("text=remixed a green pear")

            await page.click(".message .content", button="right")
            await page.click(".pop-item:has-text('Look')")
            await page.wait_for_selector("text=it says remixed a green pear")

            await page.click("#composer textarea")
            await page.keyboard.type("/dr")
            await page.keyboard.press("Tab")
            await page.keyboard.type("pl")
            await page.click(".pop-item:has-text('plum')")
            await page.keyboard.press("Enter")
            await other.wait_for_selector("text=/draw >> nth=1")

            assert await other.locator("text=again a red apple").count() == 0
            assert await other.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
            assert page.mistakes + other.mistakes == []


async def test_silence_and_wrong_values_are_told_in_words(playground):
    async with running_browser() as browser, running_bot(playground) as bot:
        bot.on_silence = lambda: playground.advance(3.5)
        page = await open_page(browser, playground, "member", PHONE)
        await page.wait_for_selector("text=Atelier is online")

        await type_line(page, "/silent ")
        await page.wait_for_selector("text=the application did not respond")

        await type_line(page, "/limits many")
        await page.wait_for_selector(".hint .wrong:has-text('integer')")
        await page.keyboard.press("Escape")

        await type_line(page, "words for everybody")
        await page.wait_for_selector(".content:has-text('words for everybody')")
        assert page.mistakes == []
