"""`frt deliveries`: what was posted and what was not, settled by hand; `frt jobs`: what comes."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import tables
from bot.cli.context import now, settings, who, with_database
from bot.cli.help import Command, Group, argument, option
from bot.cli.words import LANGUAGE, say, whole_number
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.metrics.deliveries.posts import Deed, PostPage, PostRow
    from bot.planner.coming import OfTeam
    from bot.services.deliveries.steps import Step

app = typer.Typer(cls=Group, help=say("cli.deliveries"))

Team = Annotated[str | None, option("--team", "cli.deliveries.team", "NAME")]
Days = Annotated[str, option("--days", "cli.deliveries.days", "N")]
Json = Annotated[bool, option("--json", "cli.stats.json")]
Id = Annotated[str, argument("ID", "cli.deliveries.id")]

Only = Annotated[str | None, option("--team", "cli.jobs.team", "NAME")]
Ahead = Annotated[str, option("--days", "cli.jobs.days", "N")]

_COLUMNS = ("id", "due", "post", "where", "state")
_SHORT = 8
_TEAMS = 20


def register(root: typer.Typer) -> None:
    """Add `frt jobs`."""
    root.command("jobs", cls=Command, help=say("cli.jobs"))(jobs)


def jobs(team: Only = None, days: Ahead = "8") -> None:
    """Print what each kind of post tells next, and when: from the database, whoever runs."""
    from bot.app import planner_for
    from bot.deps import deps_for
    from bot.logs import configure
    from bot.planner.coming import next_spans
    from bot.services.team import find_team

    configuration, wanted = settings(), whole_number("--days", 1, 60)(days)
    # What can't be worked out is a line of the list, not a traceback above it.
    configure(configuration.model_copy(update={"log_level": "critical"}))

    async def work(database: "Database") -> "tuple[list[OfTeam], int]":
        spans = await next_spans(database, now(configuration), wanted)
        if team is not None:
            async with database.read() as session:
                named = await find_team(session, team)
            spans = [one for one in spans if one.team_id == named.id]
        shown = spans[:_TEAMS]
        planner = planner_for(deps_for(configuration, database))
        return await planner.coming(shown), len(spans) - len(shown)

    found, left = with_database(work)
    for one in found:
        _show_coming(one, wanted)
    if left or not found:
        typer.echo(say("cli.jobs.more", n=left) if left else say("cli.jobs.empty"))


def _show_coming(made: "OfTeam", days: int) -> None:
    from zoneinfo import ZoneInfo

    from bot.services.deliveries.ledger import planned_row
    from bot.services.deliveries.notices import line
    from bot.text import formats
    from bot.views.deliveries.notices import post_words

    typer.echo(say("cli.jobs.of", team=made.team.name, zone=made.team.zone))
    rows: list[Sequence[str]] = []
    for one in made.posts:
        if not one.due:
            rows.append((say("cli.jobs.unknown"), say(f"delivery.kind.{one.kind}"), ""))
            continue
        first, where = one.due[0], ", ".join(due.channel_id for due in one.due)
        when = formats.instant(LANGUAGE, first.due_at, ZoneInfo(made.team.zone))
        words = post_words(LANGUAGE, line(planned_row(made.team.id or 0, first, first.due_at)))
        rows.append((when, words, where))
    tables.show(rows or [(say("cli.jobs.none", n=days),)])


@app.callback(invoke_without_command=True)
def deliveries(
    context: typer.Context, team: Team = None, days: Days = "14", as_json: Json = False
) -> None:
    """Print what became of every post, problems first."""
    if context.invoked_subcommand:
        return
    from bot.services.deliveries.listed import overview

    wanted, at = whole_number("--days", 1, 3660)(days), now(settings())
    pages = with_database(lambda database: overview(database, team, at, wanted))
    if as_json:
        typer.echo(json.dumps([_facts(page) for page in pages], ensure_ascii=False, indent=2))
        return
    for number, page in enumerate(pages):
        if number:
            typer.echo()
        _show(page)


@app.command("post", cls=Command, help=say("cli.deliveries.post"))
def post(start: Id) -> None:
    """Post a delivery now, also where it may stand already."""
    from bot.app import planner_for
    from bot.deps import deps_for
    from bot.logs import configure

    configuration = settings()
    configure(configuration.model_copy(update={"log_level": "warning"}))

    async def work(database: "Database") -> "tuple[Step, PostRow]":
        deps = deps_for(configuration, database)
        step = await _fulfil(database, start, "post")
        if step.reason == "done":
            await planner_for(deps).deliver(step.delivery)
        return step, await _now(database, step)

    step, row = with_database(work)
    what = _what(row)
    if step.reason != "done" or row.state != "posted":
        key = "deliveries.error.not_possible" if step.reason != "done" else "cli.deliveries.not"
        raise BotError(key, what=what, state=_state(row))
    typer.echo(say("cli.deliveries.posted", what=what))


@app.command("mark", cls=Command, help=say("cli.deliveries.mark"))
def mark(start: Id) -> None:
    """Settle a delivery of which nobody could tell as posted."""

    async def work(database: "Database") -> "tuple[Step, PostRow]":
        step = await _fulfil(database, start, "mark")
        return step, await _now(database, step)

    step, row = with_database(work)
    if step.reason != "done":
        raise BotError("deliveries.error.not_possible", what=_what(row), state=_state(row))
    typer.echo(say("cli.deliveries.marked", what=_what(row)))


async def _fulfil(database: "Database", start: str, deed: "Deed") -> "Step":
    from bot.services.deliveries.steps import Wish, called, fulfil

    wish = Wish(await called(database, start), deed, who(), trusted=True)
    return await fulfil(database, wish, now(settings()))


async def _now(database: "Database", step: "Step") -> "PostRow":
    from bot.services.deliveries.listed import row_now

    return await row_now(database, step.delivery.id, now(settings()))


def _show(page: "PostPage") -> None:
    from bot.text import formats
    from bot.views.deliveries.listed import counts_words, hold_words, plain

    name = say("deliveries.title", team=page.team_name, n=page.days)
    typer.echo(f"{name}\n{counts_words(page, LANGUAGE)}")
    for hold in page.holds:
        typer.echo(f"✗ {plain(hold_words(hold, page, LANGUAGE))}")
    rows: Sequence[Sequence[str]] = [
        (
            row.line.id[:_SHORT],
            formats.instant(LANGUAGE, row.line.due_at, page.zone),
            _what(row),
            row.line.channel_id,
            _state(row) + (plain(say("deliveries.by", who=row.by)) if row.by else ""),
        )
        for row in page.rows
    ]
    if rows:
        tables.show([[say(f"cli.column.{column}") for column in _COLUMNS], *rows])


def _what(row: "PostRow") -> str:
    from bot.views.deliveries.notices import post_words

    return post_words(LANGUAGE, row.line)


def _state(row: "PostRow") -> str:
    from bot.views.deliveries.listed import plain, state_words

    return plain(state_words(row, LANGUAGE))


def _facts(page: "PostPage") -> dict[str, object]:
    return {
        "team": page.team_name,
        "days": page.days,
        "counts": page.counts,
        "holds": [
            {"channel": one.channel_id, "reason": one.reason, "since": one.since.isoformat()}
            for one in page.holds
        ],
        "deliveries": [
            {
                "id": row.line.id,
                "kind": row.line.kind,
                "slot": row.line.slot,
                "channel": row.line.channel_id,
                "state": row.state,
                "reason": row.line.reason,
                "due_at": row.line.due_at.isoformat(),
                "settled_at": row.line.settled_at.isoformat() if row.line.settled_at else None,
                "message_ts": row.line.message_ts,
                "may": list(row.deeds),
            }
            for row in page.rows
        ],
    }
