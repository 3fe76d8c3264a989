"""App Home: published when it is opened, refreshed, or when something shown on it changes."""

import asyncio
from typing import Any
from weakref import WeakValueDictionary

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.cards import Shows
from bot.answers.clicks import read_value
from bot.answers.people import look_up
from bot.deps import Deps
from bot.ids import LanguageValue, RemindersValue
from bot.metrics.home import HomePage
from bot.models import Card
from bot.registers.problems import PROBLEM
from bot.services.actions import SUBJECT
from bot.services.home import tab as service
from bot.services.people import Profile
from bot.services.plans import PLAN
from bot.services.review import SUBJECT as REVIEW
from bot.services.team import first_admin
from bot.services.warnings import SUBJECT as WARNING
from bot.services.warnings import key_of
from bot.slack.client import Payload
from bot.text import t
from bot.views.home import tab as view

_PLACE = "home"
"""What stands for a Home tab where a card has its message, in the channel of the user's ID."""


def register(app: AsyncApp, deps: Deps) -> None:
    """Show the tab, refresh it, change one's settings; renew it when something shown changes."""
    homes = _Homes(deps)

    async def renew(card: Card) -> Payload | None:
        await homes.publish(card.channel_id, None)
        return None

    deps.cards.drawn_by(SUBJECT, _PLACE, renew)
    deps.cards.drawn_by(PLAN, _PLACE, renew)
    deps.cards.drawn_by(PROBLEM, _PLACE, renew)
    deps.cards.drawn_by(REVIEW, _PLACE, renew)
    deps.cards.drawn_by(WARNING, _PLACE, renew)

    @app.event(ids.HOME_OPENED)
    async def on_open(event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            version = (event.get("view") or {}).get("hash")
            deps.background.start(homes.publish(event["user"], version))

    @app.action(ids.HOME_REFRESH)
    async def on_refresh(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await again(ack, context, body)

    @app.action(ids.HOME_LANGUAGE)
    async def on_language(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        option = action.get("selected_option") or {}
        wanted = read_value(LanguageValue, option.get("value")).language
        user_id = context["profile"].user_id
        chosen = None if wanted == "slack" else wanted
        now = deps.clock()
        context["profile"] = await deps.readers.choose(user_id, "language", chosen, now)
        await again(ack, context, body)

    @app.action(ids.HOME_REMINDERS)
    async def on_reminders(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        wanted = read_value(RemindersValue, action.get("value")).on
        user_id, now = context["profile"].user_id, deps.clock()
        context["profile"] = await deps.readers.choose(user_id, "reminders", wanted, now)
        await again(ack, context, body)

    async def again(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        profile: Profile = context["profile"]
        work = homes.publish(profile.user_id, (body.get("view") or {}).get("hash"))
        await deps.after_ack(ack, work, body, profile)


class _Homes:
    """Publishes Home tabs; of two at once for one person the later shows the later state."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def publish(self, user_id: str, version: str | None) -> None:
        """Publish somebody's tab over the one of `version` (its hash), or over any other."""
        lock = self._locks.setdefault(user_id, asyncio.Lock())
        async with lock:
            drawn = await self._draw(user_id)
            if not await self._deps.slack.publish_home(user_id, drawn, version):
                await self._deps.slack.publish_home(user_id, await self._draw(user_id), None)

    async def _draw(self, user_id: str) -> Payload:
        deps, now = self._deps, self._deps.clock()
        profile = await deps.readers.known(user_id, now)
        if profile is None or profile.is_stale(now):
            profile = await look_up(deps.slack, deps.database, user_id, now) or profile
        if profile is None:
            return view.refused(t("en", "members.unknown_person"))
        if profile.refused:
            return view.refused(t(profile.language, f"error.{profile.refused}"))
        claimed = await first_admin.claim(deps.database, user_id, now)
        made_admin = claimed == "made_admin"
        page = await service.home(deps.database, profile, now, made_admin=made_admin)
        await self._remember(user_id, page)
        return view.answer(page)

    async def _remember(self, user_id: str, page: HomePage) -> None:
        shown = (*page.waiting.actions, *page.actions)
        shows = [Shows(one.team_id, SUBJECT, str(one.number), _PLACE) for one in shown]
        shows += [Shows(one.team_id, PROBLEM, str(one.number), _PLACE) for one in page.problems]
        items = [one.item for one in page.items]
        items += [one.item for one in page.waiting.proposals]
        plans = {(one.team_id, one.plan) for one in items}
        shows += [
            Shows(one.team.team.id, REVIEW, one.review.week.isoformat(), _PLACE)
            for one in page.teams
            if one.review and one.review.week
        ]
        shows += [
            Shows(one.team.id, WARNING, key_of(one.line.rule.metric, one.since), _PLACE)
            for one in page.raised
        ]
        shows += [Shows(team_id, PLAN, str(plan), _PLACE) for team_id, plan in sorted(plans)]
        await self._deps.cards.remember(user_id, _PLACE, shows)
