"""*Change* beside a case to learn from: another ticket, and what is learned from it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.commands.review import common
from bot.deps import Deps
from bot.ids import CaseValue, ReviewCaseValue
from bot.metrics.review import LONGEST_LEARNED
from bot.metrics.tickets import TicketKey
from bot.services import review_case as cases
from bot.services.readers import Profile
from bot.services.review_case import CaseStep, Wanted
from bot.slack import Payload
from bot.slack_clicks import answer_click, read_value
from bot.text import t
from bot.views import review_asking
from bot.views import review_learning as view
from bot.views.form_fields import INPUT
from bot.views.notice import notice_modal


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form of a case, and change it."""

    @app.action(ids.REVIEW_CASE)
    async def on_click(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewCaseValue, action.get("value")), context["profile"]
        about = (value.team, value.week, value.kind)
        step = await cases.look(deps.database, *about, profile.user_id)
        if step.reason == "changed":
            form = _form(value, step, profile)
            work = deps.slack.show_modal(body, form)
        else:
            work = answer_click(deps.slack, body, profile.language, _why_not(step, profile))
        await deps.after_ack(ack, work, body, profile)
        if step.reason == "already":
            deps.background.start(common.redraw(deps, value))

    @app.view(ids.REVIEW_CASE_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        opened, profile = body["view"], context["profile"]
        value = read_value(ReviewCaseValue, opened.get("private_metadata"))
        wanted = _wanted(opened["state"]["values"], value, profile)
        step = await cases.change(deps.database, value.team, value.week, wanted, deps.clock())
        if step.reason not in {"changed", "unchanged"}:
            await ack(**_refused(step, value, wanted, profile))
            return
        await ack()
        if step.reason == "changed" and step.case is not None:
            said = view.told(step.language, profile.user_id, step.case)
            deps.background.start(common.redraw(deps, value))
            deps.background.start(common.tell_thread(deps, value, said))


def _form(
    value: ReviewCaseValue, step: CaseStep, profile: Profile, typed: str | None = None
) -> Payload:
    now = value.model_copy(update={"version": step.case.version if step.case else 0})
    is_stale = step.reason == "stale"
    return view.form(profile.language, now, step.case, step.candidates, typed, is_stale=is_stale)


def _wanted(held: dict[str, Any], value: ReviewCaseValue, profile: Profile) -> Wanted:
    option = _input(held, view.TICKET).get("selected_option") or {}
    chosen = read_value(CaseValue, option["value"]) if option else None
    return Wanted(
        kind=value.kind,
        version=value.version,
        who=profile.user_id,
        ticket=TicketKey(chosen.source, chosen.id) if chosen else None,
        number=_input(held, view.NUMBER).get("value"),
        learned=_input(held, view.LEARNED).get("value"),
    )


def _input(held: dict[str, Any], field: str) -> dict[str, Any]:
    found: dict[str, Any] = (held.get(field) or {}).get(INPUT) or {}
    return found


def _refused(step: CaseStep, value: ReviewCaseValue, wanted: Wanted, profile: Profile) -> Payload:
    """Return the ack of a change that was not made; what was typed stays in the form."""
    language = profile.language
    if step.reason == "stale":
        form = _form(value, step, profile, wanted.learned or "")
        return {"response_action": "update", "view": form}
    if step.reason == "long":
        said = t(
            language, "review.error.too_long", most=LONGEST_LEARNED, has=len(wanted.learned or "")
        )
        return {"response_action": "errors", "errors": {view.LEARNED: said}}
    if step.reason in {"unknown", "unchosen"}:
        said = t(language, f"review.error.case.{step.reason}")
        return {"response_action": "errors", "errors": {view.NUMBER: said}}
    modal = notice_modal(language, _why_not(step, profile))
    return {"response_action": "update", "view": modal}


def _why_not(step: CaseStep, profile: Profile) -> str:
    if step.reason == "forbidden":
        return review_asking.may_not_choose(profile.language, step.leading)
    return common.ended(step.state, profile)
