"""What becomes of entries: the form of each step, and what follows when it is sent."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled
from bot.answers.clicks import Asked, Work, answer_click, read_value
from bot.answers.people import look_up
from bot.commands.registers import showing
from bot.deps import Deps
from bot.ids import (
    ActionFormValue,
    EntryFormValue,
    EntryListValue,
    EntryValue,
    MakeAction,
    OpenedValue,
)
from bot.metrics.registers import MAKE, AnyRegister, AnyStep, Person
from bot.metrics.texts import Texts
from bot.registers import REGISTERS, register_of, stepped
from bot.registers.actions import ACTION
from bot.services.people import Profile
from bot.services.registers import life
from bot.services.registers.decisions import Decision, Wish
from bot.slack.client import Payload
from bot.views.blocks import Late
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


def _opened_by(app: AsyncApp, deps: Deps, kind: AnyRegister, step: AnyStep) -> None:
    of = {"of": kind.name}

    @app.action(ids.register_step(kind.name, step.name))
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(EntryValue, action.get("value"))
        if value.listed is not None:
            value = value.model_copy(update={"listed": value.listed.model_copy(update=of)})
        asked = Asked(context["profile"], context.channel_id or "", body)
        work = await opened(deps, kind, step, value, asked)
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
    is_own = (body.get("container") or {}).get("is_ephemeral")
    behind = _opened_in(body)
    form = EntryFormValue(
        of=kind.name,
        team_id=value.team_id,
        number=value.number,
        version=found.entry.row.version if found.entry else 0,
        listed=behind.listed if behind else value.listed,
        step=found.step.name,
        reply_url=behind.reply_url if behind else body.get("response_url") if is_own else None,
    )
    modal = forms.step_form(found.entry, form, profile.reader(), deps.clock())
    return deps.slack.show_modal(body, modal)


def _opened_in(body: Body) -> OpenedValue | None:
    """Return what the modal of an entry carries that was clicked in, if one was."""
    view = body.get("view") or {}
    if view.get("callback_id") != ids.REGISTER_OPEN:
        return None
    return read_value(OpenedValue, view.get("private_metadata"))


def _saved_by(app: AsyncApp, deps: Deps) -> None:
    @app.view(ids.REGISTER_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        value = read_value(EntryFormValue, body["view"].get("private_metadata"))
        await saved(ack, context["profile"], value, body)

    @app.view(ids.ACTION_MAKE_FORM)
    async def on_older_make(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        made = read_value(MakeAction, body["view"].get("private_metadata"))
        born = {"origin": made.origin, "ref": made.ref}
        value = EntryFormValue(of=ACTION, step=MAKE, team_id=made.team_id or 0, **born)
        await saved(ack, context["profile"], value, body)

    @app.view(ids.ACTION_CHANGE_FORM)
    async def on_older(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        value = read_value(ActionFormValue, body["view"].get("private_metadata"))
        await saved(ack, context["profile"], _of_today(value), body)

    async def saved(ack: AsyncAck, profile: Profile, value: EntryFormValue, body: Body) -> None:
        kind = register_of(value.of)
        step, now = kind.step(value.step), deps.clock()
        typed = filled.texts_in(body["view"])
        place = (value.team_id or _chosen(typed), value.number, value.version)
        born = {"origin": value.origin, "origin_ref": value.ref} if value.origin else {}
        wish = Wish(*place, profile.user_id, typed, body["view"]["id"], born)
        named = [typed.get(one) for one in step.asks if isinstance(kind.kind(one), Person)]
        people = {one: await look_up(deps.slack, deps.database, one, now) for one in named if one}
        save = life.create if step.name == MAKE else life.change
        found = await save(deps.database, kind, step, wish, people, now)
        if found.reason in {"changed", "unchanged"}:
            face = deps.faces.get(kind.name)
            follow = face.follow if face else partial(showing.follow, deps)
            await deps.after_ack(ack, follow(found, value, profile, body), body, profile)
        else:
            await ack(**_no(deps, found, kind, value, profile))


def _chosen(typed: Texts) -> int:
    team = typed.get("team", "")
    return int(team) if team.isdecimal() and len(team) < _MOST_DIGITS else 0


def _of_today(value: ActionFormValue) -> EntryFormValue:
    """Return the value of an action's form that was opened in an earlier version."""
    given = value.model_dump(exclude={"kind", "listed"})
    listed = value.listed and EntryListValue(of=ACTION, **value.listed.model_dump())
    return EntryFormValue(of=ACTION, step=value.kind, listed=listed, **given)


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
        modal = forms.step_form(found.entry, again, profile.reader(), deps.clock(), late)
        return filled.update(modal)
    return filled.told(profile.language, _why_not(deps, found, kind, step, profile.language))


def _why_not(deps: Deps, found: Decision, kind: AnyRegister, step: AnyStep, language: str) -> str:
    if found.reason == "gone":
        return words.gone(kind, language)
    if found.reason == "state":
        face = deps.faces.get(kind.name)
        said = face.in_other_state if face else view.in_other_state
        return said(found.facts, step, language)
    return words.refusal(kind, found.step or step, found.entry, found.leading, language)
