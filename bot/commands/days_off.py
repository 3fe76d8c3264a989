"""Days off from a calendar file that was sent to the bot: for which team, and set."""

from datetime import date
from typing import Any, get_args

import aiohttp
import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot import ids
from bot.answers import calendars, filled
from bot.answers.clicks import explain, read_value
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import FileValue
from bot.services.people import Profile
from bot.services.team import own_days as service
from bot.views.team import days_off as view
from bot.views.team import setup

log = structlog.get_logger()
Click = dict[str, Any]


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form for a calendar file, and set the days in it."""

    @app.action(ids.DAYS_OFF_OPEN)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        profile, file = context["profile"], read_value(FileValue, action.get("value")).file
        if file is None:
            raise BotError("error.button")
        found = await service.teams_of(deps.database, profile.user_id)
        teams = [(number, name) for number, name, _ in found.teams]
        modal = view.form(teams, file, profile.language)
        await deps.after_ack(ack, deps.slack.show_modal(body, modal), body, profile)

    @app.view(ids.DAYS_OFF_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        profile, opened = context["profile"], body["view"]
        file = read_value(FileValue, opened.get("private_metadata")).file
        texts = filled.texts_in(opened)
        team, how = texts.get("team", ""), texts.get("how", "")
        if file is None or not team.isdecimal() or how not in get_args(service.How):
            raise BotError("error.button")
        await service.team_of(deps.database, profile.user_id, int(team))
        work = _set(deps, profile, opened["id"], (file, int(team), texts["how"]))
        said = filled.update(view.waiting(profile.language))
        await deps.after_ack(ack, work, body, profile, said)


def today_of(deps: Deps, profile: Profile) -> date:
    """Return the date where somebody is."""
    return deps.clock().astimezone(profile.zone).date()


async def _set(deps: Deps, profile: Profile, view_id: str, wish: tuple[str, int, str]) -> None:
    """Set the days off in a file, and say in its modal what came of it."""
    file, team_id, how = wish
    who, language = profile.user_id, profile.language
    try:
        days = await calendars.read(deps.slack, who, file, today_of(deps, profile))
        kind: service.How = "add" if how == "add" else "replace"
        saved = await service.set_days(deps.database, (who, team_id), days, kind, deps.clock())
        made = setup.saved(saved, language, None)
    except Exception as error:  # noqa: BLE001  the modal is the one place that can say it
        made = view.refused(explain(error, language), language)
    try:
        await deps.slack.renew_modal(view_id, None, made)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("a modal of days off is not renewed", error=type(error).__name__)
