"""Alarms and the dashboard ask only for what `/metrics` tells, and each alarm is explained."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import yaml
from prometheus_client import generate_latest

import bot.app  # noqa: F401  what it is built of counts
from bot.db import Database
from bot.services.deliveries.gauges import exposition
from tests.docs.test_readme import OPERATE, ROOT, section

MONITORING = ROOT / "docs" / "monitoring"
RULES = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
PANELS = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
NAME = re.compile(r"\bfrt_[a-z_]+")


async def told(sqlite_template: Path) -> set[str]:
    """Return the name of every series that `/metrics` may tell."""
    database = Database(f"sqlite:///{sqlite_template}")
    text = (await exposition(database, datetime(2026, 11, 20, tzinfo=UTC))).decode()
    await database.close()
    kinds = dict(re.findall(r"# TYPE (frt_\w+) (\w+)", text + generate_latest().decode()))
    more = {f"{name}_bucket" for name, kind in kinds.items() if kind == "histogram"}
    return {*kinds, *more}


async def test_every_expression_asks_for_what_there_is(sqlite_template: Path) -> None:
    known = await told(sqlite_template)
    asked = [rule["expr"] for rule in RULES]
    asked += [target["expr"] for panel in PANELS for target in panel["targets"]]
    for expression in asked:
        names = set(NAME.findall(expression))
        assert names, expression
        assert names <= known, (expression, names - known)


async def test_everything_that_is_told_is_on_the_dashboard(sqlite_template: Path) -> None:
    shown = " ".join(target["expr"] for panel in PANELS for target in panel["targets"])
    base = {name.removesuffix("_bucket") for name in NAME.findall(shown)}
    assert {one.removesuffix("_bucket") for one in await told(sqlite_template)} <= base


def test_every_alarm_is_explained() -> None:
    rows = set(re.findall(r"^\| `(Frt\w+)`", section(OPERATE, "Alarms"), re.MULTILINE))
    assert rows == {rule["alert"] for rule in RULES}
