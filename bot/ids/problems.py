"""Problems and their root causes."""

from typing import Literal

from bot.ids.values import Number, Value

PROBLEM_MAKE = "problem.make"
PROBLEM_MAKE_FORM = "problem.make.form"
PROBLEM_SHORTCUT = "problem.from_message"
PROBLEM_SHOW = "problem.show"
PROBLEM_START = "problem.start"
PROBLEM_WHYS = "problem.whys"
PROBLEM_WHYS_FORM = "problem.whys.form"
PROBLEM_CHANGE = "problem.change"
PROBLEM_CHANGE_FORM = "problem.change.form"
PROBLEM_CLOSE = "problem.close"
PROBLEM_CLOSE_FORM = "problem.close.form"
PROBLEM_REOPEN = "problem.reopen"
PROBLEM_REOPEN_FORM = "problem.reopen.form"
PROBLEM_REPORT = "problem.report"
PROBLEM_REPORT_FORM = "problem.report.form"
PROBLEM_LIST = "problem.list"
PROBLEM_LIST_TEAM = "problem.list.team"


class MakeProblem(Value):
    """Where a problem is made from: in the button and in the form's metadata.

    `ref` names the ticket, warning or message it was, `source` and `ticket` are a ticket's key.
    """

    origin: Literal["case", "warning", "message", "command"]
    ref: str | None = None
    team_id: Number | None = None
    source: str | None = None
    ticket: str | None = None


class ProblemListValue(Value):
    """A page of problems: in its buttons and, for choosing a team, in an option."""

    scope: str = "open"
    page: Number = 1
    team_id: Number | None = None


class ProblemValue(Value):
    """A problem as it stood when its button was drawn."""

    team_id: Number
    number: Number
    version: Number


class ProblemFormValue(ProblemValue):
    """A problem's form: how often it was drawn anew, and what renews the card it was opened from.

    `reports` is how many reports there were when it was drawn.
    """

    turn: Number = 0
    reply_url: str | None = None
    reports: Number = 0
