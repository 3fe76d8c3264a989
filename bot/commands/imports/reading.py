"""What goes on after a file was sent: it is fetched, read beside the bot, shown, taken in."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import structlog

from bot.answers import filled
from bot.answers.clicks import apology
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ImportValue
from bot.metrics.imports import MEGABYTE, MOST_BYTES, Found, Said
from bot.services.imports import asked as service
from bot.services.people import Profile
from bot.services.team import Managed
from bot.slack import files
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.views.imports import columns as columns_view
from bot.views.imports import forms, progress
from bot.views.imports import found as found_view
from bot.views.imports import result as result_view

log = structlog.get_logger()
Tell = Callable[[str, int, int], None]
T = TypeVar("T")

_EVERY = 2.0
"""Seconds between two looks at how far a file is: Slack takes about one change a second."""
_LONGEST_NAME = 100
"""Bytes."""


class Readings:
    """The files that people have the bot read, one after the other in this process."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._turn = asyncio.Semaphore(1)

    def waiting(self, profile: Profile, name: str) -> Payload:
        """Return the ack that puts a modal in the place of a form while a file is fetched."""
        return filled.update(progress.progress(profile.language, name or "…", "fetch"))

    async def opened(
        self, body: dict[str, Any], profile: Profile, found: Managed, file: str
    ) -> None:
        """Look at a file that was sent to the bot; where there are several teams ask for which."""
        language = profile.language
        held = await self._held(profile, file)
        if len(found.teams) > 1:
            teams = [(number, name) for number, name, _ in found.teams]
            modal = forms.form(teams, language, (held.id, held.name))
            await self._deps.slack.show_modal(body, modal)
            return
        modal = progress.progress(language, held.name, "fetch")
        shown = await self._deps.slack.shown_modal(body, modal)
        value = ImportValue(team_id=found.teams[0][0], file=file)
        await self.look(str(shown["id"]), profile, value)

    async def look(self, view_id: str, profile: Profile, value: ImportValue) -> None:
        """Show in a modal what would come in, or why nothing can."""

        async def work(brought: service.Brought, tell: Tell) -> Found:
            deps = self._deps
            url, now = deps.settings.database_url, deps.clock()
            return await service.look(deps.database, url, brought, now, tell)

        await self._shown(view_id, profile, value, work)

    async def columns(self, body: dict[str, Any], profile: Profile, value: ImportValue) -> None:
        """Open the form in which columns are corrected, over the modal that was clicked in."""
        deps, language = self._deps, profile.language
        modal = progress.progress(language, value.name, "examine")
        shown = await deps.slack.shown_modal(body, modal)
        view_id = str(shown["id"])
        name = value.name
        try:
            async with self._fetched(profile, value) as brought:
                url, now = deps.settings.database_url, deps.clock()
                seen = await service.columns(deps.database, url, brought, now)
            made = columns_view.columns(seen, value, name, language)
        except BotError as error:
            made = found_view.refused(error, None, name, language, profile.zone)
        await deps.slack.renew_modal(view_id, None, made)

    async def take(self, view_id: str, profile: Profile, value: ImportValue) -> None:
        """Take a file in, say in the modal and in Messages what came of it."""
        deps, language = self._deps, profile.language
        name = value.name
        try:
            async with self._fetched(profile, value) as brought:
                await self._renew(view_id, progress.progress(language, name, "taking"))

                async def work(tell: Tell) -> Found:
                    url, now = deps.settings.database_url, deps.clock()
                    return await service.take(deps.database, url, brought, now, tell)

                async with self._turn:
                    done = await self._watched(view_id, language, name, work, "taking")
        except BotError as error:
            await self._renew(
                view_id, found_view.refused(error, None, name, language, profile.zone)
            )
            return
        team = await service.team_of(deps.database, profile.user_id, value.team_id)
        text = result_view.outcome(done, name, team, language)
        await self._renew(view_id, result_view.told(language, text))
        await self._say(profile, value, done, name, team)

    async def _shown(
        self,
        view_id: str,
        profile: Profile,
        value: ImportValue,
        work: Callable[[service.Brought, Tell], Awaitable[Found]],
    ) -> None:
        deps, language = self._deps, profile.language
        name, has_columns = value.name, False
        try:
            async with self._fetched(profile, value) as brought:
                name, has_columns = brought.path.name, True
                value = value.model_copy(update={"name": name})
                if self._turn.locked():
                    await self._renew(view_id, progress.progress(language, name, "waiting"))
                async with self._turn:
                    found = await self._watched(
                        view_id, language, name, lambda tell: work(brought, tell)
                    )
            team = await service.team_of(deps.database, profile.user_id, value.team_id)
            made = found_view.found(found, value, name, team, language, profile.zone)
        except BotError as error:
            offered = value if has_columns and _may_be_mended(error) else None
            made = found_view.refused(error, offered, name, language, profile.zone)
        await self._renew(view_id, made)

    async def _watched(
        self,
        view_id: str,
        language: str,
        name: str,
        work: Callable[[Tell], Awaitable[T]],
        always: str | None = None,
    ) -> T:
        """Return what work comes to; meanwhile the modal says how far it is."""
        stands: dict[str, float] = {}

        def tell(phase: str, done: int, total: int) -> None:
            stands.clear()
            stands[phase] = done / total if total else 0.0

        task = asyncio.ensure_future(work(tell))
        try:
            while not (await asyncio.wait({task}, timeout=_EVERY))[0]:
                for phase, share in tuple(stands.items()):
                    shown = share if phase != "examine" else None
                    modal = progress.progress(language, name, always or phase, shown)
                    await self._renew(view_id, modal)
            return task.result()
        finally:
            task.cancel()

    async def _renew(self, view_id: str, modal: Payload) -> None:
        await self._deps.slack.renew_modal(view_id, None, modal)

    async def _held(self, profile: Profile, file: str) -> files.Held:
        """Return what Slack says of a file. Raises BotError for one that is not theirs, or big."""
        held = await files.held(self._deps.slack, file)
        if held.user != profile.user_id:
            raise BotError("intake.error.whose")
        if held.size > MOST_BYTES:
            raise BotError("intake.error.big", most=MOST_BYTES // MEGABYTE)
        return held

    @asynccontextmanager
    async def _fetched(
        self, profile: Profile, value: ImportValue
    ) -> AsyncIterator[service.Brought]:
        """Yield a file as it lies on this machine meanwhile, under its own name."""
        held = await self._held(profile, value.file)
        with tempfile.TemporaryDirectory(prefix="frt-file-") as folder:
            path = Path(folder) / _name(held.name)
            await files.download(self._deps.slack, held, path, MOST_BYTES)
            said = Said(value.columns, value.order, value.zone, value.sheet, value.header_row)
            yield service.Brought(value.team_id, profile.user_id, path, said)

    async def _say(
        self, profile: Profile, value: ImportValue, done: Found, name: str, team: str
    ) -> None:
        """Write to whoever brought a file what came of it, with the rows that were set aside."""
        slack, language = self._deps.slack, profile.language
        try:
            message = result_view.result(done, name, team, language, profile.zone)
            await slack.post(profile.user_id, message)
        except PostFailed as failed:
            log.warning("the result of an import is not told", reason=failed.reason)
            return
        if done.quarantined and done.number is not None and done.status != "already":
            rows = await service.set_aside(self._deps.database, value.team_id, done.number)
            await self._aside(profile, result_view.table_of(rows, language), name, done.quarantined)

    async def _aside(self, profile: Profile, table: bytes, name: str, n: int) -> None:
        """Send the rows that were set aside as a file; where Slack takes none, say so."""
        slack, language = self._deps.slack, profile.language
        called = result_view.aside_name(language, name)
        try:
            channel = await slack.direct(profile.user_id)
            await files.share(slack, channel, called, table, result_view.aside_words(language, n))
        except PostFailed as failed:
            log.warning("rows that were set aside are not sent", reason=failed.reason)
            why = result_view.unsent(language, apology(failed, language))
            await slack.post(profile.user_id, why)


def _name(name: str) -> str:
    """Return a file's name as a folder takes it."""
    plain = "".join(one for one in name if one.isprintable() and one not in "/\\").strip()
    if len(plain.encode()) <= _LONGEST_NAME and plain.strip("."):
        return plain
    return f"file{Path(plain).suffix[:10]}"


_OF_THE_FILE = (
    *(
        "import.no_file",
        "import.empty",
        "import.no_rows",
        "import.changed",
        "import.locked_workbook",
    ),
    *("import.old_workbook", "import.is_picture", "import.is_pdf", "import.is_archive"),
    *("import.is_page", "import.is_binary", "import.broken_workbook", "import.not_a_workbook"),
    *("import.big_workbook", "import.wide_workbook", "import.not_json_lines", "import.under_way"),
    *("import.id_digits_lost", "import.decimal_mixed", "import.no_room"),
)


def _may_be_mended(error: BotError) -> bool:
    """Return whether other columns or times may help where a file cannot be read."""
    return error.key.startswith("import.") and error.key not in _OF_THE_FILE
