"""The first minute: the tour is walked on the page, on a desktop and on a phone."""

import re
from dataclasses import dataclass

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.person import MOVED
from tests.chromium import SLOWEST
from tests.demo.process import Demo

STEPS = ("today", "action", "lead", "clock", "home")


@dataclass(frozen=True)
class Visitor:
    locale: str
    agent: str
    lead: str
    headline: str
    result: str
    report: re.Pattern[str]
    tour: str


VISITORS = {
    "en": Visitor(
        "en-GB",
        "Noah Williams",
        "Emma Clarke",
        "Global Support · ",
        "Nine in ten before noon",
        re.compile(r"Daily report · Global Support"),
        "Tour",
    ),
    "zh": Visitor(
        "zh-CN",
        "李伟",
        "王芳",
        "客服一组 · ",
        "上午九成在 10 分钟内答复",
        re.compile(r"日报 · 客服一组"),
        "导览",
    ),
}
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture
def begun(request, tmp_path_factory):
    """Yield a demo in which nobody has walked the tour, with the size of a screen."""
    fresh = Demo(tmp_path_factory.mktemp(request.param))
    yield fresh, request.param
    fresh.stop()


@pytest.fixture
def shots(tmp_path_factory):
    return tmp_path_factory.mktemp("shots")


class Walk:
    """A visitor on the page, and pictures of what they see."""

    def __init__(self, page, folder, *, narrow):
        self.page = page
        self.narrow = narrow
        self._folder = folder
        self._taken = 0

    async def shown(self, name):
        self._taken += 1
        await self.page.screenshot(path=self._folder / f"{self._taken:02}-{name}.png")
        wide = await self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.page.viewport_size["width"]

    async def at_step(self, step):
        await expect(self.page.locator(f"#tour[data-step={step}]")).to_be_visible()
        done = STEPS.index(step)
        await expect(self.page.locator(".tour-steps .ticked")).to_have_count(done)

    async def show_me(self):
        await self.page.locator("#tour .btn").click()

    @property
    def target(self):
        return self.page.locator(".tour-target")


@pytest.mark.parametrize(
    ("begun", "language"), [("desktop", "en"), ("phone", "zh")], indirect=["begun"]
)
async def test_the_tour_ticks_itself_off(browser, begun, shots, language):
    demo, size = begun
    visitor = VISITORS[language]
    width, height = SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale=visitor.locale
    )
    page = await context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(SLOWEST)
    await page.goto(demo.url)
    await page.request.post(f"{demo.url}control/tour", data={"anew": True})
    walk = Walk(page, shots, narrow=size == "phone")
    for step in (ask, mark_done, become_lead, move_clock, open_home, put_away):
        await step(walk, visitor)
    await context.close()
    assert problems == []


async def ask(walk, visitor):
    await expect(walk.page.locator(".who-name")).to_contain_text(visitor.agent)
    await walk.at_step("today")
    await expect(walk.target).to_have_attribute("id", "composer")
    await walk.shown("start")
    await finds_nothing_serious(walk.page)
    await walk.show_me()
    await expect(walk.page.locator("#typed")).to_be_focused()
    await walk.page.keyboard.press("Enter")
    answer = walk.page.locator("article.only").last
    await expect(answer).to_contain_text(visitor.headline)
    await walk.shown("answered")


async def mark_done(walk, visitor):
    await walk.at_step("action")
    await walk.show_me()
    await expect(walk.target).to_have_attribute("data-action", "action.done")
    await walk.shown("reminder")
    await walk.target.click()
    form = walk.page.locator("dialog.modal")
    await form.locator("textarea").fill(visitor.result)
    await form.locator("[type=submit]").click()
    await expect(form).to_have_count(0)
    await expect(walk.page.locator("[data-action='action.done']")).to_have_count(0)


async def become_lead(walk, visitor):
    await walk.at_step("lead")
    await walk.show_me()
    if walk.narrow:
        await walk.page.locator(".who > .tour-target").click()
    await walk.shown("people")
    await walk.page.locator(".people a", has_text=visitor.lead).click()
    await expect(walk.page.locator(".who-name")).to_contain_text(visitor.lead)


async def move_clock(walk, visitor):
    await walk.at_step("clock")
    await walk.show_me()
    menu = walk.page.locator("#clock .menu")
    if not await menu.is_visible():
        await expect(walk.page.locator("#composer")).to_be_visible()
        await walk.show_me()
    await expect(menu.locator("[data-move]")).to_have_count(4)
    await walk.shown("clock")
    before = await walk.page.locator("article", has_text=visitor.report).count()
    face = await walk.page.locator("#clock-time").text_content()
    await menu.locator("[data-move=next_morning]").click()
    reports = walk.page.locator("article", has_text=visitor.report)
    await expect(reports).to_have_count(before + 1, timeout=MOVED)
    await expect(walk.page.locator("#clock-time")).not_to_have_text(face, timeout=MOVED)
    await expect(walk.page.locator("#tour[data-step=home]")).to_be_visible(timeout=MOVED)
    await walk.shown("morning")


async def open_home(walk, visitor):
    await walk.at_step("home")
    await walk.show_me()
    if walk.narrow:
        await expect(walk.page.locator("body")).to_have_class("side-open")
    await walk.page.locator(".side a[href*='in=app']").click()
    await expect(walk.target).to_have_attribute("href", re.compile("in=home"))
    await walk.target.click()
    await expect(walk.page.locator(".home .sheet")).to_contain_text(visitor.headline[:4])
    await expect(walk.page.locator(".tour-steps .ticked")).to_have_count(len(STEPS))
    await walk.shown("home")


async def put_away(walk, visitor):
    await walk.page.locator("[data-tour-away]").focus()
    await walk.page.keyboard.press("Enter")
    again = walk.page.get_by_role("button", name=visitor.tour, exact=True)
    await expect(again).to_be_visible()
    await walk.shown("away")
    await finds_nothing_serious(walk.page)
    await walk.page.reload()
    await again.click()
    await walk.at_step("today")


async def finds_nothing_serious(page):
    found = await Axe().run(page)
    wrong = [
        one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}
    ]
    assert [(one["id"], one["nodes"][0]["html"]) for one in wrong] == []
