"""Files that somebody brings: fetched, read beside the bot, shown, taken in, told of."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.answers import filled
from bot.answers.clicks import apology, explain
from bot.clock import Clock
from bot.db import Database
from bot.errors import BotError
from bot.ids import ImportValue
from bot.metrics.imports import MEGABYTE, MOST_BYTES, Found, Said
from bot.models import Upload
from bot.services.imports import asked as service
from bot.services.people import Profile
from bot.services.team import Managed
from bot.slack import files
from bot.slack.client import Payload, Slack
from bot.slack.failures import PostFailed
from bot.views.imports import columns as columns_view
from bot.views.imports import forms, progress, words
from bot.views.imports import found as found_view
from bot.views.imports import result as result_view

log = structlog.get_logger()
Tell = Callable[[str, int, int], None]
T = TypeVar("T")

_EVERY = 2.0
"""Seconds between two looks at how far a file is: Slack takes about one change a second."""
_BEAT = 10.0
_LONGEST_NAME = 100
"""Bytes."""


class Intake:
    """Reads files that people bring, one after the other in this process."""

    def __init__(self, database: Database, slack: Slack, clock: Clock, url: str) -> None:
        self._database, self._slack, self._clock, self._url = database, slack, clock, url
        self._turn = asyncio.Semaphore(1)
        self._own: set[str] = set()

    def waiting(self, language: str, name: str) -> Payload:
        """Return the ack that puts a modal in the place of a form while a file is fetched."""
        return filled.update(progress.progress(language, name or "…", "fetch"))

    async def opened(
        self, body: dict[str, Any], profile: Profile, found: Managed, file: str
    ) -> None:
        """Look at a file that was sent to the bot; where there are several teams ask for which."""
        language = profile.language
        held = await self._held(profile.user_id, file)
        if len(found.teams) > 1:
            teams = [(number, name) for number, name, _ in found.teams]
            await self._slack.show_modal(body, forms.form(teams, language, (held.id, held.name)))
            return
        modal = progress.progress(language, held.name, "fetch")
        shown = await self._slack.shown_modal(body, modal)
        value = ImportValue(team_id=found.teams[0][0], file=file, name=_name(held.name))
        await self.look(str(shown["id"]), profile, value)

    async def look(self, view_id: str, profile: Profile, value: ImportValue) -> None:
        """Show in a modal what would come in, or why nothing can."""
        language, fetched = profile.language, False
        try:
            async with self._fetched(profile.user_id, value) as brought:
                value, fetched = value.model_copy(update={"name": brought.path.name}), True
                if self._turn.locked():
                    waits = progress.progress(language, value.name, "waiting")
                    await self._renew(view_id, waits)
                async with self._turn:
                    seen = await self._watched(
                        lambda tell: service.look(
                            self._database, self._url, brought, self._clock(), tell
                        ),
                        lambda phase, share: self._renew(
                            view_id, progress.progress(language, brought.path.name, phase, share)
                        ),
                    )
            team = await service.team_of(self._database, profile.user_id, value.team_id)
            made = found_view.found(seen, value, value.name, team, language, profile.zone)
        except Exception as error:  # noqa: BLE001  the modal is the one place that can say it
            offered = value if fetched and _may_be_mended(error) else None
            made = found_view.refused(_why(error, profile), offered, value.name, language)
        await self._renew(view_id, made)

    async def columns(self, body: dict[str, Any], profile: Profile, value: ImportValue) -> None:
        """Open the form in which columns are corrected, over the modal that was clicked in."""
        language = profile.language
        modal = progress.progress(language, value.name, "examine")
        shown = await self._slack.shown_modal(body, modal)
        try:
            async with self._fetched(profile.user_id, value) as brought:
                seen = await service.columns(self._database, self._url, brought, self._clock())
            made = columns_view.columns(seen, value, value.name, language)
        except Exception as error:  # noqa: BLE001  the modal is the one place that can say it
            made = found_view.refused(_why(error, profile), None, value.name, language)
        await self._renew(str(shown["id"]), made)

    async def take(self, upload: Upload, profile: Profile) -> None:
        """Take a file in, and say in its modal and in Messages what came of it."""
        if upload.view_id in self._own:
            return
        self._own.add(upload.view_id)
        try:
            async with self._beating(upload):
                await self._take(upload, profile)
        finally:
            self._own.discard(upload.view_id)

    async def left(self, now: datetime, lease: timedelta) -> Sequence[Upload]:
        """Return the files whose process ended before they were taken in: this one's from now."""
        return await service.left(self._database, now, lease, self._own)

    async def _take(self, upload: Upload, profile: Profile) -> None:
        language, view_id = profile.language, upload.view_id
        value = ImportValue.model_validate_json(upload.value)
        taking = partial(progress.progress, language, value.name, "taking")
        try:
            async with self._fetched(upload.who, value, upload.asked_at) as brought, self._turn:
                await self._renew(view_id, taking())
                done = await self._watched(
                    lambda tell: service.take(
                        self._database, self._url, brought, self._clock(), tell
                    ),
                    lambda _, share: self._renew(view_id, taking(share)),
                )
            team = await service.team_of(self._database, upload.who, upload.team_id)
        except Exception as error:  # noqa: BLE001  whoever brought it is told, wherever they are
            why = _why(error, profile)
            await self._renew(view_id, found_view.refused(why, None, value.name, language))
            await self._write(upload.who, result_view.refused(why, value.name, language))
        else:
            await self._tell(upload, profile, done, value.name, team)
        await service.end(self._database, upload)

    async def _tell(
        self, upload: Upload, profile: Profile, done: Found, name: str, team: str
    ) -> None:
        """Say what came in, in the modal and in Messages. It is in, whatever comes of saying so."""
        try:
            text = result_view.outcome(done, name, team, profile.language)
            await self._renew(upload.view_id, result_view.told(profile.language, text))
            await self._say(upload, profile, done, name, team)
        except Exception:
            log.exception("what came of a file is not told", team=upload.team_id)

    @asynccontextmanager
    async def _beating(self, upload: Upload) -> AsyncIterator[None]:
        """Let the other processes know meanwhile that this one is at a file."""

        async def beat() -> None:
            held = upload
            while True:
                await asyncio.sleep(_BEAT)
                try:
                    held = await service.hear(self._database, held, self._clock()) or held
                except Exception:
                    log.exception("a file is not kept hold of", team=upload.team_id)

        task = asyncio.create_task(beat())
        try:
            yield
        finally:
            task.cancel()

    async def _watched(
        self,
        work: Callable[[Tell], Awaitable[T]],
        show: Callable[[str, float | None], Awaitable[None]],
    ) -> T:
        """Return what work comes to; meanwhile `show` is told how far it is."""
        stands: dict[str, float] = {}

        def tell(phase: str, done: int, total: int) -> None:
            stands.clear()
            stands[phase] = done / total if total else 0.0

        task = asyncio.ensure_future(work(tell))
        try:
            while not (await asyncio.wait({task}, timeout=_EVERY))[0]:
                for phase, share in tuple(stands.items()):
                    await show(phase, None if phase == "examine" else share)
            return task.result()
        finally:
            task.cancel()

    async def _renew(self, view_id: str, modal: Payload) -> None:
        """Replace a modal where Slack lets one: what goes on behind it goes on without."""
        try:
            await self._slack.renew_modal(view_id, None, modal)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("a modal of an import is not renewed", error=type(error).__name__)

    async def _held(self, who: str, file: str) -> files.Held:
        """Return what Slack says of a file. Raises BotError for one that is not theirs, or big."""
        held = await files.held(self._slack, file)
        if held.user != who:
            raise BotError("intake.error.whose")
        if held.size > MOST_BYTES:
            raise BotError("intake.error.big", most=MOST_BYTES // MEGABYTE)
        return held

    @asynccontextmanager
    async def _fetched(
        self, who: str, value: ImportValue, since: datetime | None = None
    ) -> AsyncIterator[service.Brought]:
        """Yield a file as it lies on this machine meanwhile, under its own name."""
        held = await self._held(who, value.file)
        with tempfile.TemporaryDirectory(prefix="frt-file-") as folder:
            path = Path(folder) / _name(held.name)
            await files.download(self._slack, held, path, MOST_BYTES)
            said = Said(value.columns, value.order, value.zone, value.sheet, value.header_row)
            yield service.Brought(value.team_id, who, path, said, since)

    async def _say(
        self, upload: Upload, profile: Profile, done: Found, name: str, team: str
    ) -> None:
        """Write to whoever brought a file what came of it, with the rows that were set aside."""
        language = profile.language
        message = result_view.result(done, name, team, language, profile.zone)
        if await self._write(upload.who, message) and done.quarantined and done.number is not None:
            rows = await service.set_aside(self._database, upload.team_id, done.number)
            await self._aside(profile, result_view.table_of(rows, language), name, len(rows))

    async def _aside(self, profile: Profile, table: bytes, name: str, n: int) -> None:
        """Send the rows that were set aside as a file; where Slack takes none, say so."""
        language = profile.language
        called = result_view.aside_name(language, name)
        try:
            channel = await self._slack.direct(profile.user_id)
            said = result_view.aside_words(language, n)
            await files.share(self._slack, channel, called, table, said)
        except PostFailed as failed:
            log.warning("rows that were set aside are not sent", reason=failed.reason)
            why = apology(failed, language)
            await self._write(profile.user_id, result_view.unsent(language, why))

    async def _write(self, who: str, message: Payload) -> bool:
        try:
            await self._slack.post(who, message)
        except PostFailed as failed:
            log.warning("what came of a file is not told", reason=failed.reason)
            return False
        return True


def _why(error: Exception, profile: Profile) -> str:
    """Return why a file is not taken in, as `mrkdwn`."""
    if isinstance(error, BotError):
        return words.error_words(profile.language, error, profile.zone)
    return explain(error, profile.language)


def _name(name: str) -> str:
    """Return a file's name as a folder takes it."""
    plain = "".join(one for one in name if one.isprintable() and one not in "/\\").strip()
    if len(plain.encode()) <= _LONGEST_NAME and plain.strip("."):
        return plain
    return f"file{Path(plain).suffix[:10]}"


_OF_THE_FILE = (
    *("import.no_file", "import.empty", "import.no_rows", "import.changed"),
    *("import.locked_workbook", "import.old_workbook", "import.is_picture"),
    *("import.is_pdf", "import.is_archive"),
    *("import.is_page", "import.is_binary", "import.broken_workbook", "import.not_a_workbook"),
    *("import.big_workbook", "import.wide_workbook", "import.not_json_lines", "import.under_way"),
    *("import.id_digits_lost", "import.decimal_mixed", "import.no_room"),
)


def _may_be_mended(error: Exception) -> bool:
    """Return whether other columns or times may help where a file cannot be read."""
    key = error.key if isinstance(error, BotError) else ""
    return key.startswith("import.") and key not in _OF_THE_FILE
