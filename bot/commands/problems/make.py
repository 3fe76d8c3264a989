"""*Make a problem*: from a ticket, a warning, a message or `/frt problem`; its card is posted."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, Work, read_value
from bot.answers.making import Making
from bot.answers.publishing import Press, publish
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.ids import MakeProblem
from bot.metrics.daily import About, OfTicket, Slice
from bot.metrics.problems.lists import ProblemCard
from bot.metrics.registers import AnyEntry
from bot.metrics.tickets import TicketKey
from bot.registers.problems import PROBLEMS, facts_of
from bot.services.people import Profile
from bot.services.problems import opening
from bot.services.problems.words import Words
from bot.services.registers import Decision, New, Source
from bot.services.team import Request
from bot.slack.client import Payload
from bot.views.problems import card as view
from bot.views.problems.forms import proposed


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form from everywhere."""

    @app.action(ids.PROBLEM_MAKE)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(MakeProblem, action.get("value"))
        ticket = TicketKey(value.source, value.ticket) if value.source and value.ticket else None
        source = Source(value.origin, value.ref, ticket=ticket)
        asked = Asked(context["profile"], context.channel_id or "", body)
        work = await _making(deps).opened(asked, source, deps.clock(), value.team_id)
        await deps.after_ack(ack, work, body, asked.profile)

    @app.shortcut(ids.PROBLEM_SHORTCUT)
    async def on_message(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        asked = Asked(context["profile"], "", body)
        work = _making(deps).from_message(asked, deps.clock())
        await deps.after_ack(ack, work, body, asked.profile)


async def answer(deps: Deps, asked: Asked, words: Words) -> Work:
    """Return what opens the form with what was typed."""
    return await _making(deps).opened(asked, Source("command", text=words.text), deps.clock())


def _making(deps: Deps) -> Making:
    async def propose(request: Request, source: Source, team_id: int | None) -> New:
        made = await opening.new_form(deps.database, request, source, team_id)
        texts = proposed(made, request.profile.language)
        about = About(OfTicket(*made.case), Slice(()), None) if made.case else None
        return New(made.teams, texts, "seen" if made.is_cut else None, about)

    return Making(deps.slack, PROBLEMS, propose)


async def published(deps: Deps, found: Decision, maker: Profile) -> None:
    """Post the card of a new problem; whoever can't see it there gets their own."""
    await publish(Press(deps.cards, deps.database, _drawn), found, maker, deps.clock())


def _drawn(entry: AnyEntry, language: str, now: datetime, above: str | None) -> Payload:
    return view.card(ProblemCard(facts_of(entry)), language, now, above)
