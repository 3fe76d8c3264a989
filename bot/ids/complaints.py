"""Complaints about delay."""

from bot.ids.values import Number, Value

COMPLAINT_START = "complaint.start"
COMPLAINT_JOIN = "complaint.join"
COMPLAINT_NOT_DELAY = "complaint.not_delay"
COMPLAINT_NOT_DELAY_FORM = "complaint.not_delay.form"
COMPLAINT_DELAY = "complaint.delay"
COMPLAINTS_TURN = "complaints.turn"


class ComplaintsValue(Value):
    """A page of a team's complaints about delay, or the one of a ticket."""

    team_id: Number
    page: Number = 1
    ticket: str | None = None


class ComplaintValue(Value):
    """A complaint by its ticket, in buttons and block ids, and the list that it stands in.

    In a form's metadata `reply_url` renews that list.
    """

    team: Number
    source: str
    id: str
    listed: ComplaintsValue | None = None
    reply_url: str | None = None


class JoinValue(Value):
    """A problem that a complaint's analysis is to be part of, in an option."""

    problem: Number
