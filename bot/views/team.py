"""Which team is meant."""

from collections.abc import Sequence

from bot import ids
from bot.metrics.report import Ask, Reader, TeamView
from bot.text import t
from bot.views.notice import notice
from bot.views.outside import literal
from bot.views.parts import Payload, context, message, section, select

_MOST = 100


def choose(ask: Ask, teams: Sequence[TeamView], reader: Reader) -> Payload:
    """Return a select of teams; an option's value is the `TeamValue` of the request."""
    language = reader.language
    if not teams:
        return notice(t(language, "team.none"))
    options = [(literal(team.name, 75), _value(ask, team)) for team in teams[:_MOST]]
    chosen = select(ids.TEAM_CHOOSE, options, placeholder=t(language, "team.placeholder"))
    text = t(language, "team.choose")
    many = t(language, "team.many", n=_MOST) if len(teams) > _MOST else None
    return message(text, [section(text, "team", chosen), context(many, "many")])


def _value(ask: Ask, team: TeamView) -> str:
    return ids.TeamValue(
        team_id=team.id, period=ask.period, by=ask.by, person=ask.person, clock=ask.clock
    ).dump()
