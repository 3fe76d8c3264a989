"""What becomes of entries: the form of each step, and what follows when it is sent."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled, uploads
from bot.answers.clicks import Asked, Work, answer_click, read_value
from bot.answers.faces import Follow
from bot.answers.people import look_up
from bot.commands.registers import older, showing
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import EntryFormValue, EntryValue, OpenedValue
from bot.metrics.files import SlackFile
from bot.metrics.registers import MAKE, AnyEntry, AnyRegister, AnyStep, Errors, File, people_in
from bot.metrics.texts import Texts
from bot.metrics.tickets import TicketKey
from bot.registers import REGISTERS, register_of, stepped
from bot.services.people import Profile
from bot.services.registers import life
from bot.services.registers.decisions import Decision, Wish
from bot.slack.client import Payload
from bot.views.blocks import NEW, Late
from bot.views.registers import card as view
from bot.views.registers import forms, words

Body = dict[str, Any]
_MOST_DIGITS = 10


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form of each step for who may take it, and save what is sent."""
    for kind in stepped().values():
        begins = kind.steps
        if kind.name in REGISTERS:
            showing.register(deps, kind)
            begins = (kind.make, *kind.steps)
        for step in begins:
            if not step.hidden:
                _opened_by(app, deps, kind, step)
    _saved_by(app, deps)
    _widened_by(app, deps)


def _opened_by(app: AsyncApp, deps: Deps, kind: AnyRegister, step: AnyStep) -> None:
    of = {"of": kind.name}

    @app.action(ids.register_step(kind.name, step.name))
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(EntryValue, action.get("value")).model_copy(update=of)
        if value.listed is not None:
            value = value.model_copy(update={"listed": value.listed.model_copy(update=of)})
        asked = Asked(context["profile"], context.channel_id or "", body)
        begin = _taken if step.at_once else opened
        work = await begin(deps, kind, step, value, asked)
        await deps.after_ack(ack, work, body, asked.profile)


async def opened(
    deps: Deps, kind: AnyRegister, step: AnyStep, value: EntryValue, asked: Asked
) -> Work:
    """Return what opens the form of a step, or says to who clicked why it does not."""
    profile, body, place = asked.profile, asked.body, (value.team_id, value.number)
    found = await life.consider(deps.database, kind, place, profile.user_id, step)
    if found.entry is not None and found.entry.row.version != value.version:
        deps.background.start(deps.cards.redraw(place[0], kind.name, str(place[1])))
    if found.reason != "allowed" or found.step is None:
        sentence = _why_not(deps, found, kind, step, profile.language)
        return answer_click(deps.slack, body, profile.language, sentence)
    form = _form_value(found.step, found.entry, value, body)
    modal = _modal(deps, found.entry, form, profile)
    return deps.slack.show_modal(body, modal)


async def _taken(
    deps: Deps, kind: AnyRegister, step: AnyStep, value: EntryValue, asked: Asked
) -> Work:
    """Take a step that asks for nothing; return what shows it, or says why it was not taken."""
    who, body = asked.profile, asked.body
    wish = Wish(value.team_id, value.number, value.version, who.user_id, {})
    found = await life.change(deps.database, kind, step, wish, {}, deps.clock())
    if found.reason in {"changed", "unchanged"}:
        form = _form_value(step, found.entry, value, body)
        return _followed(deps, kind)(found, form, who, body)
    sentence = _why_not(deps, found, kind, step, who.language)
    return answer_click(deps.slack, body, who.language, sentence)


def _followed(deps: Deps, kind: AnyRegister) -> Follow:
    """Return what shows a step that was taken with an entry of a register."""
    face = deps.faces.get(kind.name)
    return face.follow if face else partial(showing.follow, deps)


def _modal(
    deps: Deps, entry: AnyEntry | None, form: EntryFormValue, who: Profile, late: Late = NEW
) -> Payload:
    """Return the form of a step, with what speaks for it."""
    face = deps.faces.get(form.of)
    step = register_of(form.of).step(form.step)
    basis = face.basis(entry, step, who.language) if face and entry else None
    return forms.step_form(entry, form, who.reader(), deps.clock(), replace(late, basis=basis))


def _form_value(
    step: AnyStep, entry: AnyEntry | None, clicked: EntryValue, body: Body
) -> EntryFormValue:
    """Return what the form of a step carries, opened by a click."""
    is_own = (body.get("container") or {}).get("is_ephemeral")
    behind = _opened_in(body)
    return EntryFormValue(
        of=clicked.of,
        team_id=clicked.team_id,
        number=clicked.number,
        version=entry.row.version if entry else 0,
        listed=behind.listed if behind else clicked.listed,
        step=step.name,
        reply_url=behind.reply_url if behind else body.get("response_url") if is_own else None,
    )


def _opened_in(body: Body) -> OpenedValue | None:
    """Return what the modal of an entry carries that was clicked in, if one was."""
    view = body.get("view") or {}
    if view.get("callback_id") != ids.REGISTER_OPEN:
        return None
    return read_value(OpenedValue, view.get("private_metadata"))


