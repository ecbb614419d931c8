"""The browser that tests look at pages with."""

import os
import shutil
from contextlib import asynccontextmanager

import pytest

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def require_chromium() -> str:
    """Return Chromium's path; skip without it, or fail where REQUIRE_BROWSER=1."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    message = "no Chromium on this machine: install the package chromium to test the page"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)


@asynccontextmanager
async def running_browser():
    """Yield a Chromium without a window."""
    path = require_chromium()
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        await browser.close()
