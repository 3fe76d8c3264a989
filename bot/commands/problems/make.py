"""*Make a problem*: from a ticket, a warning, a message or `/frt problem`; its card is posted."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, Work, read_value
from bot.answers.publishing import Press, publish
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.ids import EntryFormValue, MakeProblem
from bot.metrics.figures import Ask
from bot.metrics.problems.lists import ProblemCard, ProblemForm
from bot.metrics.registers import MAKE, AnyEntry
from bot.metrics.tickets import TicketKey
from bot.registers.problems import PROBLEM, PROBLEMS, facts_of
from bot.services.people import Profile
from bot.services.problems import opening
from bot.services.problems.opening import ProblemSource
from bot.services.problems.words import Words
from bot.services.registers import Decision
from bot.services.team import Request
from bot.slack.client import Payload
from bot.text import t
from bot.views.blocks import Late
from bot.views.problems import card as view
from bot.views.problems.forms import proposed
from bot.views.registers import step_form


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form from everywhere."""

    @app.action(ids.PROBLEM_MAKE)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(MakeProblem, action.get("value"))
        ticket = TicketKey(value.source, value.ticket) if value.source and value.ticket else None
        source = ProblemSource(value.origin, value.ref, ticket=ticket)
        asked = Asked(context["profile"], context.channel_id or "", body)
        work = await _opened(deps, asked, source, value.team_id)
        await deps.after_ack(ack, work, body, asked.profile)

    @app.shortcut(ids.PROBLEM_SHORTCUT)
    async def on_message(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        await deps.after_ack(ack, _from_message(deps, context, body), body, context["profile"])


async def answer(deps: Deps, asked: Asked, words: Words) -> Work:
    """Return what opens the form with what was typed."""
    return await _opened(deps, asked, ProblemSource("command", text=words.text))


async def _opened(
    deps: Deps, asked: Asked, source: ProblemSource, team_id: int | None = None
) -> Work:
    request = Request(asked.profile, asked.channel_id, Ask(), deps.clock())
    made = await opening.new_form(deps.database, request, source, team_id)
    return deps.slack.show_modal(asked.body, _form(made, source, request))


async def _from_message(deps: Deps, context: AsyncBoltContext, body: Body) -> None:
    said, channel_id = body["message"], body["channel"]["id"]
    link = await deps.slack.permalink(channel_id, said["ts"])
    request = Request(context["profile"], channel_id, Ask(), deps.clock())
    source = ProblemSource("message", link, said.get("text") or "")
    made = await opening.new_form(deps.database, request, source)
    await deps.slack.show_modal(body, _form(made, source, request))


def _form(made: ProblemForm, source: ProblemSource, request: Request) -> Payload:
    """Return the form with what is proposed; where the maker is in several teams, one is chosen."""
    language = request.profile.language
    cut = t(language, "problem.form.cut", most=PROBLEMS.most("seen")) if made.is_cut else None
    value = EntryFormValue(
        of=PROBLEM,
        team_id=made.teams[0].id if len(made.teams) == 1 else 0,
        step=MAKE,
        origin=source.origin,
        ref=source.ref,
        source=source.ticket and source.ticket.source,
        ticket=source.ticket and source.ticket.external_id,
    )
    late = Late(proposed(made, language), said=cut)
    return step_form(None, value, request.profile.reader(), request.as_of, late, made.teams)


async def published(deps: Deps, found: Decision, maker: Profile) -> None:
    """Post the card of a new problem; whoever can't see it there gets their own."""
    await publish(Press(deps.cards, deps.database, _drawn), found, maker, deps.clock())


def _drawn(entry: AnyEntry, language: str, now: datetime, above: str | None) -> Payload:
    return view.card(ProblemCard(facts_of(entry)), language, now, above)