def _widened_by(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.REGISTER_MORE)
    async def on_more(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        opened, who = body.get("view") or {}, context["profile"]
        value = read_value(EntryFormValue, opened.get("private_metadata"))
        if value.step != MAKE:
            raise BotError("error.button")
        form = forms.with_all(opened, value, who.language)
        work = deps.slack.renew_modal(opened["id"], opened.get("hash"), form)
        await deps.after_ack(ack, work, body, who)


def _saved_by(app: AsyncApp, deps: Deps) -> None:
    @app.view(ids.REGISTER_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        value = read_value(EntryFormValue, body["view"].get("private_metadata"))
        await saved(ack, context["profile"], value, body)

    @app.view(older.FORMS)
    async def on_older(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        value, view = older.of_today(body["view"])
        await saved(ack, context["profile"], value, {**body, "view": view})

    async def saved(ack: AsyncAck, profile: Profile, value: EntryFormValue, body: Body) -> None:
        kind = register_of(value.of)
        step, now = kind.step(value.step), deps.clock()
        if step.at_once:
            raise BotError("error.button")
        typed = filled.texts_in(body["view"])
        files, wrong = _files(deps, kind, step, typed, profile.user_id, body)
        wish = _wish(kind, value, profile.user_id, typed, body["view"]["id"], wrong)
        named = [who for one in step.asks for who in people_in(kind.kind(one), typed.get(one, ""))]
        people = {one: await look_up(deps.slack, deps.database, one, now) for one in named}
        save = life.create if step.name == MAKE else life.change
        found = await save(deps.database, kind, step, wish, people, now)
        if found.reason in {"changed", "unchanged"}:
            shown = _followed(deps, kind)(found, value, profile, body)
            work = _shown(shown, deps, found, files, profile, body)
            await deps.after_ack(ack, work, body, profile)
        else:
            await ack(**_no(deps, found, kind, value, profile))


def _chosen(typed: Texts) -> int:
    team = typed.get("team", "")
    return int(team) if team.isdecimal() and len(team) < _MOST_DIGITS else 0


def _files(
    deps: Deps, kind: AnyRegister, step: AnyStep, typed: dict[str, str], who: str, body: Body
) -> tuple[list[SlackFile], Errors]:
    """Put what a form says of files into its texts; return the new ones and what is wrong."""
    made: list[SlackFile] = []
    wrong: dict[str, BotError] = {}
    for name in step.asks:
        if isinstance(kind.kind(name), File):
            file, errors = uploads.take(typed, body, who, deps.settings.slack_api_url, name)
            made += [file] if file else []
            wrong |= errors
    return made, wrong


async def _shown(
    shown: Work,
    deps: Deps,
    found: Decision,
    files: Sequence[SlackFile],
    who: Profile,
    body: Body,
) -> None:
    """Show a step that was taken; share the files that came with it with the team."""
    await shown
    for file in files if found.reason == "changed" else ():
        entry = found.facts
        text = view.shared(entry, file, who.user_id, entry.language)
        if said := await uploads.share(deps.slack, entry.channel_id, file, text, who.language):
            await answer_click(deps.slack, body, who.language, said)


def _wish(
    kind: AnyRegister, value: EntryFormValue, who: str, typed: Texts, form: str, wrong: Errors
) -> Wish:
    ticket = TicketKey(value.source, value.ticket) if value.source and value.ticket else None
    place = (value.team_id or _chosen(typed), value.number, value.version)
    born = _born(kind, value)
    return Wish(*place, who, typed, form=form, born=born, ticket=ticket, wrong=wrong)


def _born(kind: AnyRegister, value: EntryFormValue) -> dict[str, str | None]:
    """Return what a new entry is made from, as its columns say; only a forged form knows others."""
    if value.origin and value.origin not in kind.origins:
        raise BotError("error.button")
    if not kind.origins or value.step != MAKE:
        return {}
    return {"origin": value.origin or kind.origins[-1], "origin_ref": value.ref}


def _no(
    deps: Deps, found: Decision, kind: AnyRegister, value: EntryFormValue, profile: Profile
) -> Payload:
    """Return the ack of a form that changed nothing."""
    step = kind.step(value.step)
    if found.reason == "invalid":
        return filled.errors(found.errors, value.turn, profile.language)
    if found.reason == "stale":
        newer = {"version": found.facts.row.version, "turn": value.turn + 1}
        again, late = value.model_copy(update=newer), Late(found.again, found.since)
        modal = _modal(deps, found.entry, again, profile, late)
        return filled.update(deps.slack.permitted(modal))
    return filled.told(profile.language, _why_not(deps, found, kind, step, profile.language))


def _why_not(deps: Deps, found: Decision, kind: AnyRegister, step: AnyStep, language: str) -> str:
    if found.reason == "gone":
        return words.gone(kind, language)
    if found.reason == "state":
        face = deps.faces.get(kind.name)
        said = face.in_other_state if face else view.in_other_state
        return said(found.facts, step, language)
    return words.refusal(kind, found.step or step, found.entry, found.leading, language)
