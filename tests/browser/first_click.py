"""A newcomer: waits for the demo's link, opens it, asks, and clicks the first button.

`python -m tests.browser.first_click FILE` returns once the click was answered; FILE is where the
demo's output goes.
"""

import asyncio
import re
import sys
import time
from pathlib import Path

from playwright.async_api import async_playwright, expect

from tests.chromium import CHROMIUM, FLAGS

LONGEST = 120


def link(said):
    """Return the address that the demo prints, waiting for it."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        found = re.search(r"http://127\.0\.0\.1:\d+/", said.read_text() if said.exists() else "")
        if found:
            return found[0]
        time.sleep(0.05)
    raise SystemExit(f"the demo did not start: {said.read_text()}")


async def click(url):
    """Open the page, type what the tour proposes, and click *Tickets*."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = await browser.new_page(locale="en-GB")
        await page.goto(url)
        await page.locator("#typed").fill("/frt today")
        await page.keyboard.press("Enter")
        answer = page.locator("article.only").last
        await answer.get_by_role("button", name="Tickets", exact=True).click(timeout=LONGEST * 1000)
        await expect(page.locator("dialog.modal")).to_be_visible(timeout=LONGEST * 1000)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(click(link(Path(sys.argv[1]))))
