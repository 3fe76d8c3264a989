"""Tickets that a helpdesk told, taken in as a file of them is."""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.db import sync_engine
from bot.metrics.imports import Found, Outcome, Said
from bot.models import Feed
from bot.services.imports import BESIDE_THE_BOT, beside
from bot.sources.pulls import Row

_LONGEST_NAME = 100


class Taker:
    """Takes tickets in, on a thread of its own: pages are small, so nobody waits for them."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None

    async def take(
        self, feed: Feed, zone: str, rows: Sequence[Row], now: datetime
    ) -> Outcome | None:
        """Take tickets in and return what that did, None for no tickets.

        Raises BotError as imports do.
        """
        if not rows:
            return None
        return await asyncio.to_thread(self._take, feed, zone, rows, now)

    async def take_file(self, feed: Feed, zone: str, path: Path, now: datetime) -> Outcome:
        """Take a file in, by a process of its own: it may be large. Raises BotError as imports do.

        It is read as its names tell, and as was said once of files with the same columns.
        """
        named = path.with_name(file_name(feed.name))
        await asyncio.to_thread(path.rename, named)
        task = beside.Task(
            wish="take",
            database_url=self._url,
            team_id=feed.team_id,
            zone=zone,
            path=named,
            who=feed.made_by,
            source=feed.source,
            said=Said(),
            at=now,
            pause=BESIDE_THE_BOT,
            feed=feed.number,
        )
        return await beside.take(task, lambda *_: None)

    async def look(self, team_id: int, zone: str, path: Path, source: str, now: datetime) -> Found:
        """Return what taking a file in would do. Raises BotError as imports do."""
        task = beside.Task(
            wish="look",
            database_url=self._url,
            team_id=team_id,
            zone=zone,
            path=path,
            who="",
            source=source,
            said=Said(),
            at=now,
        )
        return await beside.look(task, lambda *_: None)

    def _take(self, feed: Feed, zone: str, rows: Sequence[Row], now: datetime) -> Outcome:
        # What reads files is heavy, and loaded when the first helpdesk is connected.
        from bot.services.imports import importing  # noqa: PLC0415

        # It keeps no connection between two pages, only the statements that it has compiled.
        engine = self._engine = self._engine or sync_engine(self._url)
        try:
            with tempfile.TemporaryDirectory(prefix="frt-feed-") as folder:
                path = Path(folder) / file_name(feed.name)
                with path.open("w", encoding="utf-8") as file:
                    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
                options = importing.ImportOptions(
                    source=feed.source, forget=True, pause=BESIDE_THE_BOT
                )
                request = importing.ImportRequest(
                    feed.team_id, zone, path, feed.made_by, options, feed.number, feed.heard_at
                )
                return importing.run(engine, request, now)
        finally:
            engine.dispose()


def file_name(name: str) -> str:
    """Return what tickets of a helpdesk are said to have come from."""
    plain = "".join(one for one in name if one.isprintable() and one not in "/\\").strip(". ")
    return plain.encode()[:_LONGEST_NAME].decode("utf-8", "ignore") or "helpdesk"
