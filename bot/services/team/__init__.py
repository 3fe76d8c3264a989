"""A team: who may see and manage it, its settings, members, and how its time is measured."""

from bot.services.team import (
    first_admin,
    managing,
    member_import,
    members,
    membership,
    own_days,
    settings,
    setup,
)
from bot.services.team.leads import is_gone, leads_told, refuse
from bot.services.team.managing import Managed, Words, chosen, duty, managed, team_for, teams_for
from bot.services.team.matching import MOST_PROPOSED
from bot.services.team.measuring import Measured, measured, posting_times
from bot.services.team.member_changes import By
from bot.services.team.member_import import Taken
from bot.services.team.membership import Turn
from bot.services.team.names import Names, Person, names_in, person_asked, responded_by
from bot.services.team.settings import Choices, TeamCard, find_team, id_of, list_teams, team_key
from bot.services.team.setup import Outcome, Sent
from bot.services.team.sight import Asker, remember, require
from bot.services.team.standing import (
    Choice,
    Request,
    Standing,
    business_clock,
    resolve,
    rhythm_of,
    standards_of,
)
from bot.services.team.stops import clock_stops
from bot.services.team.values import Limit, read_user, read_zone

__all__ = [
    "MOST_PROPOSED",
    "Asker",
    "By",
    "Choice",
    "Choices",
    "Limit",
    "Managed",
    "Measured",
    "Names",
    "Outcome",
    "Person",
    "Request",
    "Sent",
    "Standing",
    "Taken",
    "TeamCard",
    "Turn",
    "Words",
    "business_clock",
    "chosen",
    "clock_stops",
    "duty",
    "find_team",
    "first_admin",
    "id_of",
    "is_gone",
    "leads_told",
    "list_teams",
    "managed",
    "managing",
    "measured",
    "member_import",
    "members",
    "membership",
    "names_in",
    "own_days",
    "person_asked",
    "posting_times",
    "read_user",
    "read_zone",
    "refuse",
    "remember",
    "require",
    "resolve",
    "responded_by",
    "rhythm_of",
    "settings",
    "setup",
    "standards_of",
    "team_for",
    "team_key",
    "teams_for",
]
