"""A demo as a process, and a real browser to use it with."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading

import pytest
from playwright.async_api import async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Demo:
    """A running `frt demo`: its address and what it printed."""

    def __init__(self, folder, language):
        environment = {**os.environ, "LANG": language, "LC_ALL": language}
        words = ["-m", "bot", "demo", "--folder", str(folder), "--port", "8865"]
        self.process = subprocess.Popen(
            [sys.executable, *words], stdout=subprocess.PIPE, text=True, env=environment
        )
        self.printed = ""
        for line in self.process.stdout:
            self.printed += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                self.url = found[0]
                break
        else:
            raise RuntimeError(f"the demo ended: {self.printed}")
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    @property
    def port(self):
        return int(self.url.rstrip("/").rpartition(":")[2])

    def _drain(self):
        for line in self.process.stdout:
            self.printed += line

    def stop(self):
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self._reader.join(10)
        self.process.stdout.close()
        return code


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    running = Demo(tmp_path_factory.mktemp("demo"), "C.UTF-8")
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
async def browser():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        await started.close()


@pytest.fixture
async def page(browser):
    context = await browser.new_context(viewport={"width": 1280, "height": 1000})
    opened = await context.new_page()
    opened.set_default_timeout(20_000)
    problems = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    await context.close()
    assert problems == []
