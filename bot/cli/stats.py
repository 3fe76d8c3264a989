"""`frt stats`: a team's figures on the terminal or as JSON."""

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import tables
from bot.cli.context import now, settings, with_database
from bot.cli.help import Command, option
from bot.cli.words import LANGUAGE, UsageError, one_of, say
from bot.metrics.figures import BREAKDOWNS, Expected, Figures
from bot.text import catalogue

if TYPE_CHECKING:
    from bot.services.figures import Stats

LINES = tuple(
    field.name for field in fields(Figures) if f"figure.line.{field.name}" in catalogue(LANGUAGE)
)
"""The figures that have a line of their own; the others are what those are of."""
_EXPECTED = ("median", "p90")
KEYS = (
    *LINES,
    *(f"expected_{name}_{what}" for name in _EXPECTED for what in ("seconds", "is_more")),
)
"""The names of figures in JSON."""

_IN_GROUPS = ("tickets", "frt_median_seconds", "attainment", "met", "missed", "pending")
_OF_RESPONSES = frozenset(("answered", "met", "missed", "pending"))
"""Counts that are of nothing where no source tells of first responses: no data, not 0."""
_RATINGS = {"csat_mean"}

Team = Annotated[str, option("--team", "cli.stats.team", "NAME")]
PeriodText = Annotated[str, option("--period", "cli.stats.period_option", "PERIOD")]
By = Annotated[str | None, option("--by", "cli.stats.by", "|".join(BREAKDOWNS))]
AsOf = Annotated[str | None, option("--as-of", "cli.stats.as_of", "INSTANT")]
Only = Annotated[str, option("--only", "cli.stats.only", "WORDS")]
ClockName = Annotated[str | None, option("--clock", "cli.stats.clock", "business|calendar")]
Json = Annotated[bool, option("--json", "cli.stats.json")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("stats", cls=Command, help=say("cli.stats"))(stats)


def stats(
    team: Team,
    period: PeriodText,
    by: By = None,
    only: Only = "",
    as_of: AsOf = None,
    clock: ClockName = None,
    as_json: Json = False,
) -> None:
    """Print the figures of a team's period."""
    from bot.services.figures import stats as service

    question = service.Question(
        team=team,
        period=period,
        by=one_of("--by", *BREAKDOWNS)(by) if by else None,
        clock=one_of("--clock", "business", "calendar")(clock) if clock else None,
        as_of=_instant(as_of) if as_of else None,
        only=only,
    )
    at = now(settings())
    found = with_database(lambda database: service.stats(database, question, at))
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        _show(found, by)


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("cli.usage.instant", option="--as-of", value=text) from None


def _as_json(found: "Stats") -> dict[str, Any]:
    body: dict[str, Any] = {
        "team": found.team,
        "from": found.period.start.isoformat(),
        "until": found.period.end.isoformat(),
        "as_of": found.as_of.isoformat(),
        "clock": found.clock,
        "only": {one.of: one.value for one in found.only},
        **_figures(found.figures),
    }
    if found.groups is not None:
        body["groups"] = [{"key": key, **_figures(values)} for key, values in found.groups]
    return body


def _figures(values: Figures) -> dict[str, Any]:
    known = asdict(values)
    unknown = _OF_RESPONSES if values.is_untold else frozenset()
    found = {key: None if key in unknown else known[key] for key in LINES}
    for name in _EXPECTED:
        made: Expected | None = getattr(values, f"expected_{name}")
        found[f"expected_{name}_seconds"] = made and made.seconds
        found[f"expected_{name}_is_more"] = made and made.is_more
    return found


def _show(found: "Stats", by: str | None) -> None:
    from bot.text.formats import days, duration

    first, last = found.period.first_day, found.period.last_day
    written = days(LANGUAGE, first, last, years=True)
    as_of = f"{found.as_of.astimezone(found.period.zone):%Y-%m-%d %H:%M}"
    clock = say(f"cli.stats.clock.{found.clock}")
    typer.echo(say("cli.stats.head", team=found.team, days=written, as_of=as_of, clock=clock))
    if found.only:
        told = ", ".join(f"{say(f'breakdown.name.{one.of}')} {one.value}" for one in found.only)
        typer.echo(say("cli.stats.of", what=told))
    tables.show(
        ["", say(f"figure.line.{key}"), _shown(key, value)]
        for key, value in _figures(found.figures).items()
        if key in LINES
    )
    made = found.figures
    if made.many_wait and made.expected_median is not None:
        key = "cli.stats.expected_more" if made.expected_median.is_more else "cli.stats.expected"
        value = duration(LANGUAGE, made.expected_median.seconds)
        typer.echo(say(key, value=value, n=made.open_waits or 0))
    if found.groups is not None:
        head = [say(f"breakdown.name.{by}"), *(say(f"figure.line.{key}") for key in _IN_GROUPS)]
        rows = [
            [_name(key), *(_shown(column, _figures(values)[column]) for column in _IN_GROUPS)]
            for key, values in found.groups
        ]
        typer.echo()
        tables.show([head, *rows], right=frozenset(range(1, len(head))))
    for year in found.unknown_years:
        typer.echo(say("cli.stats.unknown_year", year=year), err=True)


def _name(key: str | int | None) -> str:
    return say("cli.stats.without") if key is None else str(key)


def _shown(key: str, value: float | None) -> str:
    from bot.text.formats import duration, number, share

    if value is None:
        return say("cli.stats.no_data")
    if key.endswith("_seconds"):
        return duration(LANGUAGE, value)
    is_share = isinstance(value, float) and key not in _RATINGS
    return share(LANGUAGE, value, 1) if is_share else number(LANGUAGE, value, 2)
