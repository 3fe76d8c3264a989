"""`/frt import` and `/frt 导入`: asks for a file, shows what is in it, takes it in."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import calendars, filled, uploads
from bot.answers.clicks import Answer, Asked, read_value
from bot.answers.written import calendar_in, is_written, table_in
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import FileValue, ImportValue
from bot.metrics.files import SlackFile
from bot.metrics.imports import CHOSEN, ELAPSED, Columns, fields_of
from bot.models import Upload
from bot.services.imports import asked as service
from bot.services.team import Managed, Words, chosen, own_days, read_zone
from bot.slack.client import Payload
from bot.views.imports import forms

Click = dict[str, Any]


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form, look at the file that is sent, and take it in."""
    _ask(app, deps)
    _correct(app, deps)
    _take(app, deps)


def _ask(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.IMPORT_OPEN)
    async def on_file(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        profile, file = context["profile"], read_value(FileValue, action.get("value")).file
        if file is None:
            raise BotError("error.button")
        found = await service.teams_of(deps.database, profile.user_id)
        work = deps.intake.opened(body, profile, found, file)
        await deps.after_ack(ack, work, body, profile)

    @app.view(ids.IMPORT_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        profile, opened = context["profile"], body["view"]
        file = read_value(FileValue, opened.get("private_metadata")).file
        name = ""
        if file is None:
            given, wrong = _given(deps, body, profile.user_id)
            if given is None:
                await ack(**filled.errors({"file": wrong}, 0, profile.language))
                return
            file, name = given.id, given.name
        team = filled.texts_in(opened).get("team", "")
        if not team.isdecimal():
            raise BotError("error.button")
        value = ImportValue(team_id=int(team), file=file, name=name)
        await service.team_of(deps.database, profile.user_id, value.team_id)
        work = deps.intake.look(opened["id"], profile, value)
        await deps.after_ack(
            ack, work, body, profile, deps.intake.waiting(profile.language, value.name)
        )


def _correct(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.IMPORT_COLUMNS)
    async def on_columns(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        profile, value = context["profile"], read_value(ImportValue, action.get("value"))
        await service.team_of(deps.database, profile.user_id, value.team_id)
        await deps.after_ack(ack, deps.intake.columns(body, profile, value), body, profile)

    @app.view(ids.IMPORT_SET)
    async def on_set(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        profile, opened = context["profile"], body["view"]
        before = read_value(ImportValue, opened.get("private_metadata"))
        await service.team_of(deps.database, profile.user_id, before.team_id)
        try:
            value = _corrected(before, filled.texts_in(opened))
        except _WrongError as wrong:
            await ack(**filled.errors({wrong.field: wrong.error}, 0, profile.language))
            return
        below = opened.get("root_view_id") or opened["id"]
        await deps.after_ack(ack, deps.intake.look(below, profile, value), body, profile)


def _take(app: AsyncApp, deps: Deps) -> None:
    @app.view(ids.IMPORT_TAKE)
    async def on_take(ack: AsyncAck, context: AsyncBoltContext, body: Click) -> None:
        profile, opened, now = context["profile"], body["view"], deps.clock()
        value = read_value(ImportValue, opened.get("private_metadata"))
        upload = Upload(
            team_id=value.team_id,
            view_id=opened["id"],
            who=profile.user_id,
            value=value.dump(),
            asked_at=now,
            heard_at=now,
        )
        said = deps.intake.waiting(profile.language, value.name)
        if await service.begin(deps.database, upload):
            await deps.after_ack(ack, deps.intake.take(upload, profile), body, profile, said)
        else:
            await ack(**said)


async def answer(deps: Deps, asked: Asked, words: Words) -> Answer:
    """Return what opens the form for a file, or what is said of one that was sent."""
    profile = asked.profile
    event = asked.body["event"] if is_written(asked.body) else {}
    table, calendar = table_in(event), calendar_in(event)
    if calendar and not table:
        await own_days.teams_of(deps.database, profile.user_id)
        today = deps.clock().astimezone(profile.zone).date()
        return calendars.tell(deps.slack, asked, calendar, today)
    found = await service.teams_of(deps.database, profile.user_id)
    if table:
        return forms.sent(*table, profile.language)
    team_id = chosen(found, words.team, asked.channel_id)
    return deps.slack.show_modal(asked.body, _form(found, profile.language, team_id))


def _form(found: Managed, language: str, team_id: int | None) -> Payload:
    teams = [(number, name) for number, name, _ in found.teams]
    return forms.form(teams, language, team_id=team_id)


def _given(deps: Deps, body: Click, who: str) -> tuple[SlackFile | None, BotError]:
    """Return the file in a form, or what is wrong with it."""
    try:
        file = uploads.given(body, who, deps.settings.slack_api_url)
    except BotError as error:
        return None, error
    return file, BotError("intake.error.no_file")


class _WrongError(Exception):
    """Something in the form of columns is wrong: the field and what to say of it."""

    def __init__(self, field: str, error: BotError) -> None:
        super().__init__(field)
        self.field, self.error = field, error


def _corrected(before: ImportValue, texts: dict[str, str]) -> ImportValue:
    """Return what was said of a file, with what a form changes of it."""
    row = texts.get("header_row", "").strip()
    if row and (not row.isdecimal() or not 0 < int(row) < 1_000_000):
        raise _WrongError("header_row", BotError("intake.error.header_row"))
    try:
        zone = read_zone(texts["zone"].strip()) if texts.get("zone", "").strip() else None
    except BotError as error:
        raise _WrongError("zone", error) from error
    return before.model_copy(
        update={
            "columns": _changed(before, texts),
            "stood": {},
            "order": texts.get("order") or None,
            "zone": zone,
            "sheet": texts.get("sheet", "").strip() or None,
            "header_row": int(row) if row else None,
        }
    )


def _is_place(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _changed(before: ImportValue, texts: dict[str, str]) -> Columns:
    """Return the columns that were said before, with those that are not what stood in the form.

    A length of time is read as what it is of, in its unit, and nothing else tells the same then.
    """
    said = dict(before.columns)
    for name in CHOSEN:
        places = tuple(int(one) for one in texts.get(name, "").split(",") if _is_place(one))
        unit = texts.get(f"{name}_unit", "at")
        field = name if unit == "at" or not places else f"{ELAPSED[name]}_{unit}"
        stood = next((one for one in fields_of(name) if before.stood.get(one)), name)
        if (field, places) != (stood, tuple(before.stood.get(stood, ()))):
            for rival in fields_of(name):
                said.pop(rival, None)
            said[field] = places
    return said
