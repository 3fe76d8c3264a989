"""Every command, action and callback id, and the versioned value that a button carries."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

COMMAND = "/frt"

HELP_RUN = "help.run"
REPORT_SHARE = "report.share"
REPORT_WHY = "report.why"
REPORT_WHY_FILTER = "report.why.filter"
REPORT_WHY_PREVIOUS = "report.why.previous"
REPORT_WHY_NEXT = "report.why.next"
REPORT_CLOCK = "report.clock"
TEAM_CHOOSE = "team.choose"
HOME_OPENED = "app_home_opened"
HOME_REFRESH = "home.refresh"
HOME_LANGUAGE = "home.language"
HOME_REMINDERS = "home.reminders"
SETUP_OPEN = "setup.open"
SETUP_CHOOSE = "setup.choose"
SETUP_FORM = "setup.form"
MEMBERS_OPEN = "members.open"
MEMBERS_CHOOSE = "members.choose"
MEMBERS_LIST = "members.list"
MEMBERS_TURN = "members.turn"
MEMBERS_ROLE = "members.role"
MEMBERS_REMOVE = "members.remove"
MEMBERS_ADD = "members.add"
MEMBERS_ADD_WHO = "members.add.who"
MEMBERS_ADD_ROLE = "members.add.role"
MEMBERS_LINK = "members.link"
MEMBERS_LINK_TO = "members.link.to"
MEMBERS_UNLINK = "members.unlink"
ACTION_MAKE = "action.make"
ACTION_MAKE_FORM = "action.make.form"
ACTION_SHORTCUT = "action.from_message"
ACTION_DONE = "action.done"
ACTION_REASSIGN = "action.reassign"
ACTION_NEW_DATE = "action.new_date"
ACTION_DROP = "action.drop"
ACTION_VERIFY = "action.verify"
ACTION_REOPEN = "action.reopen"
ACTION_EXTEND = "action.extend"
ACTION_CHANGE_FORM = "action.change.form"
ACTION_LIST = "action.list"
ACTION_LIST_TEAM = "action.list.team"
REVIEW_DECIDE = "review.decide"
REVIEW_DECIDE_FORM = "review.decide.form"
REVIEW_FINISH = "review.finish"
REVIEW_OPEN = "review.open"
REVIEW_CASE = "review.case"
REVIEW_CASE_FORM = "review.case.form"
CASE_CAUSE = "case.cause"
CASES_CAUSE = "cases.cause"
CASES_OPEN = "cases.open"
CASES_PREVIOUS = "cases.previous"
CASES_NEXT = "cases.next"
DAILY_POST = "daily.post"
PLAN_TEAM = "plan.team"
PLAN_START = "plan.start"
PLAN_CHANGE = "plan.change"
PLAN_FORM = "plan.form"
PLAN_DUTIES = "plan.duties"
PLAN_DUTIES_FORM = "plan.duties.form"
PLAN_DATES = "plan.dates"
PLAN_DATES_FORM = "plan.dates.form"
PLAN_CLOSE = "plan.close"
PLAN_CLOSE_FORM = "plan.close.form"
CHECKLIST_TEAM = "checklist.team"
CHECKLIST_OPEN = "checklist.open"
CHECKLIST_TURN = "checklist.turn"
CHECKLIST_PHASE = "checklist.phase"
CHECKLIST_POST = "checklist.post"
ITEM_STATUS = "item.status"
ITEM_STATUS_FORM = "item.status.form"
ITEM_CONFIRM = "item.confirm"
ITEM_OPEN = "item.open"
ITEM_FORM = "item.form"
ITEM_ADD = "item.add"
ITEM_ADD_FORM = "item.add.form"
ITEM_UP = "item.up"
ITEM_DOWN = "item.down"
ITEM_RETIRE = "item.retire"
HISTORY_OPEN = "history.open"
HISTORY_TURN = "history.turn"
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
WARNING_ACKNOWLEDGE = "warning.acknowledge"
WARNING_SHOW = "warning.show"
COMPLAINT_START = "complaint.start"
COMPLAINT_JOIN = "complaint.join"
COMPLAINT_NOT_DELAY = "complaint.not_delay"
COMPLAINT_NOT_DELAY_FORM = "complaint.not_delay.form"
COMPLAINT_DELAY = "complaint.delay"
COMPLAINTS_TURN = "complaints.turn"

DELIVERIES_TEAM = "deliveries.team"
DELIVERIES_TURN = "deliveries.turn"
DELIVERY_POST = "delivery.post"
DELIVERY_MARK = "delivery.mark"


Number = Annotated[int, Field(ge=0, lt=1 << 31)]
"""What every database takes as an integer."""
Day = Annotated[date, Field(ge=date(1990, 1, 1), lt=date(2100, 1, 1))]
Instant = Annotated[
    AwareDatetime,
    Field(ge=datetime(1990, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
]


class Value(BaseModel):
    """Base of what a button's `value` holds: JSON of at most 2,000 characters with its version."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1

    @field_validator("*")
    @classmethod
    def _storable(cls, value: object) -> object:
        """Leave out what PostgreSQL does not take."""
        return value.replace("\0", "") if isinstance(value, str) else value

    def dump(self) -> str:
        """Return the JSON that goes into a button."""
        return self.model_dump_json(exclude_none=True)


