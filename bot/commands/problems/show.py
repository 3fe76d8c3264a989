"""A problem shown: `/frt problem 3`, *Open*, *History*; says how posted cards are drawn anew."""

from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, read_value
from bot.answers.faces import Face
from bot.commands.problems import common
from bot.commands.problems.common import Body
from bot.commands.problems.make import published
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import EntryFormValue, ProblemValue
from bot.metrics.figures import Ask
from bot.metrics.registers import MAKE, AnyEntry, AnyStep
from bot.models import Card
from bot.registers.problems import PROBLEM, facts_of
from bot.services.actions import life as actions
from bot.services.people import Profile
from bot.services.problems import opening
from bot.services.problems.words import Words
from bot.services.registers import Decision
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.problems import card as view
from bot.views.problems import listed as list_view
from bot.views.problems.forms import basis


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer *Open*; keep every card in step with its problem and actions."""
    deps.faces[PROBLEM] = Face(_opened_by_its_own, partial(_follow, deps), _in_other_state, basis)
    _cards(deps)
    _opened(app, deps)


def _opened_by_its_own(*_: object) -> Payload:
    """Say that no such button is posted: *Open* on a problem shows what came of it, too."""
    raise BotError("error.button")


def _in_other_state(entry: AnyEntry, _step: AnyStep, language: str) -> str:
    return view.wrong_state(language, facts_of(entry))


async def _follow(
    deps: Deps, found: Decision, value: EntryFormValue, who: Profile, body: Body
) -> None:
    """Show a new problem, or a change of one, wherever it stands."""
    if found.entry is None:
        return
    if value.step == MAKE:
        await published(deps, found, who)
    else:
        await common.follow(deps, facts_of(found.entry), who, body, value.reply_url)


def _cards(deps: Deps) -> None:
    async def draw(card: Card) -> Payload | None:
        found = await opening.card(deps.database, card.team_id, int(card.subject_key))
        if found is None:
            return None
        language = card.view.partition(".")[2] or found.problem.language
        return view.card(found, language, deps.clock())

    async def follow(team_id: int, key: str) -> None:
        action = await actions.look(deps.database, team_id, int(key))
        if action is not None and action.origin == "problem" and action.origin_ref:
            await deps.cards.redraw(team_id, PROBLEM, action.origin_ref)

    deps.cards.drawn_by(PROBLEM, "card", draw)
    deps.cards.followed_by(actions.SUBJECT, follow)


def _opened(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.PROBLEM_SHOW)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ProblemValue, action.get("value")), context["profile"]
        if url := body.get("response_url"):
            request = Request(profile, context.channel_id or "", Ask(), deps.clock())
            payload = await _drawn(deps, request, value.number, value.team_id)
            work = deps.slack.respond(url, payload, asked=body)
        else:
            request = Request(profile, "", Ask(), deps.clock())
            place = (value.number, value.team_id)
            found = await opening.seen_card(deps.database, request, *place)
            if isinstance(found, Choice):
                raise BotError("error.button")
            modal = view.card_modal(found, profile.language, request.as_of)
            work = deps.slack.show_modal(body, modal)
        await deps.after_ack(ack, work, body, profile)


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return the problem of a number, or the teams to choose from."""
    request = Request(asked.profile, asked.channel_id, Ask(team=words.team), deps.clock())
    return await _drawn(deps, request, words.number)


async def _drawn(deps: Deps, request: Request, number: int, team_id: int | None = None) -> Payload:
    language = request.profile.language
    found = await opening.seen_card(deps.database, request, number, team_id)
    if isinstance(found, Choice):
        return list_view.choose(f"number:{number}", found.teams, language)
    return view.card(found, language, request.as_of)
