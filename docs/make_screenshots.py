"""Make the pictures of the documentation from the running program.

Starts the whole service in an empty folder, types commands on the playground's page and takes
screenshots. Needs Debian's chromium. Run it from the project's root:
python docs/make_screenshots.py
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LONG_PHONE = {"width": 390, "height": 1400}  # the longest answer fits
COMPOSER = "#composer textarea"
LAYOUTS = (  # picture, command, and a word of the finished answer
    ("one", "/imagine a panda on a red background --seed 3", "Zoom out"),
    ("several", "/imagine a red apple on a blue background --n 4 --seed 7", "U4"),
    ("permutations", "/imagine {red, blue, green} apple", "Draw 3"),
    ("history", "/history", "panda"),
    ("credits", "/credits", "credits"),
    ("refused", "/imagine a red apple --steps 900", "150"),
)
DRAWN_MS = 180_000  # loading the model and drawing, on a slow machine
SETTINGS = {"ATELIER_PLAYGROUND__PORT": "0", "ATELIER_HTTP__PORT": "0"}


@contextlib.contextmanager
def service() -> Iterator[str]:
    """Run Atelier in an empty folder; yields the address of the page."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
    environment = {**os.environ, **SETTINGS, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603  our own command
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            found = (re.search(r"Open (http\S+)", line) for line in process.stdout or [])
            yield next(match[1] for match in found if match)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()


def imagine(page: Page, prompt: str, **options: str) -> None:
    """Type a command, fill its options, send it and wait for its pictures and buttons."""
    before = page.locator("button:has-text('Reroll')").count()
    page.click(COMPOSER)
    page.keyboard.type(f"/imagine {prompt}")
    for name, value in options.items():
        page.click(f"button:has-text('+ {name}')")
        page.keyboard.type(value)
    page.keyboard.press("Enter")
    page.locator("button:has-text('Reroll')").nth(before).wait_for(timeout=DRAWN_MS)
    page.wait_for_load_state("networkidle")


def ask(page: Page, typed: str, words: str) -> Locator:
    """Type a command as it stands; return its answer once it has ``words`` in it."""
    answer = page.locator("li.message").nth(page.locator("li.message").count())
    page.click(COMPOSER)
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    if not page.locator(COMPOSER).is_visible():  # a command without options was only chosen
        page.keyboard.press("Enter")
    answer.locator(f"text={words}").first.wait_for(timeout=DRAWN_MS)
    page.wait_for_load_state("networkidle")
    return answer


def layouts(page: Page) -> None:
    """Take each form of answer alone, as wide as a phone."""
    for name, typed, words in LAYOUTS:
        ask(page, typed, words).screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    """Write docs/images/*.png."""
    IMAGES.mkdir(exist_ok=True)
    with service() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        desktop = browser.new_page(viewport=DESKTOP)
        desktop.goto(address)
        desktop.wait_for_selector("text=Atelier is online", timeout=DRAWN_MS)
        imagine(desktop, "a red apple on a blue background", number="4", seed="7")
        desktop.screenshot(path=IMAGES / "playground.png")
        phone = browser.new_page(viewport=PHONE)
        phone.goto(address)
        imagine(phone, "a panda on a red background")
        phone.screenshot(path=IMAGES / "phone.png")
        phone.set_viewport_size(LONG_PHONE)
        layouts(phone)
        browser.close()


if __name__ == "__main__":
    main()
