"""Asking Slack about somebody now, where what is kept of them may be out of date."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.db import Database
from bot.metrics.team import Colleague
from bot.services.people.readers import Profile, Readers, Workspace, slack_user
from bot.slack.client import Slack

log = structlog.get_logger()
_SECONDS = 1.5
_PAGE = 500
_MOST_PAGES = 20
_FRESH = timedelta(minutes=10)
_workspaces: WeakKeyDictionary[Slack, Workspace] = WeakKeyDictionary()


async def workspace_of(slack: Slack) -> Workspace:
    """Return the workspace of the bot's token, asked for once; raises what the client raises."""
    known = _workspaces.get(slack)
    if known is None:
        answer = await slack.client.auth_test()
        known = Workspace(answer["team_id"], answer.get("enterprise_id"), answer.get("user_id"))
        _workspaces[slack] = known
    return known


async def look_up(slack: Slack, database: Database, user_id: str, now: datetime) -> Profile | None:
    """Return what Slack says of somebody, kept for later.

    When Slack is silent for 1.5 s, what was kept before; None for somebody nobody knows.
    """
    readers = Readers(database)
    try:
        async with asyncio.timeout(_SECONDS):
            user = await slack.user(user_id)
            workspace = await workspace_of(slack)
    except SlackApiError as error:
        log.warning("users.info refused", user=user_id, slack_error=error.response.get("error"))
        return None
    except (TimeoutError, aiohttp.ClientError):
        return await readers.known(user_id, now)
    return await readers.learn(user, workspace, now)


class Directory:
    """The people in the Slack workspace, asked for once in ten minutes."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._people: tuple[Colleague, ...] = ()
        self._asked_at: datetime | None = None

    def known(self, now: datetime) -> tuple[Colleague, ...] | None:
        """Return the people, or None when Slack should be asked again."""
        fresh = self._asked_at is not None and timedelta(0) <= now - self._asked_at < _FRESH
        return self._people if fresh else None

    async def ask(self, now: datetime) -> tuple[Colleague, ...]:
        """Ask Slack for everybody, at most 10,000; where it refuses, return who is known so far."""
        found: list[Colleague] = []
        cursor = ""
        try:
            workspace = await workspace_of(self._slack)
            for _page in range(_MOST_PAGES):
                answer = await self._slack.client.users_list(limit=_PAGE, cursor=cursor)
                users = answer["members"]
                found += filter(None, (_colleague(user, workspace, now) for user in users))
                cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    break
        except SlackApiError as error:
            log.warning("users.list refused", slack_error=error.response.get("error"))
        except (TimeoutError, aiohttp.ClientError) as error:
            log.warning("users.list failed", error=type(error).__name__)
        self._people, self._asked_at = tuple(found) or self._people, now
        return self._people


def _colleague(user: Mapping[str, Any], workspace: Workspace, now: datetime) -> Colleague | None:
    """Return who may be a member; None for bots, guests, strangers and deactivated people."""
    row = slack_user(user, workspace, now)
    if row.is_bot or row.is_guest or row.deleted or row.is_stranger:
        return None
    told = user.get("profile") or {}
    real_name = told.get("real_name") or user.get("real_name") or ""
    return Colleague(row.id, row.name, real_name, user.get("name") or "", row.email)
