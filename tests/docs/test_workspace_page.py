"""docs/workspace.md names what there is, and its examples run as they stand there."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import root
from bot.workspace import faults
from bot.workspace.control import DEEDS, Control
from bot.workspace.people.desk import Desk
from bot.workspace.web_api.call import METHODS
from bot.workspace.web_api.routes import FAMILIES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "workspace.md").read_text()
SECTIONS = dict(re.findall(r"^##+ ([^\n]+)\n(.*?)(?=^##+ |\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLES = [code for _, code in re.findall(r"```(python)\n(.*?)```", PAGE, re.DOTALL)]


def rows(section: str) -> dict[str, list[str]]:
    """Return the rows of a section's table whose first cell is a name, by that name."""
    found = re.findall(r"^\| `([^`]+)` \|(.*)\|$", SECTIONS[section], re.MULTILINE)
    return {name: [cell.strip() for cell in rest.split(" | ")] for name, rest in found}


def test_every_method_has_its_row_and_its_tier() -> None:
    assert FAMILIES
    documented = {name: cells[0] for name, cells in rows("Methods").items()}
    tiers = {name: method.tier for name, method in METHODS.items()}
    assert documented == {
        name: str(tier) if tier in {1, 2, 3, 4} else "special" for name, tier in tiers.items()
    }


def test_every_deed_and_its_arguments() -> None:
    documented = rows("Deeds")
    assert set(documented) == set(DEEDS)
    for name, (arguments, *_) in documented.items():
        said = DEEDS[name].__doc__ or ""
        known = set(re.findall(r"``(\w+)``", said))
        wrong = set(re.findall(r"`(\w+)`", arguments)) - known - {"click"}
        assert not wrong, f"{name} does not say that it takes {wrong}"


def test_every_read() -> None:
    desk: Desk | None = None
    assert set(rows("Reads")) == set(Control(desk)._reads)  # type: ignore[arg-type]


def test_every_fault_and_its_options() -> None:
    documented = rows("Making things go wrong")
    named = {kind: set(re.findall(r"`(\w+)`", cells[-1])) for kind, cells in documented.items()}
    assert named == {kind: set(options) for kind, options in faults.OPTIONS.items()}
    last = SECTIONS["Making things go wrong"].rpartition("`to_app` knows")[2]
    assert set(re.findall(r"`(\w+)`", last)) == faults.ON_THE_WAY_TO_APP


def test_every_option_of_the_command() -> None:
    group = get_command(root.app)
    assert isinstance(group, TyperGroup)
    options = {one for parameter in group.commands["workspace"].params for one in parameter.opts}
    assert set(rows("Options")) == options - {"--help"}


def test_every_method_is_called_in_the_tests_of_slack_sdk() -> None:
    folder = Path(__file__).parents[1] / "workspace" / "sdk"
    tests = "".join(path.read_text() for path in folder.glob("test_*.py"))
    called = [name for name in METHODS if f"client.{name.replace('.', '_')}" in tests]
    by_name = [name for name in METHODS if f'"{name}"' in tests]
    assert set(METHODS) - set(called) - set(by_name) == set()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def process(words: list[str], folder: Path) -> Iterator[None]:
    running = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait(60)


def wait_for(ready: Callable[[], bool]) -> None:
    for _ in range(1_200):
        with suppress(httpx.TransportError):
            if ready():
                return
        time.sleep(0.05)
    raise AssertionError("it does not get ready")


@pytest.mark.parametrize("number", [0, 1], ids=["socket mode", "http"])
def test_an_example_runs_as_it_is_written(number: int, tmp_path: Path) -> None:
    port, app_port = free_port(), free_port()

    def here(text: str) -> str:
        return text.replace("8765", str(port)).replace("3000", str(app_port))

    [manifest] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "hello.json").write_text(manifest)
    (tmp_path / "hello.py").write_text(here(EXAMPLES[number]))
    command = re.findall(r"^    frt (workspace .*)$", PAGE, re.MULTILINE)[number]
    curl, read = re.findall(r"^    curl (.*/control/[cm].*)$", PAGE, re.MULTILINE)
    _, header, url, _, given = shlex.split(here(curl))
    name, _, shown = header.partition(": ")
    asked = {"headers": {name: shown}}
    with ExitStack() as stack:
        words = ["-m", "bot", *shlex.split(here(command)), "--port", str(port)]
        stack.enter_context(process(words, tmp_path))
        state = f"http://127.0.0.1:{port}/control/state"
        wait_for(lambda: httpx.get(state, **asked).status_code == 200)
        stack.enter_context(process(["hello.py"], tmp_path))
        wait_for(
            lambda: (
                httpx.get(state, **asked).json()["connections"] == 1
                if number == 0
                else bool(httpx.get(f"http://127.0.0.1:{app_port}/").status_code)
            )
        )
        ack = httpx.post(url, json=json.loads(given), **asked).json()["ack"]
        assert ack["status"] == "ok"
        seen = httpx.get(shlex.split(here(read))[2], **asked).json()["messages"]
        assert seen[-1]["text"] == "Hello Bo!"
