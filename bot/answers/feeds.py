"""Helpdesks that somebody connects: tried after the ack, shown, asked at once when connected."""

import asyncio
from dataclasses import dataclass, replace

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.answers import filled
from bot.answers.clicks import apology
from bot.clock import Clock
from bot.db import Database
from bot.errors import BotError
from bot.ids import FeedFormValue, FeedValue
from bot.metrics.feeds import Tried
from bot.sealing import Sealer
from bot.services.feeds import Pulls, asked, managing, trying
from bot.services.feeds.trying import Wish
from bot.services.people import Profile
from bot.slack.client import Payload, Slack
from bot.sources.pulls import PullError
from bot.views.feeds import answers, words
from bot.views.imports import error_words

log = structlog.get_logger()
_PATIENCE = 60.0
"""Seconds for which somebody is kept waiting before a modal."""


@dataclass(frozen=True, slots=True)
class Connecting:
    """Tries helpdesks, and has them asked once they are connected."""

    database: Database
    slack: Slack
    clock: Clock
    sealer: Sealer
    pulls: Pulls

    def waiting(self, language: str, name: str) -> Payload:
        """Return the ack that puts a modal in the place of a form, and of the secret in it."""
        return filled.update(answers.asking(language, name))

    async def tried(self, view_id: str, profile: Profile, wish: Wish, value: FeedFormValue) -> None:
        """Show in a modal what a helpdesk answers, or why it can't be asked.

        It is kept to be confirmed; not where the modal was closed meanwhile.
        """
        language, who, name, kept = profile.language, profile.user_id, trying.name_of(wish), None
        try:
            team = await asked.team_of(self.database, who, wish.team_id)
            seen = await self._seen(wish)
            name, place = seen.name or name, (self.database, self.sealer)
            wish = replace(wish, name=seen.name)
            number = await trying.prepare(*place, wish, seen.source, who, self.clock())
            kept = FeedValue(team_id=wish.team_id, number=number)
            made = answers.found(seen, kept, name, team, language, profile.zone)
        except Exception as error:  # noqa: BLE001  the modal is the one place that can say it
            made = answers.refused(_why(error, profile), name, value, language)
        if not await self._renew(view_id, made) and kept is not None:
            await trying.discard(self.database, who, kept.team_id, kept.number or 0)

    async def renewed(
        self, view_id: str, profile: Profile, wish: Wish, value: FeedFormValue
    ) -> None:
        """Keep other credentials of a helpdesk if it answers to them, and ask it at once."""
        language, who, name = profile.language, profile.user_id, trying.name_of(wish)
        number = value.number or 0
        try:
            await self._seen(wish)
            await managing.renew(self.database, self.sealer, who, number, wish, self.clock())
        except Exception as error:  # noqa: BLE001  the modal is the one place that can say it
            made = answers.refused(_why(error, profile), name, value, language)
            await self._renew(view_id, made)
            return
        await self._renew(view_id, answers.renewed(language, name))
        await self.pull()

    async def pull(self) -> None:
        """Ask whoever is due now, which is what was connected or changed just now."""
        due = await self.pulls.due(self.clock())
        await asyncio.gather(*map(self.pulls.pull, due))

    async def _seen(self, wish: Wish) -> Tried:
        """Return what a helpdesk answers as long as somebody waits for it. Raises PullError."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return await trying.tried(self.database, self.pulls, wish, self.clock())
        except TimeoutError as error:
            raise PullError("unreachable") from error

    async def _renew(self, view_id: str, modal: Payload) -> bool:
        """Replace a modal where Slack lets one; return whether it was there."""
        try:
            return await self.slack.renew_modal(view_id, None, modal)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("a modal of a helpdesk is not renewed", error=type(error).__name__)
            return False


def _why(error: Exception, profile: Profile) -> str:
    """Return why a helpdesk can't be connected, as `mrkdwn`; never what it was asked with."""
    language = profile.language
    if isinstance(error, PullError):
        log.info("a helpdesk does not answer as it should", reason=error.reason)
        return words.tried_words(language, error.reason)
    if isinstance(error, BotError) and error.key.startswith("import."):
        return error_words(language, error, profile.zone)
    return apology(error, language)
