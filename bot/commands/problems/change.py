"""A problem changed, its five whys written down, closed and reopened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled
from bot.answers.clicks import answer_click, read_value
from bot.answers.people import look_up
from bot.commands.problems import common
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.ids import ProblemFormValue, ProblemValue
from bot.metrics.problems.lists import ProblemCard
from bot.metrics.team import Reader
from bot.services.people import Profile
from bot.services.problems import changes, closing, opening
from bot.services.problems import life as service
from bot.services.problems.life import SUBJECT, ProblemDecision
from bot.services.problems.rights import Deed
from bot.services.registers import Wish
from bot.slack.client import Payload
from bot.views.blocks import NEW, Late
from bot.views.problems import forms

Draw = Callable[[ProblemCard, ProblemFormValue, Reader, Late], Payload]
Save = Callable[[Deps, Wish], Awaitable[ProblemDecision]]


@dataclass(frozen=True, slots=True)
class _Step:
    """A button, its form, and what sending it does."""

    opens: str
    form: str
    deed: Deed
    draw: Draw
    save: Save


def register(app: AsyncApp, deps: Deps) -> None:
    """Open each form for who may send it, and save what is sent."""
    for step in _STEPS:
        _opened_by(app, deps, step)
        _saved_by(app, deps, step)


def _opened_by(app: AsyncApp, deps: Deps, step: _Step) -> None:
    @app.action(step.opens)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ProblemValue, action.get("value")), context["profile"]
        place = (value.team_id, value.number)
        found = await service.consider(deps.database, *place, profile.user_id, step.deed)
        work: Any
        if found.reason == "allowed":
            form = common.form_value(found.facts, body)
            work = deps.slack.show_modal(body, await _modal(deps, step, form, profile, NEW))
        else:
            sentence = common.why_not(found, step.deed, profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        if found.problem is not None and found.problem.version != value.version:
            deps.background.start(deps.cards.redraw(place[0], SUBJECT, str(place[1])))
        await deps.after_ack(ack, work, body, profile)


def _saved_by(app: AsyncApp, deps: Deps, step: _Step) -> None:
    @app.view(step.form)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        profile: Profile = context["profile"]
        value = read_value(ProblemFormValue, body["view"].get("private_metadata"))
        typed = filled.texts_in(body["view"])
        wish = Wish(value.team_id, value.number, value.version, profile.user_id, typed)
        found = await step.save(deps, wish)
        if found.reason in {"changed", "unchanged"}:
            work = common.follow(deps, found.facts, profile, body, value.reply_url)
            await deps.after_ack(ack, work, body, profile)
        elif found.reason == "invalid":
            await ack(**filled.errors(found.errors, value.turn, profile.language))
        elif found.reason == "stale":
            newer = {"version": found.facts.version, "turn": value.turn + 1}
            again, late = value.model_copy(update=newer), Late(found.again, found.since)
            await ack(**filled.update(await _modal(deps, step, again, profile, late)))
        else:
            why = common.why_not(found, step.deed, profile.language)
            await ack(**filled.told(profile.language, why))


async def _modal(
    deps: Deps, step: _Step, value: ProblemFormValue, profile: Profile, late: Late
) -> Payload:
    shown = await opening.present(deps.database, value.team_id, value.number)
    return step.draw(shown, value, profile.reader(), late)


async def _save_change(deps: Deps, wish: Wish) -> ProblemDecision:
    now, owner = deps.clock(), None
    if owner_id := wish.typed.get("owner"):
        owner = await look_up(deps.slack, deps.database, owner_id, now)
    return await changes.change(deps.database, wish, owner, now)


async def _save_whys(deps: Deps, wish: Wish) -> ProblemDecision:
    return await changes.analyse(deps.database, wish, deps.clock())


async def _save_close(deps: Deps, wish: Wish) -> ProblemDecision:
    return await closing.close(deps.database, wish, deps.clock())


async def _save_reopen(deps: Deps, wish: Wish) -> ProblemDecision:
    return await closing.reopen(deps.database, wish, deps.clock())


def _draw_change(
    shown: ProblemCard, value: ProblemFormValue, reader: Reader, late: Late
) -> Payload:
    return forms.change(shown.problem, value, reader, late)


def _draw_whys(shown: ProblemCard, value: ProblemFormValue, reader: Reader, late: Late) -> Payload:
    return forms.five_whys(shown.problem, value, reader, late)


def _draw_reopen(
    shown: ProblemCard, value: ProblemFormValue, reader: Reader, late: Late
) -> Payload:
    return forms.reopen(shown.problem, value, reader, late)


_STEPS = (
    _Step(ids.PROBLEM_CHANGE, ids.PROBLEM_CHANGE_FORM, "analyse", _draw_change, _save_change),
    _Step(ids.PROBLEM_WHYS, ids.PROBLEM_WHYS_FORM, "analyse", _draw_whys, _save_whys),
    _Step(ids.PROBLEM_CLOSE, ids.PROBLEM_CLOSE_FORM, "close", forms.close, _save_close),
    _Step(ids.PROBLEM_REOPEN, ids.PROBLEM_REOPEN_FORM, "reopen", _draw_reopen, _save_reopen),
)
