"""Which team is meant."""

from collections.abc import Sequence

from bot import ids
from bot.metrics.report import Ask, Reader, TeamView
from bot.text import t
from bot.views.choosing import MOST, choosing
from bot.views.notice import notice
from bot.views.parts import Payload


def choose(ask: Ask, teams: Sequence[TeamView], reader: Reader) -> Payload:
    """Return a select of teams; an option's value is the `TeamValue` of the request."""
    language = reader.language
    if not teams:
        return notice(t(language, "team.none"))
    options = [(one.name, _value(ask, one)) for one in teams]
    more = t(language, "team.many", n=MOST) if len(teams) > MOST else None
    return choosing(language, "team.choose", ids.TEAM_CHOOSE, options, more)


def _value(ask: Ask, team: TeamView) -> ids.TeamValue:
    return ids.TeamValue(
        team_id=team.id, period=ask.period, by=ask.by, person=ask.person, clock=ask.clock
    )
