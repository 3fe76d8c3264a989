"""*Report* on a problem: read what was posted, or post it to the channels of teams, once each."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled
from bot.answers.clicks import answer_click, asker_of, open_for, read_value
from bot.commands.problems import common
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ProblemFormValue, ProblemValue
from bot.metrics.problems.problems import ProblemFacts
from bot.models import Delivery
from bot.planner.planner import Planner
from bot.registers.problems import PROBLEMS, REPORT, facts_of
from bot.services.deliveries import ON_ITS_WAY
from bot.services.people import Profile
from bot.services.problems import reports as service
from bot.services.problems.reports import ReportForm
from bot.services.registers import Decision, Wish
from bot.slack.client import Payload
from bot.text import t
from bot.views.problems import card as view
from bot.views.problems import forms
from bot.views.registers import words


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Show what was and what would be posted; post it where it is wanted."""

    @app.action(ids.PROBLEM_REPORT)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ProblemValue, action.get("value")), context["profile"]
        place = (value.team_id, value.number)
        asker = asker_of(context, deps.clock())
        found = await service.look(deps.database, *place, asker)
        work: Any
        if found.card is None or (found.last is None and found.decision.reason != "allowed"):
            sentence = _why_not(found.decision, profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        else:
            modal = _modal(found, body, profile)
            work = open_for(asker, deps.slack, deps.database, body, modal)
        await deps.after_ack(ack, work, body, profile)

    @app.view(ids.PROBLEM_REPORT_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        profile: Profile = context["profile"]
        value = read_value(ProblemFormValue, body["view"].get("private_metadata"))
        typed = filled.texts_in(body["view"])
        wish = Wish(value.team_id, value.number, value.version, profile.user_id, typed)
        chosen = _numbers(typed.get("teams", ""))
        made = await service.post(deps.database, wish, chosen, value.reports, deps.clock())
        found, language = made.decision, profile.language
        if found.reason == "invalid":
            await ack(**filled.errors(found.errors, value.turn, language))
        elif found.reason == "unchanged":
            await ack(**filled.told(language, t(language, "problem.told.already")))
        elif found.reason != "changed":
            await ack(**filled.told(language, _why_not(found, language)))
        else:
            problem = facts_of(found.facts)
            work = _post(deps, planner, (problem, made.due), (body, value, profile))
            await deps.after_ack(ack, work, body, profile)


def _modal(found: ReportForm, body: Body, profile: Profile) -> Payload:
    if found.card is None or found.report is None:
        raise BotError("problem.error.gone")
    may = found.decision.reason == "allowed"
    if may and not found.channels and found.last is None:
        raise BotError("problem.error.nowhere")
    is_own = (body.get("container") or {}).get("is_ephemeral")
    value = ProblemFormValue(
        **view.value_of(found.card.problem).model_dump(),
        reply_url=body.get("response_url") if is_own else None,
        reports=len(found.card.reports),
    )
    channels = found.channels if may else ()
    return forms.report(found.card, value, profile.reader(), found.report, found.last, channels)


def _why_not(found: Decision, language: str) -> str:
    if found.reason == "gone":
        return words.gone(PROBLEMS, language)
    return words.refusal(PROBLEMS, REPORT, None, found.leading, language)


def _numbers(text: str) -> list[int]:
    parts = [part for part in text.split(",") if part.isdecimal()]
    return [int(part) for part in parts if len(part) < len("1000000000")]


async def _post(
    deps: Deps,
    planner: Planner,
    found: tuple[ProblemFacts, Sequence[Delivery]],
    clicked: tuple[Body, ProblemFormValue, Profile],
) -> None:
    """Post what is due, show it on the card, and say where it does not stand and will not soon."""
    (problem, due), (body, value, profile) = found, clicked
    failed = []
    for row in due:
        ended = await planner.deliver(row)
        if ended.status != "posted" and ended.reason not in ON_ITS_WAY:
            failed.append(f"<#{row.channel_id}>")
    await common.follow(deps, problem, profile, body, value.reply_url)
    if failed:
        key, channels = "problem.told.report", " ".join(failed)
        said = t(profile.language, key, number=problem.number, channels=channels)
        await answer_click(deps.slack, body, profile.language, said)
