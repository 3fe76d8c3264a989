"""`/frt warnings` and `/frt 预警`: how the watched metrics stand; *Acknowledge* on a warning."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled
from bot.answers.cards import Shows
from bot.answers.clicks import Asked, answer_click, read_value
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.ids import WarningRuleFormValue, WarningRuleValue, WarningShowValue, WarningValue
from bot.metrics.team import Reader
from bot.metrics.warnings.watched import RuleForm
from bot.services.people import Profile
from bot.services.team import Choice
from bot.services.warnings import form as rule
from bot.services.warnings.cards import SUBJECT, shows_of
from bot.services.warnings.taking import Taken, acknowledge
from bot.services.warnings.watch import watch
from bot.services.warnings.words import Words
from bot.slack.client import Payload
from bot.views.blocks import Late
from bot.views.team import choosing as team_view
from bot.views.warnings import card as card_view
from bot.views.warnings import watch as view
from bot.views.warnings.form import rule_form


def register(app: AsyncApp, deps: Deps) -> None:
    """Show a metric in detail, and take note of who acknowledges a warning."""

    @app.action(ids.WARNING_SHOW)
    async def on_metric(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        option = action.get("selected_option")
        value = read_value(WarningShowValue, (option or action).get("value"))
        place = (context["profile"], context.channel_id or "")
        payload = await _drawn(deps, place, Words(value.metric), value.team_id)
        await deps.answer(ack, body, payload, replace=option is not None)

    @app.action(ids.WARNING_RULE)
    @app.action(ids.WARNING_RULE_ANOTHER)
    async def on_rule(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        profile = context["profile"]
        value = read_value(WarningRuleValue, action.get("value"))
        made = await rule.opened(
            deps.database, value.team_id, value.metric, profile.user_id, deps.clock()
        )
        modal = rule_form(made, _form_value(made, body.get("response_url")), profile.reader())
        await deps.after_ack(ack, deps.slack.show_modal(body, modal), body, profile)

    @app.view(ids.WARNING_RULE_FORM)
    async def on_rule_form(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        profile = context["profile"]
        value = read_value(WarningRuleFormValue, body["view"].get("private_metadata"))
        typed = filled.texts_in(body["view"])
        place = (value.team_id, value.metric, value.version, profile.user_id)
        wish = rule.RuleWish(*place, typed, value.was)
        saved = await rule.save(deps.database, wish, deps.clock())
        if saved.errors:
            await ack(**filled.errors(saved.errors, value.turn, profile.language))
        elif saved.form is not None:
            late = Late(saved.again or {}, saved.since)
            again = _form_value(saved.form, value.reply_url, value.turn + 1)
            await ack(**filled.update(rule_form(saved.form, again, profile.reader(), late)))
        else:
            metric = value.metric or typed.get("metric")
            work = _renewed(deps, profile, (value.team_id, metric), value.reply_url)
            await deps.after_ack(ack, work, body, profile)

    @app.action(ids.WARNING_ACKNOWLEDGE)
    async def on_acknowledge(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        profile = context["profile"]
        value = read_value(WarningValue, action.get("value"))
        taken = await acknowledge(deps.database, profile.user_id, value, deps.clock())
        await deps.after_ack(ack, _show(deps, body, value, taken, profile), body, profile)


def _form_value(made: RuleForm, reply_url: str | None, turn: int = 0) -> WarningRuleFormValue:
    """Return what a form carries: what stood when it was drawn, and the answer that it renews."""
    return WarningRuleFormValue(
        team_id=made.team.id,
        metric=made.metric,
        version=made.version,
        was=tuple(made.texts.values()),
        turn=turn,
        reply_url=reply_url,
    )


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return how the watched metrics stand, or the teams to choose from."""
    return await _drawn(deps, (asked.profile, asked.channel_id), words, asked.team_id)


async def _renewed(
    deps: Deps, profile: Profile, about: tuple[int, str | None], reply_url: str | None
) -> None:
    """Show the answer that a form was opened from as things stand now."""
    if reply_url is None:
        return
    team_id, metric = about

    async def draw() -> Payload:
        return await _drawn(deps, (profile, ""), Words(metric), team_id)

    await show_current(draw, deps.slack.replacing(reply_url))


async def _drawn(
    deps: Deps, place: tuple[Profile, str], words: Words, team_id: int | None
) -> Payload:
    made = await watch(deps.database, *place, (words, team_id), deps.clock())
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.answer(made.watch, made.reader)


async def _show(
    deps: Deps, body: dict[str, Any], value: WarningValue, taken: Taken, profile: Profile
) -> None:
    place = body.get("container") or {}
    key, drawn = shows_of(value.metric, value.raised, value.shown)
    if place.get("channel_id") and place.get("message_ts"):
        shows = [Shows(value.team_id, SUBJECT, key, drawn)]
        await deps.cards.remember(place["channel_id"], place["message_ts"], shows)
    await deps.cards.redraw(value.team_id, SUBJECT, key)
    answer = _said(taken, profile.reader())
    if answer is not None:
        await answer_click(deps.slack, body, profile.language, answer["text"])


def _said(taken: Taken, reader: Reader) -> Payload | None:
    if taken.reason == "cleared":
        return card_view.over(reader)
    if taken.reason == "acknowledged" or taken.by is None or taken.by.user_id == reader.user_id:
        return None
    return card_view.taken(taken.by, reader)
