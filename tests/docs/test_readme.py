"""The papers name everything that can be set, typed, scheduled, measured or watched."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from prometheus_client import generate_latest
from pydantic import SecretStr
from typer.core import TyperGroup
from typer.main import get_command

import bot.jobs
from bot.app import planner_for
from bot.cli import root
from bot.cli.stats import KEYS
from bot.commands.words import TABLE
from bot.db import Database
from bot.deps import deps_for
from bot.manifest import SCOPES, create_link
from bot.metrics.figures import METRICS
from bot.services.deliveries.gauges import exposition
from bot.settings import Settings
from bot.sources.columns import FIELDS
from bot.text import catalogue

ROOT = Path(__file__).parents[2]
README = {
    "en": (ROOT / "README.md").read_text(),
    "zh": (ROOT / "README.zh.md").read_text(),
}
GUIDE = {
    "en": (ROOT / "docs" / "guide.md").read_text(),
    "zh": (ROOT / "docs" / "guide.zh.md").read_text(),
}
OPERATE = (ROOT / "docs" / "operate.md").read_text()
FIGURES = (ROOT / "docs" / "figures.md").read_text()
BAD_INPUT = (ROOT / "docs" / "bad-input.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
MOST_LINES = 150


def section(page: str, title: str) -> str:
    """Return what stands under a heading, up to the next one."""
    [found] = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return found


def names(table: str) -> set[str]:
    """Return what stands as code in the first column of tables."""
    cells = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def commands() -> Iterator[str]:
    group = get_command(root.app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from (f"frt {name} {single}" for single in command.commands)
        else:
            yield f"frt {name}"


@pytest.mark.parametrize("language", README)
def test_the_readme_is_read_in_a_minute(language: str) -> None:
    assert len(README[language].splitlines()) <= MOST_LINES


def test_every_setting_has_its_row_and_no_other() -> None:
    settings = {f"FRT_{name.upper()}" for name in [*Settings.model_fields, "debug"]}
    assert names(section(OPERATE, "Settings")) == settings


def default_of(name: str) -> object:
    """Return a setting's default, None for what each installation has of its own."""
    field = Settings.model_fields[name]
    return field.default if field.default_factory is None else None


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_row_tells_the_default(name: str) -> None:
    default = default_of(name)
    said = "" if default is None else f"`{default}` "
    assert f"\n| `FRT_{name.upper()}` | {said}|" in OPERATE


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_names_every_setting_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    default = "" if default_of(name) is None else default_of(name)
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
    assert re.search(rf"`{command}[ `]", section(OPERATE, "Command line"))


OFFERED = [phrase for one in TABLE for phrase in one.offered]


@pytest.mark.parametrize("language", GUIDE)
@pytest.mark.parametrize("words", OFFERED)
def test_every_phrase_after_frt(words: str, language: str) -> None:
    short = {
        "this week": "week",
        "this month": "month",
        "last 7 days": "last 30 days",
        "my actions": "actions mine",
    }
    chinese = {
        "今日": "今天",
        "昨日": "昨天",
        "这周": "本周",
        "这个月": "本月",
        "最近7天": "最近30天",
        "最近3个月": "近3个月",
        "上个月": "上月",
        "我的改进措施": "改进措施 我的",
    }
    also = {"按客户等级": "按等级"}
    commands = section(GUIDE[language], {"en": "Commands", "zh": "命令一览"}[language])
    said = (short | chinese | also).get(words, words)
    assert re.search(rf"`(?:/frt |… )?{re.escape(said)}[` ]", commands)


@pytest.mark.parametrize("language", GUIDE)
@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_a_ticket_file(field: str, language: str) -> None:
    known = section(GUIDE[language], {"en": "Bring tickets in", "zh": "导入工单"}[language])
    stem, _, unit = field.rpartition("_")
    if unit in {"seconds", "minutes", "hours"}:
        assert f"`{stem}_seconds`" in known
        assert unit == "seconds" or f"`_{unit}`" in known
    else:
        assert field in names(known)


def test_every_scope_is_explained_and_no_other() -> None:
    assert names(section(OPERATE, "What Slack lets it do")) == set(SCOPES)


async def test_every_job_and_every_kind_of_post(sqlite_template: Path) -> None:
    folder = Path(bot.jobs.__file__).parent
    jobs = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\|", section(OPERATE, "Jobs"), re.MULTILINE)
    assert {job for job, _ in rows} == jobs
    database = Database(f"sqlite:///{sqlite_template}")
    settings = Settings(slack_bot_token=SecretStr("xoxb-not-a-token"), _env_file=None)
    kinds = set(planner_for(deps_for(settings, database))._rhythms)
    await database.close()
    assert {kind for _, cell in rows for kind in re.findall(r"`(\w+)`", cell)} == kinds


async def test_every_metric_of_ours_with_its_label(sqlite_template: Path) -> None:
    database = Database(f"sqlite:///{sqlite_template}")
    told = (await exposition(database, datetime(2026, 11, 20, tzinfo=UTC))).decode()
    await database.close()
    rows = names(section(OPERATE, "Health and metrics"))
    told += generate_latest().decode()
    made = set(re.findall(r"# HELP (frt_\w+)", told))
    assert {row.partition("{")[0] for row in rows} == made


def test_every_figure_that_stats_prints() -> None:
    assert names(section(FIGURES, "Names in JSON")) == set(KEYS)


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_that_can_be_watched(metric: str) -> None:
    assert f"`{metric}`" in section(FIGURES, "Near the limit")


@pytest.mark.parametrize("language", README)
def test_the_link_creates_the_app_from_the_manifest(language: str) -> None:
    links = re.findall(r"\((https://api\.slack\.com/apps\?[^)]*)\)", README[language])
    assert links == [create_link()]
    assert '"command":"/frt"' in unquote(links[0])


def test_every_sentence_of_an_import_and_no_other() -> None:
    said = {key.removeprefix("import.") for key in catalogue("en") if key.startswith("import.")}
    assert names(section(BAD_INPUT, "What an import says")) == said


def test_what_the_makefile_offers_is_named_and_nothing_else() -> None:
    makefile = (ROOT / "Makefile").read_text()
    offered = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    for page in (*README.values(), CONTRIBUTING):
        assert set(re.findall(r"(?:`|^    )make ([a-z-]+)", page, re.MULTILINE)) <= offered
    assert offered == set(re.findall(r"`make ([a-z-]+)", CONTRIBUTING)) | {"install-dev"}
    for target in ("demo", "run", "test"):
        assert all(f"\n    make {target} " in page for page in README.values())
