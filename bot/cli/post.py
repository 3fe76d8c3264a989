"""`frt post`: a post that the bot makes by itself, made now because a person asks for it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import settings, with_database
from bot.cli.help import Command, Group, option
from bot.cli.words import LANGUAGE, UsageError, say
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.services.deliveries import Ended

app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.post"))

Team = Annotated[str, option("--team", "cli.stats.team", "NAME")]
Day = Annotated[str | None, option("--date", "cli.post.date", "YYYY-MM-DD")]

_ALREADY = ("already_planned", "taken_by_another")
_WAITS = ("ratelimited", "unreachable")


@app.command("daily", cls=Command, help=say("cli.post.daily"))
def daily(team: Team, day: Day = None) -> None:
    """Post a team's daily report to its channel, unless that date has had one."""
    from bot.jobs.daily_report import post_by_hand
    from bot.logs import configure

    configuration, wanted = settings(), _day(day) if day else None
    configure(configuration.model_copy(update={"log_level": "warning"}))
    made = with_database(lambda database: post_by_hand(configuration, database, team, wanted))
    _tell("cli.post.what.daily", made.team, made.day, made.ended)


@app.command("weekly", cls=Command, help=say("cli.post.weekly"))
def weekly(team: Team) -> None:
    """Open a team's review of the present week in its channel, unless it is open."""
    from bot.jobs.weekly_review import post_by_hand
    from bot.logs import configure

    configuration = settings()
    configure(configuration.model_copy(update={"log_level": "warning"}))
    made = with_database(lambda database: post_by_hand(configuration, database, team))
    _tell("cli.post.what.weekly", made.team, made.week, made.ended)


def _tell(what: str, team: str, day: date, ended: "Ended") -> None:
    from bot.text.formats import day as written

    named = say(what, team=team, day=written(LANGUAGE, day))
    if ended.status == "posted":
        typer.echo(say("cli.post.posted", what=named))
    elif ended.reason in _ALREADY:
        typer.echo(say("cli.post.already", what=named))
    elif ended.status == "planned" and ended.reason in _WAITS:
        typer.echo(say("cli.post.later", what=named))
    else:
        key = "ambiguous" if ended.status in {"ambiguous", "unsure"} else "refused"
        raise BotError(f"cli.post.{key}", what=named, reason=ended.reason)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("cli.usage.date", option="--date", value=text) from None
