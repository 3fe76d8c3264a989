"""The demo as a process: taken up again, started anew, without network and without a home."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.workspace.client import Client
from tests.demo.process import Demo, DemoEndedError

NOWHERE = "/dev/null/home"
ROOT = Path(__file__).parents[2]


async def use(url):
    async with Client(url) as client:
        await client.command("noah", "support-global", "/frt today")
        await client.wait_for_message("noah", "support-global", lambda one: one["ephemeral"], 30)
        moved = await client.move_clock("noah", "day_end")
        return moved["now"], await client.messages("noah", "support-global")


async def look(url):
    async with Client(url) as client:
        told = await client.get("clock", user="noah")
        return told["now"], await client.messages("noah", "support-global")


def test_it_goes_on_where_it_stopped_until_it_is_reset(tmp_path):
    folder = tmp_path / "demo"
    demo = Demo(folder)
    try:
        clock, said = asyncio.run(use(demo.url))
        with pytest.raises(DemoEndedError, match=f"process {demo.process.pid}"):
            Demo(folder)
    finally:
        assert demo.stop(signal.SIGTERM) == 0
    again = Demo(folder, port=demo.port)
    try:
        assert "Going on where the demo" in again.printed
        assert again.url == demo.url
        later, still = asyncio.run(look(again.url))
        assert [one["ts"] for one in still] == [one["ts"] for one in said]
        passed = datetime.fromisoformat(later) - datetime.fromisoformat(clock)
        assert timedelta(0) <= passed < timedelta(minutes=5)
    finally:
        assert again.stop(signal.SIGHUP) == 0
    workspace = folder / "workspace.json"
    workspace.write_text(workspace.read_text()[:1000])
    third = Demo(folder)
    try:
        assert "is incomplete, so the demo starts anew" in third.printed
        now, fresh = asyncio.run(look(third.url))
        assert now < clock
        assert not any(one["ephemeral"] for one in fresh)
    finally:
        assert third.stop() == 0


def test_it_needs_no_network_and_no_home(tmp_path):
    here, elsewhere = tmp_path / "demo", tmp_path / "elsewhere"
    elsewhere.mkdir()
    apart, guard = cut_off()
    ended = subprocess.run(
        [*apart, sys.executable, "-m", "tests.demo.offline", str(here), *apart[:1]],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=elsewhere,
        env={**os.environ, "HOME": NOWHERE, "PYTHONPATH": guard, "LC_ALL": "C.UTF-8"},
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("Global Support")
    assert list(elsewhere.iterdir()) == []


def cut_off():
    """Return how to start a process without network, and the PYTHONPATH it needs."""
    names = ["--net"] if os.geteuid() == 0 else ["--map-root-user", "--net"]
    apart = ["unshare", *names]
    allowed = shutil.which("unshare") and subprocess.run([*apart, "true"], check=False).returncode
    if allowed == 0:
        return apart, str(ROOT)
    return [], f"{ROOT}{os.pathsep}{ROOT / 'tests/demo/guard'}"
