"""Somebody at the page of the demo: goes to a place, types, fills forms in, clicks what is named.

Everything is found by the words that stand there, as a reader finds it.
"""

import json
import os
import re
import traceback
from pathlib import Path
from urllib.parse import urljoin

from playwright.async_api import expect

from bot.workspace.app_clock import LONGEST_MOVE_SECONDS

MOVED = LONGEST_MOVE_SECONDS * 1_000
_PICTURES = os.environ.get("FRT_TOUR_IMAGES")
_PAGE, _PHONE = {"width": 1120, "height": 914}, {"width": 390, "height": 844}
_TALL = {"width": 1000, "height": 2_600}
"""How large the page is in a picture around a message, on a phone, and of a message alone."""


class Person:
    """A browser's page, and who is using it."""

    def __init__(self, page, language):
        self.page = page
        self.language = language
        self._pictures = 0

    async def becomes(self, name):
        """Act as somebody else, where they were last."""
        await self.page.locator("#who summary").click()
        await self.page.locator(".people a", has_text=name).click()
        await expect(self.page.locator(".who-name strong")).to_have_text(name)
        await self._arrives()

    async def goes_to(self, place):
        """Open a channel, or the messages of the app."""
        link = self.page.locator("#side").get_by_role("link", name=re.compile(re.escape(place)))
        await link.click()
        await expect(link).to_have_attribute("aria-current", "page")
        await expect(self.page.locator("#typed")).to_be_visible()
        await self._arrives()

    async def _arrives(self):
        """Wait until the page that is shown hears clicks: before its scripts ran, nothing does."""
        await self.page.wait_for_load_state("load")

    async def goes_home(self):
        """Open the Home tab of the app."""
        await self.page.locator(".side a[href*='in=app']").click()
        await self.page.locator(".tabs a[href*='in=home']").click()
        await expect(self.page.locator(".home .sheet")).to_be_visible()
        await self._arrives()

    async def types(self, words):
        """Send a command and return what only this person sees as its answer."""
        before = await self.page.locator("article.only").count()
        await self.page.locator("#typed").fill(words)
        await self.page.keyboard.press("Escape")
        await self.page.keyboard.press("Enter")
        answers = self.page.locator("article.only")
        await expect(answers).to_have_count(before + 1)
        return self.only(-1)

    async def opens(self, words):
        """Send a command that opens a form, and return the form."""
        await self.page.locator("#typed").fill(words)
        await self.page.keyboard.press("Escape")
        await self.page.keyboard.press("Enter")
        return await self.form()

    def only(self, place):
        """Return an answer that only this person sees; the last is -1."""
        return self.page.locator("article.only").nth(place)

    def post(self, words):
        """Return the last message for everybody that has these words in it."""
        return self.page.locator("article:not(.only)").filter(has_text=words).last

    async def form(self, title=None):
        """Return the form that is open, once it is."""
        dialog = self.page.locator("dialog.modal")
        await expect(dialog).to_be_visible()
        if title:
            await expect(dialog.locator("h2").first).to_have_text(title)
        return Form(self.page, dialog)

    async def gone(self):
        """Wait until no form is open."""
        await expect(self.page.locator("dialog.modal")).to_have_count(0)

    async def clock(self, move):
        """Move the clock, as its menu names the move, and wait until it has arrived."""
        summary = self.page.locator("#clock summary")
        await expect(summary).not_to_have_attribute("aria-busy", "true", timeout=MOVED)
        face = await self.page.locator("#clock-time").text_content()
        await summary.click()
        await self.page.get_by_role("menuitem", name=move).click()
        await expect(self.page.locator("#clock-time")).not_to_have_text(face, timeout=MOVED)
        await expect(summary).not_to_have_attribute("aria-busy", "true", timeout=MOVED)

    async def stands_before(self, error):
        """Return where and how a step failed, what stands last on the page, and what workspace and
        bot said to each other last: short, for whoever reads of it on another machine.
        """
        lines = traceback.extract_tb(error.__traceback__)
        here = [one for one in lines if "browser" in one.filename]
        where = [f"{Path(one.filename).name}:{one.lineno} {one.line}" for one in here]
        how = str(error).splitlines()[:7]
        places = "dialog.modal, #toasts p, article"
        shown = [" ".join(one.split()) for one in await self.page.locator(places).all_inner_texts()]
        answer = await self.page.request.get(urljoin(self.page.url, "/control/log"))
        traffic = (await answer.json())["log"]
        said = [
            f"{one['direction']} {one['name']} {one['ms']} ms {json.dumps(one['answer'])[:160]}"
            for one in traffic
        ]
        return "\n".join([*how, *where[-5:], *(line[:200] for line in shown[-4:]), *said[-16:]])

    async def picture(self, name, part=None, *, around=False, everywhere=False):
        """Take a picture for the papers into `FRT_TOUR_IMAGES`.

        Of the page, of a message, or of the page around a message; `everywhere` means in the dark
        and on a phone, too.
        """
        if not _PICTURES:
            return
        usual = self.page.viewport_size
        whole = around or not part
        wide = _PAGE if around else _TALL if part else usual
        await self.page.locator("#toasts p").evaluate_all("all => all.forEach(one => one.remove())")
        for scheme in ("light", "dark") if everywhere else ("light",):
            await self.page.emulate_media(color_scheme=scheme)
            ending = f"{self.language}{'.dark' if scheme == 'dark' else ''}.png"
            await self._shoot(f"{name}.{ending}", part, wide, "end", whole=whole)
            if everywhere:
                await self._shoot(f"{name}.phone.{ending}", part, _PHONE, "start", whole=True)
        await self.page.emulate_media(color_scheme="light")
        await self.page.set_viewport_size(usual)

    async def _shoot(self, name, part, size, edge, *, whole):
        await self.page.set_viewport_size(size)
        if part:
            await part.evaluate("(one, block) => one.scrollIntoView({ block })", edge)
            await self.page.mouse.move(0, 0)
        await self.page.wait_for_timeout(400)
        await (self.page if whole else part).screenshot(path=Path(_PICTURES) / name)


class Form:
    """A modal that is open."""

    def __init__(self, page, dialog):
        self.page = page
        self.dialog = dialog

    async def fill(self, fields):
        """Fill fields in by their labels: text and dates are written, menus chosen from."""
        for label, value in fields.items():
            # A field that may stay empty says so after its label.
            named = re.compile(rf"^{re.escape(label)}( \(.+\))?$")
            field = self.dialog.get_by_label(named)
            tag = await field.evaluate("one => one.localName")
            if tag == "select":
                await field.select_option(label=value)
            else:
                await field.fill(value)

    async def choose(self, label, *names):
        """Choose several from a menu."""
        menu = self.dialog.locator("details.many", has_text=label)
        await menu.locator("summary").click()
        for name in names:
            await menu.get_by_label(name, exact=True).check()
        await menu.locator("summary").click()

    async def press(self, button):
        """Press a button of the form; the cross above it is called as *Close* is below."""
        below = self.dialog.locator(".modal-body, footer")
        await below.get_by_role("button", name=button, exact=True).click()

    async def says(self, words):
        """Wait until the form has these words in it."""
        await expect(self.dialog).to_contain_text(words)

    async def close(self):
        """Close the form and those under it."""
        await self.dialog.locator("header button").last.click()
        await expect(self.dialog).to_have_count(0)

    async def no_longer_offers(self, button):
        """Wait until the form has no such button: what it moves as it goes is not clicked at."""
        below = self.dialog.locator(".modal-body, footer")
        await expect(below.get_by_role("button", name=button, exact=True)).to_have_count(0)