class AskValue(Value):
    """A request for figures in the *Share*, *Why?* and *Other clock* buttons of its answer.

    `as_of` is the instant of the answer, so that a later click means the same period.
    """

    period: str = "today"
    by: str | None = None
    person: str | None = None
    team: str | None = None
    clock: str | None = None
    as_of: Instant | None = None


class WhyValue(AskValue):
    """A page of the tickets behind a figure: in the page buttons and the modal's metadata."""

    outcome: str = "all"
    page: Number = 1


class TeamValue(Value):
    """A request and the team chosen for it, within the 150 characters of an option's value."""

    team_id: Number
    period: str = "today"
    by: str | None = None
    person: str | None = None
    clock: str | None = None


class RunValue(Value):
    """The words after `/frt` that a help or suggestion button runs."""

    text: str


Origin = Literal["report", "warning", "review", "command", "message", "problem"]


class MakeAction(Value):
    """Where an action is made from: in the button and in the form's metadata.

    `ref` names the report, warning, review or problem it was.
    """

    origin: Origin
    ref: str | None = None
    team_id: Number | None = None


class ActionListValue(Value):
    """A page of actions, in the buttons that turn to it and, for choosing a team, in an option."""

    scope: str = "open"
    page: Number = 1
    team_id: Number | None = None


class ActionValue(Value):
    """An action as it stood when its button was drawn, and the list that the button is in."""

    team_id: Number
    number: Number
    version: Number
    listed: ActionListValue | None = None


class ActionFormValue(ActionValue):
    """A change under way in a modal; `reply_url` renews the list that it was begun in."""

    kind: str
    reply_url: str | None = None


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


class CaseValue(Value):
    """A ticket: in the block id of the row that shows it, within 255 characters."""

    team: Number
    source: str
    id: str


class CauseValue(Value):
    """A cause in a select, within the 150 characters of an option's value.

    `day` and `as_of` are set in a preview of the report of that local date.
    """

    cause: str
    day: Day | None = None
    as_of: Instant | None = None


class CasesValue(Value):
    """A page of the not-met tickets behind a report, and in which channel it was opened.

    `first` and `last` are local dates, `before` is when the report before was posted. `since` is
    the instant that its days begin at, if not the start of `first`, `opened` when it was opened.
    """

    team: Number
    first: Day
    last: Day
    as_of: Instant
    before: Instant | None = None
    since: Instant | None = None
    opened: Instant | None = None
    channel: str = ""
    page: Number = 1


