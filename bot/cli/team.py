"""`frt team`: add, list, change and show teams."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli import tables
from bot.cli.context import now, settings, who, with_database
from bot.cli.help import Command, Group, argument, option
from bot.cli.words import LANGUAGE, UsageError, one_of, say
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.metrics.team.settings_form import PhraseMet
    from bot.services.team.settings import TeamCard
    from bot.services.team.values import Limit

T = TypeVar("T")
CLOCKS = ("business", "calendar")
STARTS = ("opened", "handoff")
STATISTICS = ("median", "mean", "p90")
app = typer.Typer(cls=Group, no_args_is_help=True, help=say("cli.team"))

Name = Annotated[str, argument("NAME", "cli.team.name")]
Channel = Annotated[str | None, option("--channel", "cli.team.channel", "C0123")]
Zone = Annotated[str | None, option("--tz", "cli.team.tz", "ZONE")]
Hours = Annotated[str | None, option("--hours", "cli.team.hours", "HOURS")]
Calendar = Annotated[str | None, option("--calendar", "cli.team.calendar", "CODE")]
Locale = Annotated[str | None, option("--locale", "cli.team.locale", "en|zh")]
DaysOff = Annotated[
    str | None, option("--days-off", "cli.team.days_off", "YYYY-MM-DD, FIRST..LAST|FILE.ics")
]
FrtLimit = Annotated[str | None, option("--frt-limit", "cli.team.frt_limit", "15m")]
Limits = Annotated[list[str] | None, option("--limit", "cli.team.limit", "tier=gold:3m")]
ReportAt = Annotated[str | None, option("--report-at", "cli.team.report_at", "HH:MM")]
ClockName = Annotated[str | None, option("--clock", "cli.team.clock", "|".join(CLOCKS))]
FrtStart = Annotated[str | None, option("--frt-start", "cli.team.frt_start", "|".join(STARTS))]
Statistic = Annotated[str | None, option("--statistic", "cli.team.statistic", "|".join(STATISTICS))]
Target = Annotated[str | None, option("--attainment-target", "cli.team.target", "90%")]
Leaderboard = Annotated[
    bool | None, option("--leaderboard/--no-leaderboard", "cli.team.leaderboard")
]
Quick = Annotated[str | None, option("--quick", "cli.team.quick", "1m")]
NotReplies = Annotated[list[str] | None, option("--not-a-reply", "cli.team.not_replies", "PHRASE")]
TicketAddress = Annotated[str | None, option("--ticket-address", "cli.team.ticket_address", "URL")]
Mentions = Annotated[str | None, option("--mention", "cli.team.mentions", "lead,quality")]
Direct = Annotated[bool | None, option("--direct/--no-direct", "cli.team.direct")]
Since = Annotated[str | None, option("--since", "cli.team.since", "YYYY-MM-DD")]


def _writing(verb: str) -> Callable[..., None]:
    """Return the command `add` or `set`: both take the same options."""

    def command(
        name: Name,
        channel: Channel = None,
        tz: Zone = None,
        hours: Hours = None,
        calendar: Calendar = None,
        days_off: DaysOff = None,
        locale: Locale = None,
        frt_limit: FrtLimit = None,
        limit: Limits = None,
        report_at: ReportAt = None,
        clock: ClockName = None,
        frt_start: FrtStart = None,
        statistic: Statistic = None,
        attainment_target: Target = None,
        quick: Quick = None,
        not_a_reply: NotReplies = None,
        ticket_address: TicketAddress = None,
        mention: Mentions = None,
        direct: Direct = None,
        leaderboard: Leaderboard = None,
        since: Since = None,
    ) -> None:
        from bot.services.team import settings as teams
        from bot.services.team import values as read
        from bot.services.typed import values as typed_values

        choices = teams.Choices(
            channel_id=_given(channel, _or_none(read.read_channel)),
            zone=_given(tz, read.read_zone),
            hours=_given(hours, _or_none(read.read_hours)),
            country=_given(calendar, _or_none(read.read_country)),
            days_off=_given(days_off, _or_none(_days_off)),
            locale=_given(locale, one_of("--locale", "en", "zh")),
            limits=_limits(frt_limit, limit or []),
            report_at=_given(report_at, read.read_time),
            clock=_given(clock, one_of("--clock", *CLOCKS)),
            frt_start=_given(frt_start, one_of("--frt-start", *STARTS)),
            statistic=_given(statistic, one_of("--statistic", *STATISTICS)),
            attainment_target=_given(attainment_target, typed_values.read_share),
            quick_seconds=_given(quick, typed_values.read_duration),
            not_replies=read.read_phrases(not_a_reply) if not_a_reply else None,
            ticket_address=_given(ticket_address, _or_none(read.read_ticket_address)),
            report_mentions=_given(mention, _or_none(read.read_roles)),
            report_direct=direct,
            leaderboard_open=leaderboard,
            since=_given(since, _day),
        )
        if verb == "set" and choices == teams.Choices(since=choices.since):
            raise UsageError("cli.team.nothing_to_set")
        write = teams.add_team if verb == "add" else teams.change_team
        at = now(settings())
        card = with_database(lambda database: write(database, name, choices, at, who()))
        typer.echo(say(f"cli.team.{verb}.done", name=card.name))
        _show(card)

    return command


app.command("add", cls=Command, help=say("cli.team.add"))(_writing("add"))
app.command("set", cls=Command, help=say("cli.team.set"))(_writing("set"))


@app.command("list", cls=Command, help=say("cli.team.list"))
def list_teams() -> None:
    """Print every team on a line."""
    from bot.services.team import settings as teams

    cards = with_database(teams.list_teams)
    if not cards:
        typer.echo(say("setup.none_yet"))
        return
    columns = ("name", "channel", "tz", "calendar", "locale", "limit", "members")
    tables.show([[say(f"cli.column.{column}") for column in columns], *map(_line, cards)])


@app.command("show", cls=Command, help=say("cli.team.show"))
def show_team(name: Name) -> None:
    """Print one team with all its settings."""
    from bot.services.team import settings as teams

    _show(with_database(lambda database: teams.show_team(database, name)))


def _given(text: str | None, read: Callable[[str], T]) -> T | None:
    return None if text is None else read(text)


def _or_none(read: Callable[[str], str]) -> Callable[[str], str]:
    from bot.services.team.values import is_none

    return lambda text: "" if is_none(text) else read(text)


def _days_off(text: str) -> str:
    """Return the days off that are written, or stand in a calendar file, as they are stored."""
    from bot.services.team import values as read
    from bot.sources.calendar_file import MOST_BYTES, read_calendar

    if not text.casefold().endswith(".ics"):
        return read.read_own_days_off(text)
    try:
        with Path(text).open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise BotError("import.no_file", path=text) from error
    found = read_calendar(content, now(settings()).date())
    if found.left:
        typer.echo(say("days_off.left", n=found.left))
    return found.text


def _limits(default: str | None, others: list[str]) -> "tuple[Limit, ...]":
    from bot.services.team.values import Limit, read_limit
    from bot.services.typed import read_duration

    own = () if default is None else (Limit(read_duration(default)),)
    return (*own, *map(read_limit, others))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("cli.usage.date", option="--since", value=text) from None


def _line(card: "TeamCard") -> list[str]:
    from bot.text.formats import duration

    default = [(since, limit.seconds) for since, limit in card.limits if not limit.dimension]
    return [
        card.name,
        card.channel_id or "–",
        card.zone,
        card.country or "–",
        card.locale,
        duration(LANGUAGE, max(default)[1]),
        str(card.members),
    ]


def _show(card: "TeamCard") -> None:
    from bot.text.formats import duration, share

    hours = [_since(since.isoformat(), text or "–") for since, text in card.hours] or ["–"]
    limits = [_since(since.date().isoformat(), _limit(limit)) for since, limit in card.limits]
    facts = {
        "channel": [card.channel_id or "–"],
        "tz": [card.zone],
        "hours": hours,
        "calendar": [card.country or "–"],
        "days_off": list(card.days_off) or ["–"],
        "locale": [card.locale],
        "limit": limits,
        "report_at": [f"{card.report_at:%H:%M}"],
        "clock": [card.clock],
        "frt_start": [card.frt_start],
        "statistic": [card.statistic],
        "target": [share(LANGUAGE, card.attainment_target)],
        "quick": [duration(LANGUAGE, card.quick_seconds)],
        "not_replies": [_phrase(one) for one in card.not_replies] or ["–"],
        "ticket_address": [card.ticket_address or "–"],
        "mentions": [card.report_mentions.replace(",", ", ") or "–"],
        "direct": [say("cli.yes" if card.report_direct else "cli.no")],
        "leaderboard": [say("cli.yes" if card.leaderboard_open else "cli.no")],
        "members": [str(card.members)],
    }
    tables.show(
        [
            ["", say(f"cli.column.{key}") if first else "", value]
            for key, values in facts.items()
            for first, value in zip([True] + [False] * len(values), values, strict=False)
        ]
    )


def _phrase(one: "PhraseMet") -> str:
    if one.since is None:
        return say("cli.team.phrase_unmet", phrase=one.phrase)
    day = one.since.date().isoformat()
    return say("cli.team.phrase", phrase=one.phrase, n=one.met, day=day)


def _since(day: str, text: str) -> str:
    return text if day == "1970-01-01" else say("cli.team.from", text=text, day=day)


def _limit(limit: "Limit") -> str:
    from bot.text.formats import duration

    length = duration(LANGUAGE, limit.seconds)
    return f"{limit.dimension}={limit.value}: {length}" if limit.dimension else length
