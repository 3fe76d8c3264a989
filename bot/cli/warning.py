"""`frt warning`: which metrics a team watches with the near-threshold rule, and their values."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import tables
from bot.cli.context import now, settings, who, with_database
from bot.cli.help import Command, Group, argument, option
from bot.cli.words import LANGUAGE, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.metrics.warnings import Rule

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.warning"))

Team = Annotated[str, option("--team", "cli.member.team", "NAME")]
Metric = Annotated[str, argument("METRIC", "cli.warning.metric")]
Limit = Annotated[str, option("--limit", "cli.warning.limit", "15m|80%|3.8")]
Value = Annotated[str | None, option("--warning", "cli.warning.value", "12m|85%|4.0")]
Target = Annotated[str | None, option("--target", "cli.warning.target", "10m|90%|4.5")]


@app.command("set", cls=Command, help=say("cli.warning.set"))
def set_rule(
    metric: Metric, team: Team, limit: Limit, warning: Value = None, target: Target = None
) -> None:
    """Watch a metric, or change its values; then print what is watched."""
    from bot.services.typed import values as typed_values
    from bot.services.warnings import rules as service

    def read(text: str | None) -> float | None:
        return None if text is None else typed_values.read_value(metric, text)

    values = service.RuleValues(typed_values.read_value(metric, limit), read(warning), read(target))
    at = now(settings())
    with_database(lambda database: service.set_rule(database, team, metric, values, who(), at))
    _show(with_database(lambda database: service.rules_of(database, team, at)))


@app.command("remove", cls=Command, help=say("cli.warning.remove"))
def remove(metric: Metric, team: Team) -> None:
    """Stop watching a metric; then print what is watched."""
    from bot.services.warnings import rules as service

    at = now(settings())
    _show(with_database(lambda database: service.remove_rule(database, team, metric, who(), at)))


@app.command("list", cls=Command, help=say("cli.warning.list"))
def list_rules(team: Team) -> None:
    """Print what a team watches."""
    from bot.services.warnings import rules as service

    at = now(settings())
    _show(with_database(lambda database: service.rules_of(database, team, at)))


def _show(rules: "Sequence[Rule]") -> None:
    head = [say(f"cli.column.{column}") for column in ("metric", "goal", "warning", "limit")]
    rows = [
        [
            f"{rule.metric} · {say(f'figure.metric.{rule.metric}')}",
            *(_written(rule.metric, value) for value in rule[1:]),
        ]
        for rule in rules
    ]
    tables.show([head, *rows])


def _written(metric: str, value: float | None) -> str:
    from bot.metrics.figures import unit
    from bot.text import formats

    if value is None:
        return "–"
    if unit(metric) == "duration":
        return formats.duration(LANGUAGE, value)
    if unit(metric) == "share":
        return formats.share(LANGUAGE, value)
    return formats.number(LANGUAGE, value, 1)
