"""The daily report, its not-met cases and their causes."""

from bot.services.daily import asking, causes, mentions, report
from bot.services.daily.about import about_group, about_ticket
from bot.services.daily.asking import due_named, preview
from bot.services.daily.cases import (
    EARLIER,
    Moment,
    around,
    behind_of,
    case_page,
    moment_of,
    not_met,
)
from bot.services.daily.causes import SUBJECT, name_cause, subject_key
from bot.services.daily.groups import Wanted, group_page, name_group
from bot.services.daily.revised import revised_page

__all__ = [
    "EARLIER",
    "SUBJECT",
    "Moment",
    "Wanted",
    "about_group",
    "about_ticket",
    "around",
    "asking",
    "behind_of",
    "case_page",
    "causes",
    "due_named",
    "group_page",
    "mentions",
    "moment_of",
    "name_cause",
    "name_group",
    "not_met",
    "preview",
    "report",
    "revised_page",
    "subject_key",
]
