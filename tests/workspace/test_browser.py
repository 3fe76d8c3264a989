from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.workspace.bolt_app import by_socket

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium")
async def test_a_person_types_clicks_and_fills_in_a_form():
    async with by_socket() as (slack, _), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        page = await browser.new_page(viewport={"width": 380, "height": 800})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        await page.goto(f"{slack.url}/?as=U01EMMA&in=C01SUPPORT")
        composer = page.get_by_role("textbox")
        await composer.press_sequentially("/de")
        await expect(page.get_by_role("option")).to_contain_text("/demo")
        await composer.press("Tab")
        await composer.press_sequentially("hello")
        await composer.press("Enter")
        await expect(page.get_by_text("Only visible to you")).to_be_visible()
        await page.get_by_role("button", name="Form").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Reason").fill("bad")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_text("Not that")).to_be_visible()
        await expect(dialog.get_by_label("Reason")).to_have_value("bad")
        await dialog.get_by_label("Reason").fill("good")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog).to_have_count(0)
        await page.get_by_role("button", name="Press").click()
        await expect(page.get_by_text("pressed")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 380
        assert faults == []
        await browser.close()
