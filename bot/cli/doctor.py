"""`frt doctor`: looks at the whole installation and says what to do about each fault."""

import asyncio
from typing import Annotated

import typer

from bot.cli.context import settings
from bot.cli.help import Command, option
from bot.cli.words import say
from bot.errors import BotError
from bot.redaction import redacted

_MARKS = {"ok": "✓", "optional": "–", "warning": "!", "fault": "✗"}
_COLOURS = {"ok": "green", "optional": None, "warning": "yellow", "fault": "red"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", cls=Command, help=say("cli.doctor"))(doctor)


def doctor(online: Annotated[bool, option("--online", "cli.doctor.online")] = False) -> None:
    """Print a line for each thing looked at; end with 1 when something is broken."""
    try:
        configuration = settings()
    except BotError as error:
        _line("fault", say(error.key, **error.params))
        raise typer.Exit(1) from None
    from bot.cli.probe import SlackProbe
    from bot.clock import system_clock
    from bot.services.doctor.checks import examine
    from bot.services.doctor.views import validated
    from bot.slack.client import Slack

    token = configuration.slack_bot_token

    async def look() -> list[str]:
        slack = Slack(token.get_secret_value(), configuration.slack_api_url) if token else None
        probe = SlackProbe(slack.client) if slack else None
        states: list[str] = []
        looks = [examine(configuration, probe, system_clock())]
        for findings in [*looks, validated(probe)] if online else looks:
            async for finding in findings:
                _line(finding.state, say(finding.key, **finding.params))
                states.append(finding.state)
        return states

    states = asyncio.run(look())
    faults, warnings = states.count("fault"), states.count("warning")
    if faults:
        typer.echo(say("doctor.summary.faults", n=faults, warnings=warnings))
        raise typer.Exit(1)
    typer.echo(say("doctor.summary.ok", n=warnings))


def _line(state: str, sentence: str) -> None:
    typer.echo(f"{typer.style(_MARKS[state], fg=_COLOURS[state])} {redacted(sentence)}")
