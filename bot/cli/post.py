"""`frt post`: a post that the bot makes by itself, made now because a person asks for it."""

from datetime import date
from typing import Annotated

import typer

from bot.cli.context import settings, with_database
from bot.cli.help import Command, Group, option
from bot.cli.words import LANGUAGE, UsageError, say
from bot.errors import BotError

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.post"))

Team = Annotated[str, option("--team", "cli.stats.team", "NAME")]
Day = Annotated[str | None, option("--date", "cli.post.date", "YYYY-MM-DD")]

_ALREADY = ("already_planned", "taken_by_another")


@app.callback()
def group() -> None:
    """Let `frt post` stand before the name of the post, though there is one only."""


@app.command("daily", cls=Command, help=say("cli.post.daily"))
def daily(team: Team, day: Day = None) -> None:
    """Post a team's daily report to its channel, unless that date has had one."""
    from bot.jobs.daily_report import post_by_hand
    from bot.logs import configure
    from bot.text.formats import day as written

    configuration, wanted = settings(), _day(day) if day else None
    configure(configuration.model_copy(update={"log_level": "warning"}))
    made = with_database(lambda database: post_by_hand(configuration, database, team, wanted))
    names = {"team": made.team, "day": written(LANGUAGE, made.day)}
    if made.ended.status == "posted":
        typer.echo(say("cli.post.posted", **names))
    elif made.ended.reason in _ALREADY:
        typer.echo(say("cli.post.already", **names))
    else:
        key = "ambiguous" if made.ended.status == "ambiguous" else "refused"
        raise BotError(f"cli.post.{key}", **names, reason=made.ended.reason)


@app.command("weekly", cls=Command, help=say("cli.post.weekly"))
def weekly(team: Team) -> None:
    """Open the present week's review in a team's channel, unless that week has one."""
    from bot.jobs.weekly_review import post_by_hand
    from bot.logs import configure
    from bot.text.formats import days

    configuration = settings()
    configure(configuration.model_copy(update={"log_level": "warning"}))
    made = with_database(lambda database: post_by_hand(configuration, database, team))
    names = {"team": made.team, "day": days(LANGUAGE, made.week, made.week)}
    if made.ended.status == "posted":
        typer.echo(say("cli.post.weekly.posted", **names))
    elif made.ended.reason in _ALREADY:
        typer.echo(say("cli.post.weekly.already", **names))
    else:
        key = "ambiguous" if made.ended.status == "ambiguous" else "refused"
        raise BotError(f"cli.post.weekly.{key}", **names, reason=made.ended.reason)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("cli.usage.date", option="--date", value=text) from None
