"""Calendar files that somebody sends to the bot: fetched, read, told of."""

import asyncio
import tempfile
from datetime import date
from pathlib import Path

from bot.answers.clicks import Asked, reply
from bot.errors import BotError
from bot.metrics.clocks import CalendarDays
from bot.slack import files
from bot.slack.client import Slack
from bot.sources.calendar_file import MOST_BYTES, read_calendar
from bot.views.team import days_off as view


async def tell(slack: Slack, asked: Asked, file: tuple[str, str], today: date) -> None:
    """Answer a calendar file with the days off in it. Raises BotError that says why none is."""
    who = asked.profile
    days = await read(slack, who.user_id, file[0], today)
    await reply(slack, asked, view.found(days, file, today, who.language))


async def read(slack: Slack, who: str, file: str, today: date) -> CalendarDays:
    """Return the days off in a file, for whoever sent it alone. Raises BotError."""
    held = await files.held(slack, file)
    if held.user != who:
        raise BotError("intake.error.whose")
    if held.size > MOST_BYTES:
        raise BotError("intake.error.big", most=MOST_BYTES >> 20)
    with tempfile.TemporaryDirectory(prefix="frt-days-") as folder:
        path = Path(folder) / "calendar"
        await files.download(slack, held, path, MOST_BYTES)
        return await asyncio.to_thread(lambda: read_calendar(path.read_bytes(), today))
