"""A real browser for the tests that look at pages: ``browser``, and ``page`` in it.

Its driver and Chromium take a second to start, so that a run (of each worker) has one of them; each
test looks into it through contexts of its own. Such tests share the event loop of the session.
"""

import asyncio
import contextlib
import os
import shutil
import signal

import pytest
import pytest_asyncio
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright, expect

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
"""The one without windows comes first: page tests take two thirds of the time in it."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SLOWEST = 60_000
"""Milliseconds for whatever should happen on a page of a machine full of tests."""
expect.set_options(timeout=SLOWEST)
_ANSWERS_SECONDS = 20
_GONE = (TimeoutError, PlaywrightError)


def pytest_collection_modifyitems(items):
    """Run what uses the browser in the loop that its driver is read in."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


class Chromium:
    """Chromium and its driver, which are started anew when they do not answer."""

    def __init__(self):
        self._driver = self._browser = None
        self._process = 0

    async def running(self):
        """Return the browser, which answers."""
        if self._browser is None or not await self._answers():
            await self.end()
            await self._start()
        return self._browser

    async def clear(self):
        """Close whatever a test has left open."""
        try:
            async with asyncio.timeout(_ANSWERS_SECONDS):
                for context in self._browser.contexts:
                    await context.close()
        except _GONE:
            await self.end()

    async def end(self):
        """End both, by force what does not end."""
        if self._driver is None:
            return
        try:
            async with asyncio.timeout(_ANSWERS_SECONDS):
                await self._browser.close()
        except _GONE:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
        with contextlib.suppress(*_GONE):
            async with asyncio.timeout(_ANSWERS_SECONDS):
                await self._driver.stop()
        self._driver = self._browser = None

    async def _start(self):
        driver = await async_playwright().start()
        try:
            browser = await driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        except PlaywrightError:
            await driver.stop()
            raise
        self._driver, self._browser = driver, browser
        told = await self._asked("SystemInfo.getProcessInfo")
        [self._process] = [one["id"] for one in told["processInfo"] if one["type"] == "browser"]

    async def _answers(self):
        try:
            async with asyncio.timeout(_ANSWERS_SECONDS):
                await self._asked("Browser.getVersion")
        except _GONE:
            return False
        return True

    async def _asked(self, what):
        session = await self._browser.new_browser_cdp_session()
        told = await session.send(what)
        await session.detach()
        return told


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine")
        pytest.skip("no Chromium on this machine: apt-get install chromium-headless-shell")
    started = Chromium()
    yield started
    await started.end()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium):
    yield await chromium.running()
    await chromium.clear()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser):
    context = await browser.new_context(viewport={"width": 1280, "height": 1000})
    opened = await context.new_page()
    opened.set_default_timeout(SLOWEST)
    problems = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    await context.close()
    assert problems == []
