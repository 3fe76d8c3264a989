"""What is shipped to run the bot as a service names only what the product has, and starts it."""

import asyncio
import re
import shlex
import signal
import sys
from collections import defaultdict
from pathlib import Path

import yaml

from bot.cli.serving import (
    _ANSWERING_SECONDS,
    _CLOSING_SECONDS,
    _DRAINING_SECONDS,
    _LEAVING_SECONDS,
    _POSTING_SECONDS,
)
from bot.settings import Settings
from bot.workspace.server import running
from tests.cli.conftest import clean_environment
from tests.cli.test_run import answers, free_port
from tests.docs.test_readme import ROOT, commands

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SYSTEMD = ROOT / "docs" / "systemd"
DEPLOY = (ROOT / "docs" / "deploy.md").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
NAMES = {f"FRT_{name.upper()}" for name in Settings.model_fields}
STOPPING = sum(
    (
        _POSTING_SECONDS,
        _DRAINING_SECONDS,
        _CLOSING_SECONDS * 2,
        _ANSWERING_SECONDS,
        _LEAVING_SECONDS,
    )
)


def unit() -> dict[str, list[str]]:
    """Return what the unit says under each name, in order."""
    found = defaultdict(list)
    for line in (SYSTEMD / "frt.service").read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[name].append(value)
    return found


def environment() -> dict[str, str]:
    lines = (SYSTEMD / "frt.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_every_setting_that_they_name_there_is() -> None:
    named = set(re.findall(r"\bFRT_[A-Z_]+", DEPLOY + DOCKERFILE))
    named |= set(environment()) | set(COMPOSE["services"]["frt"]["environment"])
    assert {"FRT_DATABASE_URL", "FRT_SLACK_BOT_TOKEN_FILE"} < named <= NAMES


def test_every_secret_is_a_file_that_the_page_has_made_and_somebody_reads() -> None:
    files = {name: one["file"] for name, one in COMPOSE["secrets"].items()}
    assert files == {name: f"./secrets/{name}" for name in files}
    assert set(re.findall(r"> secrets/(\w+)", DEPLOY)) == set(files)
    for service in COMPOSE["services"].values():
        told = service["environment"].items()
        read = {value for name, value in told if name.endswith("_FILE")}
        assert read == {f"/run/secrets/{name}" for name in service["secrets"]}
    assert set(files) == {name for one in COMPOSE["services"].values() for name in one["secrets"]}
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_what_is_kept_lies_where_the_image_writes() -> None:
    volumes = [volume for one in COMPOSE["services"].values() for volume in one["volumes"]]
    assert {volume.partition(":")[0] for volume in volumes} == set(COMPOSE["volumes"])
    assert "\nVOLUME /data\n" in DOCKERFILE
    assert COMPOSE["services"]["frt"]["volumes"] == ["frt:/data"]
    assert COMPOSE["services"]["frt"]["build"] == "."
    [port] = COMPOSE["services"]["frt"]["ports"]
    assert f"\nEXPOSE {port.rpartition(':')[2]}\n" in DOCKERFILE


def test_nobody_is_killed_before_the_bot_has_ended() -> None:
    [stop] = unit()["TimeoutStopSec"]
    grace = COMPOSE["services"]["frt"]["stop_grace_period"]
    assert min(seconds(stop), seconds(grace)) >= STOPPING + 5
    assert re.search(rf"--stop-timeout {seconds(grace)}\b", (ROOT / "docs/operate.md").read_text())


def test_health_is_asked_where_it_is_told() -> None:
    asked = re.findall(r"/(?:healthz|readyz)", DOCKERFILE)
    assert asked == ["/healthz"]
    assert "healthcheck" not in COMPOSE["services"]["frt"]
    needs = COMPOSE["services"]["frt"]["depends_on"]
    for name, condition in needs.items():
        assert condition == {"condition": "service_healthy"}
        assert COMPOSE["services"][name]["healthcheck"]["test"]


def test_the_unit_keeps_what_it_writes_in_its_state_directory() -> None:
    told = unit()
    [state], [here], [read] = (
        told["StateDirectory"],
        told["WorkingDirectory"],
        told["EnvironmentFile"],
    )
    assert here == f"/var/lib/{state}"
    assert environment()["FRT_DATABASE_URL"].startswith(f"sqlite:///{here}/")
    for path in (here, read, *(shlex.split(line)[0] for line in told["ExecStart"])):
        assert path in DEPLOY
    for path in re.findall(r"\bdocs/systemd/[\w.]+", DEPLOY):
        assert (ROOT / path).is_file()


def test_every_command_that_the_page_types_there_is() -> None:
    typed = re.findall(
        r"(?:bin/frt|exec (?:-T )?frt frt|run --rm frt) ([a-z]+(?: [a-z]+)?)", DEPLOY
    )
    assert typed
    known = {one.removeprefix("frt ") for one in commands()}
    assert {one for one in typed if one not in known and one.split()[0] not in known} == set()


async def test_the_line_that_starts_the_service_starts_the_bot(tmp_path: Path) -> None:
    [line] = unit()["ExecStart"]
    program, *words = shlex.split(line)
    ours = Path(sys.executable).with_name("frt")
    assert ours.name == Path(program).name
    port = free_port()
    async with running() as slack:
        told = environment() | {
            "FRT_DATABASE_URL": f"sqlite:///{tmp_path}/frt.sqlite3",
            "FRT_SLACK_API_URL": slack.api_url,
            "FRT_SLACK_BOT_TOKEN": slack.bot_token,
            "FRT_SLACK_APP_TOKEN": slack.app_token,
            "FRT_PORT": str(port),
        }
        started = await asyncio.create_subprocess_exec(
            ours,
            *words,
            cwd=tmp_path,
            env=clean_environment(**told),
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            assert await answers(f"http://127.0.0.1:{port}/healthz") == "ok"
            started.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(
                started.communicate(), seconds(unit()["TimeoutStopSec"][0])
            )
        finally:
            if started.returncode is None:
                started.kill()
    assert started.returncode == 0, said.decode()
