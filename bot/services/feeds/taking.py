"""Tickets that a helpdesk told, taken in as a file of them is."""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.db import sync_engine
from bot.metrics.imports import Outcome
from bot.models import Feed
from bot.services.imports import BESIDE_THE_BOT
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