class DailyValue(Value):
    """The daily report of a local date, to be posted."""

    team: Number
    day: Day


class WarningValue(Value):
    """A posted warning: the judged day that raised it, and the last one that its message shows."""

    team_id: Number
    metric: str
    raised: Day
    shown: Day


class WarningShowValue(Value):
    """A watched metric to show in detail, within the 150 characters of an option's value."""

    team_id: Number
    metric: str


class ReviewValue(Value):
    """A team's weekly review, by the Monday of its week."""

    team: Number
    week: Day


class ReviewCaseValue(ReviewValue):
    """A case that a review learns from, as it stood when its form was drawn."""

    kind: Literal["waited", "solved"]
    version: Number = 0


class ChecklistValue(Value):
    """A page of a checklist: in its buttons and, for choosing a team or a phase, in an option."""

    team_id: Number | None = None
    scope: str = "all"
    page: Number = 1


class PlanValue(Value):
    """A team's plan as it stood when its button was drawn; without `plan` a new one."""

    team_id: Number
    plan: Number | None = None
    version: Number = 0


class PlanFormValue(PlanValue):
    """A plan's form: how often it was drawn anew, and what it sets or was shown before.

    `reply_url` renews the answer that it was opened from: the checklist `listed`, else the plan.
    `days` are those of the form for due dates, `seen` what its preview was of.
    """

    turn: Number = 0
    reply_url: str | None = None
    listed: ChecklistValue | None = None
    days: dict[str, str] | None = None
    seen: str | None = None


class ItemValue(Value):
    """An item as it stood when it was drawn, also within the 150 characters of an option."""

    team: Number
    plan: Number
    item: Number
    version: Number


class RowValue(Value):
    """In the block id of a row of a checklist, within 255 characters: what it is part of.

    `listed` is None in a posted checklist. `drawn` tells one drawing from the next, so that Slack
    forgets what was chosen but not sent.
    """

    item: ItemValue | None = None
    listed: ChecklistValue | None = None
    drawn: Number = 0


class StatusValue(Value):
    """The status chosen for the item of a row."""

    status: Literal["open", "in_progress", "met", "not_met"]


class ItemFormValue(ItemValue):
    """An item's form: what it sets, how often it was drawn anew, where it was opened from."""

    kind: str = "edit"
    turn: Number = 0
    listed: ChecklistValue | None = None
    reply_url: str | None = None


class LanguageValue(Value):
    """The language that somebody chooses: en, zh, or slack for that of their Slack."""

    language: Literal["slack", "en", "zh"]


class RemindersValue(Value):
    """Whether somebody wants to be reminded of what is due."""

    on: bool


class ManagedTeam(Value):
    """A team to set up or whose members to show; none is a new team."""

    team_id: Number | None = None


class SettingsValue(Value):
    """A team's settings under way in a modal: digests of what it showed, and how often anew."""

    team_id: Number | None = None
    seen: dict[str, str] = {}
    turn: Number = 0


class MembersValue(Value):
    """The pages of a team's members and of the unknown names, in buttons and the metadata."""

    team_id: Number
    page: Number = 1
    names_page: Number = 1


class RoleValue(Value):
    """A member's role, within the 150 characters of an option's value."""

    user: str
    role: str


class MemberValue(Value):
    """A member, and one of their helpdesk names by its digest."""

    user: str
    name: str | None = None


class HistoryValue(Value):
    """A page of what happened to something of a team; without `key` to everything of its kind."""

    team: Number
    subject: str
    key: str | None = None
    page: Number = 1


class DeliveriesValue(Value):
    """A page of a team's deliveries."""

    team_id: Number
    page: Number = 1


class DeliveryValue(Value):
    """A delivery to post or to mark, how often something had been asked of it, and its page."""

    id: str
    team_id: Number
    asked: Number = 0
    page: Number = 1


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
