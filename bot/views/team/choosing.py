"""Which team is meant."""

from collections.abc import Sequence

from bot import ids
from bot.metrics.figures import Ask
from bot.metrics.team.readers import Reader, TeamView
from bot.text import t
from bot.views.blocks import MOST, Payload, choosing, markup, notice

_MOST_OF_AN_OPTION = 150


def choose(ask: Ask, teams: Sequence[TeamView], reader: Reader) -> Payload:
    """Return a select of teams; an option's value is the `TeamValue` of the request."""
    language = reader.language
    if not teams:
        return notice(t(language, "team.none"))
    options = [(one.name, _value(ask, one)) for one in teams]
    if any(len(value.dump()) > _MOST_OF_AN_OPTION for _, value in options):
        name = markup(teams[0].name, 40)
        return notice(t(language, "error.filter.team", team=name))
    more = t(language, "team.many", n=MOST) if len(teams) > MOST else None
    return choosing(language, "team.choose", ids.TEAM_CHOOSE, options, more)


def _value(ask: Ask, team: TeamView) -> ids.TeamValue:
    return ids.TeamValue(
        team_id=team.id,
        period=ask.period,
        by=ask.by,
        person=ask.person,
        clock=ask.clock,
        where=ask.where or None,
    )
