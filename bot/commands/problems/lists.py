"""`/frt problems` and `/frt 问题列表`: which are open, and which causes recur in a period."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, read_value, turned_by
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.ids import ProblemListValue
from bot.metrics.figures import Ask
from bot.services.people import Profile
from bot.services.problems import lists as service
from bot.services.problems import opening
from bot.services.problems import words as problem_words
from bot.services.problems.words import Words
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.problems import card as card_view
from bot.views.problems import listed as view

_TURNS = ("open", "all", "recent", "previous", "next")
_NUMBER = "number:"


def register(app: AsyncApp, deps: Deps) -> None:
    """Turn pages, take the choice of a team."""

    async def turn(ack: AsyncAck, context: AsyncBoltContext, body: Body, raw: object) -> None:
        place = (context["profile"], context.channel_id or "")
        payload = await _page(deps, place, read_value(ProblemListValue, raw))
        await deps.answer(ack, body, payload, replace=True)

    pages = [f"{ids.PROBLEM_LIST}.{name}" for name in _TURNS]
    turned_by(app, [*pages, ids.PROBLEM_LIST_TEAM], turn)


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return the list of problems that is wished, or the teams to choose from."""
    place, value = (asked.profile, asked.channel_id), ProblemListValue(scope=words.scope)
    return await _page(deps, place, value, words.team)


async def _page(
    deps: Deps, place: tuple[Profile, str], value: ProblemListValue, team: str | None = None
) -> Payload:
    profile, now = place[0], deps.clock()
    request = Request(*place, Ask(team=team), now)
    if value.scope.startswith(_NUMBER):
        return await _one(deps, request, value)
    scope = problem_words.scope_of(value.scope)
    found = await service.page(deps.database, request, scope, value.page, value.team_id)
    if isinstance(found, Choice):
        return view.choose(scope, found.teams, profile.language)
    return view.answer(found, profile.reader(), now)


async def _one(deps: Deps, request: Request, value: ProblemListValue) -> Payload:
    """Return the problem whose number was typed before its team was chosen."""
    digits = value.scope.removeprefix(_NUMBER)
    number = int(digits) if digits.isdecimal() and len(digits) < len("1000000000") else 0
    found = await opening.seen_card(deps.database, request, number, value.team_id)
    if isinstance(found, Choice):
        return view.choose(value.scope, found.teams, request.profile.language)
    return card_view.card(found, request.profile.language, request.as_of)
