"""`/frt …`, a suggestion that is clicked, a team that is chosen: all answered by the same words."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import Asked, Said, read_value
from bot.commands.vocabulary import NOT_UNDERSTOOD
from bot.commands.words import VOCABULARY
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import COMMAND, HELP_RUN, TEAM_CHOOSE, RunValue, TeamValue
from bot.slack.contents import shortened
from bot.views import help as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer what is typed, else suggest the nearest words; answer what a click stands for."""

    @app.command(COMMAND)
    async def on_command(
        ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await _typed(deps, ack, _asked(context, body), command.get("text") or "")

    @app.action(HELP_RUN)
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        text = read_value(RunValue, action.get("value")).text
        await _clicked(deps, ack, _asked(context, body), text)

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


async def _typed(deps: Deps, ack: AsyncAck, asked: Asked, text: str) -> None:
    try:
        words, wish = VOCABULARY.understand(text)
    except BotError as error:
        if error.key != NOT_UNDERSTOOD:
            raise
        near = VOCABULARY.suggestion(text)
        await ack(**view.not_understood(asked.profile.reader(), text, near))
        return
    answer = await words.answer(deps, asked, wish)
    if isinstance(answer, Said):
        ack.response = BoltResponse(status=200, body=answer)
    elif isinstance(answer, dict):
        await ack(**shortened(answer))
    else:
        await deps.after_ack(ack, answer, asked.body, asked.profile)


async def _clicked(deps: Deps, ack: AsyncAck, asked: Asked, text: str) -> None:
    is_choice = asked.chosen is not None
    try:
        words, wish = VOCABULARY.understand(text)
    except BotError as error:
        if is_choice or error.key == NOT_UNDERSTOOD:
            raise BotError("error.button") from error
        raise
    answer = await words.answer(deps, asked, wish)
    if isinstance(answer, Said):
        answer = answer.payload()
    if isinstance(answer, dict):
        await deps.answer(ack, asked.body, answer, replace=is_choice)
    else:
        await deps.after_ack(ack, answer, asked.body, asked.profile)
