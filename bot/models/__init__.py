"""Tables. An instant is stored as whole microseconds since 1970 in UTC, on every database."""

from bot.models.base import Instant
from bot.models.complaints import Complaint
from bot.models.feeds import Feed, FeedEvent
from bot.models.plans import Plan, PlanItem, PlanMember, PlanTemplate
from bot.models.posts import Card, Delivery, History, Hold, NewCard
from bot.models.problems import Problem, ProblemReport, ProblemTicket, ProblemWhy
from bot.models.programme import (
    Action,
    CaseCause,
    Decision,
    Review,
    ReviewCase,
    ReviewNote,
    WarningDay,
    WarningRule,
    WarningState,
)
from bot.models.seen import ChannelVisit, SeenRequest
from bot.models.state import DatabaseState, Rollup, TeamState
from bot.models.teams import (
    HelpdeskName,
    Member,
    PhraseCount,
    ServiceStandard,
    SlackUser,
    Team,
    TeamHours,
)
from bot.models.tickets import (
    Import,
    QuarantinedRow,
    RememberedMapping,
    Ticket,
    TicketMessage,
    TicketRevision,
)
from bot.models.uploads import Upload

__all__ = [
    "Action",
    "Card",
    "CaseCause",
    "ChannelVisit",
    "Complaint",
    "DatabaseState",
    "Decision",
    "Delivery",
    "Feed",
    "FeedEvent",
    "HelpdeskName",
    "History",
    "Hold",
    "Import",
    "Instant",
    "Member",
    "NewCard",
    "PhraseCount",
    "Plan",
    "PlanItem",
    "PlanMember",
    "PlanTemplate",
    "Problem",
    "ProblemReport",
    "ProblemTicket",
    "ProblemWhy",
    "QuarantinedRow",
    "RememberedMapping",
    "Review",
    "ReviewCase",
    "ReviewNote",
    "Rollup",
    "SeenRequest",
    "ServiceStandard",
    "SlackUser",
    "Team",
    "TeamHours",
    "TeamState",
    "Ticket",
    "TicketMessage",
    "TicketRevision",
    "Upload",
    "WarningDay",
    "WarningRule",
    "WarningState",
]
