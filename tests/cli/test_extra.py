"""The bot runs without the extra `frt[demo]`; the demo and the workspace say what to install."""

import asyncio
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.workspace.client import Client
from bot.workspace.server import running
from tests.cli.conftest import ROOT, clean_environment
from tests.cli.test_run import free_port, ready

MODULES = {"jinja2": "jinja2", "python-multipart": "python_multipart", "websockets": "websockets"}
OURS = ("bot.workspace", "bot.demo")
WITHOUT = f"""
import sys

class Without:
    def find_spec(self, name, path=None, target=None):
        if name in {{*{list(MODULES.values())}, "multipart"}}:
            if "multipart" not in name:  # Starlette looks whether it is there, and does without
                print("asked for", name, file=sys.stderr)
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        if name in {OURS}:
            print("asked for", name, file=sys.stderr)

sys.meta_path.insert(0, Without())
from bot.__main__ import main
sys.exit(main())
"""
WORKSPACE = "workspace --app-token a --bot-token b --signing-secret c"


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def pinned(file: str) -> set[str]:
    lines = (ROOT / file).read_text().splitlines()
    return {line.partition("==")[0] for line in lines if "==" in line and line[0].isalpha()}


def test_the_extra_is_pinned_apart_from_what_the_bot_needs() -> None:
    extra = {one.partition(">")[0] for one in project()["optional-dependencies"]["demo"]}
    assert extra == set(MODULES)
    assert not extra & pinned("requirements.txt")
    assert pinned("requirements-demo.txt") - pinned("requirements.txt") == extra
    assert extra < pinned("requirements-dev.txt")


def test_the_image_has_none_of_it() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "-r requirements.txt" in dockerfile
    assert "demo" not in dockerfile


@pytest.mark.parametrize("words", ["demo", WORKSPACE])
@pytest.mark.parametrize(("language", "said"), [("C", "Install them"), ("zh_CN", "缺少")])
def test_without_it_a_sentence_says_what_to_install(
    words: str, language: str, said: str, tmp_path: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words.split()],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=clean_environment(LC_ALL=f"{language}.UTF-8"),
        timeout=120,
    )
    [line] = [one for one in ended.stderr.splitlines() if "asked for" not in one]
    assert (ended.returncode, ended.stdout) == (1, "")
    assert said in line
    assert "frt[demo]" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_tables")
async def test_the_bot_asks_for_nothing_of_it(tmp_path: Path, database_url: str) -> None:
    port = free_port()
    async with running() as slack:
        settings = {
            "FRT_SLACK_API_URL": slack.api_url,
            "FRT_SLACK_BOT_TOKEN": slack.bot_token,
            "FRT_SLACK_APP_TOKEN": slack.app_token,
            "FRT_DATABASE_URL": database_url,
            "FRT_PORT": str(port),
        }
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", WITHOUT, "run"),
            cwd=tmp_path,
            env=clean_environment(**settings),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            await ready(port)
            async with Client(slack.url) as client:
                answer = await client.command("emma", "support-global", "/frt help")
            assert answer["ack"]["status"] == "ok"
        finally:
            bot.terminate()
            _, said = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 0
    assert b"asked for" not in said, said.decode()
