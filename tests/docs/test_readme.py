"""The README names everything that can be set, typed or scheduled."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.core import TyperGroup
from typer.main import get_command

import bot.jobs
from bot.cli import root
from bot.commands.words import TABLE
from bot.manifest import SCOPES, create_link
from bot.settings import Settings
from bot.sources.columns import FIELDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def commands() -> Iterator[str]:
    group = get_command(root.app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from (f"frt {name} {single}" for single in command.commands)
        else:
            yield f"frt {name}"


@pytest.mark.parametrize("name", [*Settings.model_fields, "debug"])
def test_every_setting_has_its_row(name: str) -> None:
    row = rf"^\| `FRT_{name.upper()}` \|"
    assert re.search(row, README, re.MULTILINE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_names_every_setting_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    default = "" if field.default is None else field.default
    entry = f"\n# {field.description}\n"
    example = (ROOT / ".env.example").read_text()
    assert re.search(
        re.escape(entry) + rf"(# )?FRT_{name.upper()}={re.escape(str(default))}\n", example
    )


def test_the_example_is_read_as_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FRT_{name.upper()}", raising=False)
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_of_the_shell(command: str) -> None:
    assert re.search(rf"`{command}[ `]", README)


PHRASES = [phrase for one in TABLE if one.is_whole for phrase in one.offered]


@pytest.mark.parametrize("words", [*PHRASES, "help", "帮助"])
def test_every_phrase_after_frt(words: str) -> None:
    short = {"this week": "week", "this month": "month", "last 7 days": "last 30 days"}
    chinese = {
        "今日": "今天",
        "昨日": "昨天",
        "这周": "本周",
        "这个月": "本月",
        "最近7天": "最近30天",
    }
    also = {"按客户等级": "按等级"}
    assert (short | chinese | also).get(words, words) in README


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_a_ticket_file(field: str) -> None:
    stem, _, unit = field.rpartition("_")
    as_unit = unit in {"minutes", "hours"} and f"`_{unit}`" in README
    assert f"`{field}`" in README or (as_unit and f"`{stem}_seconds`" in README)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_is_explained(scope: str) -> None:
    assert re.search(rf"^\| .*`{scope}`.* \| .+ \|$", README, re.MULTILINE)


def test_every_job() -> None:
    folder = Path(bot.jobs.__file__).parent
    jobs = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    assert [job for job in jobs if f"`{job}`" not in README] == []


def test_the_link_creates_the_app_from_the_manifest() -> None:
    links = re.findall(r"\((https://api\.slack\.com/apps\?[^)]*)\)", README)
    assert len(links) == 2
    assert set(links) == {create_link()}
    assert '"command":"/frt"' in unquote(links[0])


def test_what_the_makefile_offers_is_named() -> None:
    for target in ("install", "demo", "run", "test", "check"):
        assert f"make {target}" in README
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_links_inside_the_project_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), target
