"""*Make a problem*: from a ticket, a warning, a message or `/frt problem`; its card is posted."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import filled, ids
from bot.cards import Shows
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.ids import MakeProblem
from bot.metrics.report import Ask
from bot.metrics.tickets import TicketKey
from bot.people import look_up
from bot.services import problem_opening as opening
from bot.services import problems as service
from bot.services.problem_opening import ProblemSource
from bot.services.problem_words import Words
from bot.services.problems import NewProblem, ProblemDecision
from bot.services.readers import Profile
from bot.services.standing import Request
from bot.slack_clicks import Asked, Work, apology, read_value
from bot.slack_failures import PostFailed
from bot.text import t
from bot.views import problem as view
from bot.views import problem_forms as forms
from bot.views.outside import markup

log = structlog.get_logger()


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form from everywhere, and make a problem of what is sent."""

    @app.action(ids.PROBLEM_MAKE)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(MakeProblem, action.get("value"))
        ticket = TicketKey(value.source, value.ticket) if value.source and value.ticket else None
        source = ProblemSource(value.origin, value.ref, ticket=ticket)
        asked = Asked(context["profile"], context.channel_id or "", body)
        work = await _opened(deps, asked, source, value)
        await deps.after_ack(ack, work, body, asked.profile)

    @app.shortcut(ids.PROBLEM_SHORTCUT)
    async def on_message(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        await deps.after_ack(ack, _from_message(deps, context, body), body, context["profile"])

    _sent(app, deps)


def _sent(app: AsyncApp, deps: Deps) -> None:
    @app.view(ids.PROBLEM_MAKE_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        opened, profile, now = body["view"], context["profile"], deps.clock()
        new = _new(opened, profile.user_id)
        owner_id = new.typed.get("owner")
        owner = await look_up(deps.slack, deps.database, owner_id, now) if owner_id else None
        made = await service.create(deps.database, new, owner, now)
        if made.reason == "made":
            await deps.after_ack(ack, _publish(deps, made, profile, owner), body, profile)
        elif made.reason == "unchanged":
            await ack()
        elif made.reason == "invalid":
            await ack(**filled.errors(made.errors, 0, profile.language))
        else:
            said = t(profile.language, "problem.error.not_member")
            await ack(**filled.told(profile.language, said))


async def answer(deps: Deps, asked: Asked, words: Words) -> Work:
    """Return what opens the form with what was typed."""
    source = ProblemSource("command", text=words.text)
    return await _opened(deps, asked, source, MakeProblem(origin="command"))


async def _opened(deps: Deps, asked: Asked, source: ProblemSource, value: MakeProblem) -> Work:
    request = Request(asked.profile, asked.channel_id, Ask(), deps.clock())
    made = await opening.new_form(deps.database, request, source, value.team_id)
    return deps.slack.show_modal(asked.body, forms.make(made, value, asked.profile.language))


async def _from_message(deps: Deps, context: AsyncBoltContext, body: Body) -> None:
    said, channel_id = body["message"], body["channel"]["id"]
    link = await deps.slack.permalink(channel_id, said["ts"])
    profile = context["profile"]
    request = Request(profile, channel_id, Ask(), deps.clock())
    source = ProblemSource("message", link, said.get("text") or "")
    made = await opening.new_form(deps.database, request, source)
    value = MakeProblem(origin="message", ref=link)
    await deps.slack.show_modal(body, forms.make(made, value, profile.language))


def _new(opened: Body, who: str) -> NewProblem:
    value = read_value(MakeProblem, opened.get("private_metadata"))
    typed = filled.texts_in(opened)
    team = typed.pop("team", "")
    chosen = int(team) if team.isdecimal() and len(team) < len("1000000000") else 0
    ticket = TicketKey(value.source, value.ticket) if value.source and value.ticket else None
    return NewProblem(
        team_id=value.team_id or chosen,
        typed=typed,
        who=who,
        origin=value.origin,
        origin_ref=value.ref,
        ticket=ticket,
        form=opened["id"],
    )


async def _publish(
    deps: Deps, made: ProblemDecision, maker: Profile, owner: Profile | None
) -> None:
    """Post the card; whoever can't see it there gets their own."""
    problem = made.facts
    failed = await _post_to_channel(deps, problem.team_id, problem.number, maker.language)
    if failed is not None:
        above = t(
            maker.language,
            "problem.told.not_posted",
            number=problem.number,
            team=markup(problem.team_name, 40),
            why=failed,
        )
        await _send(deps, maker, problem.number, problem.team_id, above)
    if owner is None or owner.user_id == maker.user_id:
        return
    if failed is not None or made.owner_role in {None, "admin"}:
        above = t(owner.language, "problem.told.yours", who=f"<@{maker.user_id}>")
        await _send(deps, owner, problem.number, problem.team_id, above)


async def _post_to_channel(deps: Deps, team_id: int, number: int, language: str) -> str | None:
    """Post the card to the team's channel; return why it is not there, None when it is."""
    found = await opening.card(deps.database, team_id, number)
    if found is None or found.problem.channel_id is None:
        return t(language, "problem.told.no_channel")
    card = view.card(found, found.problem.language, deps.clock())
    shows = Shows(team_id, service.SUBJECT, str(number), "card")
    try:
        await deps.cards.post(found.problem.channel_id, card, [shows])
    except PostFailed as error:
        log.warning("card not posted", channel=found.problem.channel_id, reason=error.reason)
        return apology(error, language)
    await deps.cards.tell(team_id, service.SUBJECT, str(number))
    return None


async def _send(deps: Deps, person: Profile, number: int, team_id: int, above: str) -> None:
    found = await opening.card(deps.database, team_id, number)
    if found is None:
        return
    card: dict[str, Any] = view.card(found, person.language, deps.clock(), above)
    shows = Shows(team_id, service.SUBJECT, str(number), f"card.{person.language}")
    try:
        await deps.cards.send(person.user_id, card, [shows])
    except PostFailed as error:
        log.warning("card not sent", user=person.user_id, reason=error.reason)
