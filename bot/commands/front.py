"""`/frt …`, a message to the bot, a button that stands for words: one table answers all."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import Answer, Asked, Said, read_value, reply
from bot.answers.counted import counted
from bot.answers.written import calendar_in, table_in, words_in
from bot.commands.words import VOCABULARY
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import (
    COMMAND,
    HELP_ALL,
    HELP_RUN,
    MENTION,
    MESSAGE,
    MOST_DOORS,
    TEAM_CHOOSE,
    RunValue,
    TeamValue,
    help_run,
)
from bot.metrics.team import Duty
from bot.services.figures import NOT_UNDERSTOOD, NOTHING, NotUnderstoodError
from bot.services.team import duty
from bot.slack.client import NEEDS_CLICK, is_direct
from bot.slack.contents import shortened
from bot.views import help as view

_FILE = "import"
"""What a file that is sent to the bot asks, whatever is written beside it."""


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer what is typed or written, else suggest; answer what a click stands for."""
    _words(app, deps)
    _clicks(app, deps)


def _words(app: AsyncApp, deps: Deps) -> None:
    @app.command(COMMAND)
    async def on_command(
        ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await _typed(deps, ack, _asked(context, body), command.get("text") or "")

    @app.event(MENTION)
    @app.event(MESSAGE)
    async def on_message(
        ack: AsyncAck, context: AsyncBoltContext, event: dict[str, Any], body: dict[str, Any]
    ) -> None:
        asked = Asked(context["profile"], event["channel"], body)
        text = words_in(event.get("text") or "", context.bot_user_id)
        with counted(VOCABULARY.counted_as(text)):
            await _written(deps, ack, asked, text)


def _clicks(app: AsyncApp, deps: Deps) -> None:
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        text = read_value(RunValue, action.get("value")).text
        await _clicked(deps, ack, _asked(context, body), text)

    for action_id in (HELP_RUN, *map(help_run, range(MOST_DOORS))):
        app.action(action_id)(on_words)

    @app.action(HELP_ALL)
    async def on_all(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        asked = _asked(context, body)
        page = await _page(deps, asked)
        if body.get("view"):
            work = deps.slack.show_modal(body, view.everything(*page))
        else:
            work = reply(deps.slack, asked, view.rest(*page))
        await deps.after_ack(ack, work, body, asked.profile)

    @app.action(TEAM_CHOOSE)
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(TeamValue, (action.get("selected_option") or {}).get("value"))
        await _clicked(deps, ack, _asked(context, body, value), value.period)


def _asked(
    context: AsyncBoltContext, body: dict[str, Any], chosen: TeamValue | None = None
) -> Asked:
    return Asked(context["profile"], context.channel_id or "", body, chosen)


async def _page(deps: Deps, asked: Asked) -> tuple[str, view.Examples, Duty]:
    """Return the reader's language, what can be asked in it, and what they come to the bot for."""
    who = asked.profile
    return who.language, VOCABULARY.examples(who.language), await duty(deps.database, who.user_id)


async def _answer(deps: Deps, asked: Asked, text: str) -> Answer:
    """Return what words are answered with; for others the nearest, and what can be asked."""
    try:
        words, wish = VOCABULARY.understand(text)
        return await words.answer(deps, asked, wish)
    except BotError as error:
        if error.key != NOT_UNDERSTOOD:
            raise
        values = error.values if isinstance(error, NotUnderstoodError) else NOTHING
        who = await duty(deps.database, asked.profile.user_id)
        suggested = VOCABULARY.suggestion(text, values)
        return view.not_understood(text, suggested, asked.profile.reader(), who)


async def _typed(deps: Deps, ack: AsyncAck, asked: Asked, text: str) -> None:
    answer = await _answer(deps, asked, text)
    if isinstance(answer, Said):
        ack.response = BoltResponse(status=200, body=answer)
    elif isinstance(answer, dict):
        await ack(**shortened(answer))
    else:
        await deps.after_ack(ack, answer, asked.body, asked.profile)


async def _written(deps: Deps, ack: AsyncAck, asked: Asked, text: str) -> None:
    """Answer what somebody wrote; a form, which Slack opens at a click alone, by its button."""
    event = asked.body["event"]
    has_file = is_direct(asked.channel_id) and (table_in(event) or calendar_in(event))
    answer = await _answer(deps, asked, _FILE if has_file else text)

    async def work() -> None:
        try:
            await _said(deps, asked, answer)
        except BotError as error:
            if error.key != NEEDS_CLICK:
                raise
            offer = view.to_open(asked.profile.reader(), text)
            await reply(deps.slack, asked, offer)

    await deps.after_ack(ack, work(), asked.body, asked.profile)


async def _clicked(deps: Deps, ack: AsyncAck, asked: Asked, text: str) -> None:
    try:
        words, wish = VOCABULARY.understand(text)
    except BotError as error:
        if asked.chosen is not None or error.key == NOT_UNDERSTOOD:
            raise BotError("error.button") from error
        raise
    try:
        answer = await words.answer(deps, asked, wish)
    except NotUnderstoodError as error:
        raise BotError("error.button") from error
    await deps.after_ack(ack, _said(deps, asked, answer), asked.body, asked.profile)


async def _said(deps: Deps, asked: Asked, answer: Answer) -> None:
    """Say an answer where it was asked, in the place of a choice."""
    if isinstance(answer, Said):
        answer = answer.payload()
    if isinstance(answer, dict):
        await reply(deps.slack, asked, answer, replace=asked.chosen is not None)
    else:
        await answer
