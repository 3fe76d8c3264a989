"""Cohorts of a few tickets and their figures, on the calendar and with a limit of 600 seconds."""

from bot.metrics.clocks.business_clock import BusinessClock, CalendarClock
from bot.metrics.clocks.instants import SECOND
from bot.metrics.clocks.working_hours import WorkingHours
from bot.metrics.figures.cohort import figures, grouped
from bot.metrics.tickets.standards import Standard, Standards
from tests.metrics.build import OPENED, SHANGHAI, ticket

CALENDAR = CalendarClock()
OFFICE = BusinessClock(
    SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-12:00,13:00-18:00"))], "CN"
)
NO_HOURS = BusinessClock(SHANGHAI, [])
LIMIT_600 = Standards([Standard(0, None, None, None, None, 600)])


def after(seconds):
    return OPENED + seconds * SECOND


LATER = after(100_000)


def of(tickets, *, as_of=LATER, clock=CALENDAR, waiting=(), standards=LIMIT_600):
    return figures(tickets, as_of=as_of, clock=clock, standards=standards, waiting=waiting)


def split(tickets, by, *, zone=SHANGHAI, waiting=(), as_of=LATER):
    groups = grouped(
        tickets, by, as_of=as_of, clock=CALENDAR, standards=LIMIT_600, zone=zone, waiting=waiting
    )
    assert len(dict(groups)) == len(groups)
    return groups


SMALL = [
    ticket(answered_after=60, solved_after=3_600, csat=5.0, replies=1, channel="Chat", agent="Ann",
           kind="complaint", came_back=False, turns=(), bot_first_response_at=after(2),
           handed_off_at=after(10)),
    ticket(answered_after=120.5, solved_after=7_200, csat=3.0, replies=4, reopened=True,
           channel="Chat", agent="Bo", kind="enquiry", came_back=False, turns=()),
    ticket(answered_after=1_000, csat=4.0, channel="Email", agent="Ann", kind="after-sales",
           came_back=True, bot_first_response_at=after(5), handed_off_at=after(900)),
    ticket(answered_after=-30, solved_after=1_800, csat=2.0, channel="Phone", agent="Ann"),
    ticket(answered_after=30, solved_after=-5, channel="Chat", agent="Bo", kind="complaint"),
    ticket(answered_after=40, csat=7.0, channel="Chat", agent="Bo", handed_off_at=after(41)),
    ticket(channel="Email", bot_first_response_at=after(9), handed_off_at=after(20)),
    ticket(solved_after=900, channel="Email", agent="Bo"),
    ticket(waits_from=None, channel="Email", agent="Bo"),
    ticket(excluded="merged", channel="Email", agent="Bo"),
    ticket(excluded="spam", channel="Chat", agent="Bo", bot_first_response_at=after(1)),
    ticket(excluded="merged", answered_after=9, solved_after=9, csat=1.0, agent="Bo"),
]  # fmt: skip
