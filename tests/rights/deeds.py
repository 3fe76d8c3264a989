"""Every button, modal and command: the way to it, and the last step whose right is tried.

A way begins with a posted message, with words typed after `/frt`, or with App Home.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot import ids
from bot.registers import REGISTERS
from tests.feeds.helpdesk import KEY
from tests.home.conftest import home_of
from tests.registers.samples import form_of, number_of
from tests.rights.desk import ROOM, Desk, NotShownError, elements
from tests.scenarios.office import Json

SENT = "sent"
"""Only send the form that is open."""
FILE = "their file"
"""In a field for files: one that whoever tries it has sent."""
HELPDESK = "the helpdesk"
"""In a field for an address: that of one that may be connected."""
OTHER = "other"
"""Choose the first option that is not chosen yet."""

_EXPORT = b"Ticket ID,Created,First reply\nE-1,2026-11-16 09:00,2026-11-16 09:05\n"

_CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261224\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True)
class Step:
    """Use an element: `value` is what is chosen, `at` part of its block id; then send `form`."""

    action_id: str
    value: Any = None
    at: str = ""
    form: Mapping[str, Any] | None = None
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Deed:
    """`begins` is `post:NAME`, `type:WORDS`, `home` or `file`; the last step is what is tried.

    Without steps it is the words themselves. `changes` is whether it leaves a trace.
    """

    begins: str
    steps: tuple[Step, ...] = field(default=())
    form: Mapping[str, Any] | None = None
    changes: bool = False


def _does(begins: str, *steps: Step, form: Mapping[str, Any] | None = None) -> Deed:
    return Deed(begins, steps, form, changes=True)


def _shows(begins: str, *steps: Step) -> Deed:
    return Deed(begins, steps)


_CHOSEN = Step(SENT, form={"product": "freshdesk", "team": "1"})
_TOLD = {"address": HELPDESK, "api_key": KEY}
_TRIED = Step(SENT, form=_TOLD)
_GIVEN = Step(SENT, form={"file": FILE, "team": "1"})
_DAYS = {"team": "1", "how": "add"}
_GOAL = {"metric": "frt_median", "comparison": "at_most", "value": "9m"}
_OPEN = Step(ids.ITEM_OPEN, value=0)
_REVIEW = ids.ReviewValue(team=1, week=date(2026, 11, 16)).dump()
_ROLE = json.dumps({"v": 1, "user": "U01BOTH", "role": "quality"}, separators=(",", ":"))

DEEDS: Mapping[str, Deed] = {
    "/frt help": _shows("type:help"),
    "/frt today": _shows("type:today"),
    "/frt today by agent": _shows("type:today by agent"),
    "/frt for @somebody": _shows("type:for <@U01BOTH>"),
    "/frt waiting": _shows("type:waiting"),
    "/frt daily": _shows("type:daily"),
    "/frt review": _shows("type:review"),
    "/frt warnings": _shows("type:warnings"),
    "/frt actions": _shows("type:actions"),
    "/frt plan": _shows("type:plan"),
    "/frt checklist": _shows("type:checklist"),
    "/frt members": _shows("type:members"),
    "/frt setup": _shows("type:setup"),
    "/frt import": _shows("type:import"),
    ids.IMPORT_OPEN: _shows("file", Step(ids.IMPORT_OPEN)),
    ids.DAYS_OFF_OPEN: _shows("calendar", Step(ids.DAYS_OFF_OPEN)),
    ids.DAYS_OFF_FORM: _does("calendar", Step(ids.DAYS_OFF_OPEN, form=_DAYS)),
    ids.IMPORT_FORM: _shows("type:import", _GIVEN),
    ids.IMPORT_COLUMNS: _shows("type:import", _GIVEN, Step(ids.IMPORT_COLUMNS)),
    ids.IMPORT_SET: _shows("type:import", _GIVEN, Step(ids.IMPORT_COLUMNS, form={"order": "dmy"})),
    ids.IMPORT_TAKE: _does("type:import", _GIVEN, Step(SENT, form={})),
    "/frt connect": _shows("type:connect"),
    ids.FEED_OPEN: _shows("home", Step(ids.FEED_OPEN)),
    ids.FEED_LIST: _shows("type:connect", _CHOSEN),
    ids.FEED_FORM: _does("type:connect", _CHOSEN, _TRIED),
    ids.FEED_BACK: _shows(
        "type:connect",
        _CHOSEN,
        Step(SENT, form={**_TOLD, "api_key": "not-a-key"}),
        Step(ids.FEED_BACK),
    ),
    ids.FEED_CONNECT: _does("type:connect", _CHOSEN, _TRIED, Step(SENT, form={})),
    ids.FEED_ASK: _does("type:connect", Step(ids.FEED_ASK)),
    ids.FEED_RENEW: _shows("type:connect", Step(ids.FEED_RENEW)),
    ids.FEED_PAUSE: _does("type:connect", Step(ids.FEED_PAUSE)),
    ids.FEED_RESUME: _does("type:connect", Step(ids.FEED_RESUME)),
    ids.FEED_REMOVE: _does("type:connect", Step(ids.FEED_REMOVE)),
    "/frt action": _does("type:action", form={"measure": "Answer faster"}),
    ids.HELP_RUN: _shows("type:help", Step(ids.HELP_RUN)),
    ids.HELP_ALL: _shows("type:help", Step(ids.HELP_ALL)),
    ids.REPORT_SHARE: _shows("type:today", Step(ids.REPORT_SHARE)),
    ids.REPORT_WHY: _shows("type:today", Step(ids.REPORT_WHY)),
    ids.REPORT_CLOCK: _shows("type:today", Step(ids.REPORT_CLOCK)),
    ids.WAITS_ALL: _shows("type:waiting", Step(ids.WAITS_ALL)),
    ids.WAITS_MINE: _shows("type:waiting", Step(ids.WAITS_MINE)),
    ids.REPORT_CHART: _shows("type:today", Step(ids.REPORT_CHART)),
    ids.REPORT_WAITING: _shows("type:today", Step(ids.REPORT_WAITING)),
    ids.CASE_CAUSE: _does("post:former", Step(ids.CASE_CAUSE, OTHER)),
    ids.CASES_OPEN: _shows("post:review", Step(ids.CASES_OPEN)),
    ids.CASES_GROUP: _shows("post:review", Step(ids.CASES_OPEN), Step(ids.CASES_GROUP)),
    ids.CASES_GROUP_CAUSE: _does(
        "post:review", Step(ids.CASES_OPEN), Step(ids.CASES_GROUP_CAUSE, OTHER)
    ),
    ids.CASES_CAUSE: _does(
        "post:review",
        Step(ids.CASES_OPEN),
        Step(ids.CASES_GROUP),
        Step(ids.CASES_CAUSE, OTHER),
    ),
    ids.DAILY_DETAILS: _shows("post:daily", Step(ids.DAILY_DETAILS)),
    ids.DAILY_POST: _does("type:daily yesterday", Step(ids.DAILY_POST)),
    "/frt complaints": _shows("type:complaints"),
    ids.COMPLAINT_START: _does("post:complaint", Step(ids.COMPLAINT_START)),
    ids.COMPLAINT_JOIN: _does("post:complaint", Step(ids.COMPLAINT_JOIN, 0)),
    ids.COMPLAINT_NOT_DELAY: _does(
        "post:complaint", Step(ids.COMPLAINT_NOT_DELAY, form={"why": "The price"})
    ),
    ids.COMPLAINT_DELAY: _does("type:complaint NO", Step(ids.COMPLAINT_DELAY)),
    ids.WARNING_ACKNOWLEDGE: _does("post:warning", Step(ids.WARNING_ACKNOWLEDGE)),
    ids.WARNING_RULE: _does("type:warnings", Step(ids.WARNING_RULE, form={"limit": "20m"})),
    ids.WARNING_RULE_ANOTHER: _does(
        "type:warnings",
        Step(ids.WARNING_RULE_ANOTHER, form={"metric": "frt_p90", "limit": "1h", "warning": "50m"}),
    ),
    ids.WARNING_SHOW: _shows("type:warnings", Step(ids.WARNING_SHOW, OTHER)),
    ids.ACTION_MAKE_GROUP: _does(
        "post:review", Step(ids.CASES_OPEN), Step(ids.ACTION_MAKE_GROUP, form={})
    ),
    ids.ACTION_MAKE: _does(
        "post:warning", Step(ids.ACTION_MAKE, form={"measure": "Answer faster"})
    ),
    ids.ACTION_DONE: _does("post:action", Step(ids.ACTION_DONE, form={"result": "It works"})),
    "action.note": _does("post:action", Step("action.note", form={"progress": "Half done"})),
    "action.edit": _does("post:action", Step("action.edit", form={"measure": "Answer sooner"})),
    ids.ACTION_REASSIGN: _does("post:action", Step(ids.ACTION_REASSIGN, form={"owner": "U01BOTH"})),
    ids.ACTION_NEW_DATE: _does(
        "post:action", Step(ids.ACTION_NEW_DATE, form={"due": "2026-12-24", "why": "Ill"})
    ),
    ids.HISTORY_OPEN: _shows("post:action", Step(ids.HISTORY_OPEN)),
    "/frt problems": _shows("type:problems"),
    "/frt problem": _does("type:problem", form={"seen": "Chats waited"}),
    ids.PROBLEM_MAKE: _does("post:warning", Step(ids.PROBLEM_MAKE, form={"seen": "Chats waited"})),
    ids.PROBLEM_SHOW: _shows("type:problems", Step(ids.PROBLEM_SHOW)),
    ids.PROBLEM_START: _does("post:problem", Step(ids.PROBLEM_START)),
    ids.PROBLEM_WHYS: _does("post:problem", Step(ids.PROBLEM_WHYS, form={"why1": "Too few"})),
    ids.PROBLEM_CHANGE: _does("post:problem", Step(ids.PROBLEM_CHANGE, form={"kind": "other"})),
    ids.PROBLEM_REPORT: _does("post:problem", Step(ids.PROBLEM_REPORT, form={})),
    ids.PROBLEM_CLOSE: _does("post:problem", Step(ids.PROBLEM_CLOSE, form={"close": "Solved"})),
    ids.REVIEW_OPEN: _shows("type:review", Step(ids.REVIEW_OPEN)),
    ids.REVIEW_DETAILS: _shows("post:review", Step(ids.REVIEW_DETAILS)),
    ids.REVIEW_DECIDE: _does(
        "post:review", Step(ids.REVIEW_DECIDE, form={"decision": "Two on the night desk"})
    ),
    ids.REVIEW_CASE: _does(
        "post:review",
        Step(ids.REVIEW_DETAILS),
        Step(ids.REVIEW_CASE, form={"number": "T3", "learned": "Ask early"}),
    ),
    ids.REVIEW_FINISH: _does("post:review", Step(ids.REVIEW_FINISH, _REVIEW)),
    ids.PLAN_START: _does("type:plan", Step(ids.PLAN_START, form=_GOAL)),
    ids.PLAN_CHANGE: _does("type:plan", Step(ids.PLAN_CHANGE, form={"value": "8m"})),
    ids.PLAN_DUTIES: _does("type:plan", Step(ids.PLAN_DUTIES, form={"U01NOAH": "Reports"})),
    ids.PLAN_DATES: _shows("type:plan", Step(ids.PLAN_DATES)),
    ids.PLAN_CLOSE: _does("type:plan", Step(ids.PLAN_CLOSE, form={"why": "Reached"})),
    ids.CHECKLIST_OPEN: _shows("type:plan", Step(ids.CHECKLIST_OPEN)),
    ids.CHECKLIST_PHASE: _shows("type:checklist", Step(ids.CHECKLIST_PHASE, OTHER)),
    ids.CHECKLIST_TURN: _shows("type:checklist", Step(f"{ids.CHECKLIST_TURN}.overdue")),
    ids.CHECKLIST_POST: _shows("type:checklist", Step(ids.CHECKLIST_POST)),
    ids.ITEM_STATUS: _does("post:checklist", Step(ids.ITEM_STATUS, 1)),
    ids.ITEM_OPEN: _shows("type:checklist", _OPEN),
    ids.ITEM_FORM: _does("type:checklist", Step(ids.ITEM_OPEN, 0, form={"remark": "Soon"})),
    ids.ITEM_ADD: _does(
        "type:checklist",
        Step(ids.ITEM_ADD, form={"title": "Ask the night desk", "standard": "Asked"}),
    ),
    ids.ITEM_DOWN: _does("type:checklist", _OPEN, Step(ids.ITEM_DOWN)),
    ids.ITEM_UP: _does("type:checklist", Step(ids.ITEM_OPEN, 1), Step(ids.ITEM_UP)),
    ids.ITEM_RETIRE: _does("type:checklist", _OPEN, Step(ids.ITEM_RETIRE)),
    ids.HOME_REFRESH: _shows("home", Step(ids.HOME_REFRESH)),
    ids.HOME_LANGUAGE: _shows("home", Step(ids.HOME_LANGUAGE, 1)),
    ids.HOME_REMINDERS: _shows("home", Step(ids.HOME_REMINDERS)),
    ids.MEMBERS_OPEN: _shows("home", Step(ids.MEMBERS_OPEN)),
    ids.MEMBERS_ROLE: _does("type:members", Step(ids.MEMBERS_ROLE, _ROLE, at="U01BOTH")),
    ids.MEMBERS_REMOVE: _does("type:members", Step(ids.MEMBERS_REMOVE, at="U01BOTH")),
    ids.MEMBERS_ADD: _does(
        "type:members",
        Step(ids.MEMBERS_ADD_WHO, "U01NEW"),
        Step(ids.MEMBERS_ADD),
    ),
    ids.MEMBERS_UNLINK: _does("type:members", Step(ids.MEMBERS_UNLINK, 0, at="U01NOAH")),
    ids.SETUP_OPEN: _shows("home", Step(ids.SETUP_OPEN)),
    ids.SETUP_FORM: _does("home", Step(ids.SETUP_OPEN, form={"target": "85"})),
}
"""By what stands in the column *id* of the table."""


def _of_registers() -> dict[str, Deed]:
    """Return the list of each register, one entry of it, and each of its steps."""
    made = {}
    for name, kind in REGISTERS.items():
        made[f"/frt {name}"] = _shows(f"type:{name}")
        made[f"/frt {name} 1"] = _shows(f"type:{name} 1", Step(ids.HISTORY_OPEN))
        for step in (kind.make, *(one for one in kind.steps if not one.hidden)):
            which = f"{name} {number_of(kind, step.of[0])}" if step.of else name
            button = Step(ids.register_step(name, step.name), form=form_of(kind, step))
            made[button.action_id] = _does(f"type:{which}", button)
    return made


DEEDS = {**DEEDS, **_of_registers()}


async def begin(desk: Desk, user: str, deed: Deed) -> Json | None:
    """Return what the first step is done on; None where words opened nothing."""
    kind, _, what = deed.begins.partition(":")
    if kind == "post":
        return desk.posted[what]
    if kind == "home":
        return await home_of(desk.office, user)
    if kind == "file":
        return await _sent(desk, user, "export.csv", _EXPORT)
    if kind == "calendar":
        return await _sent(desk, user, "days.ics", _CALENDAR)
    before = await _top(desk, user)
    messages = len(await desk.client.messages(user, ROOM))
    await desk.client.command(user, ROOM, f"/frt {what}")
    await desk.office.settle()
    top = await _top(desk, user)
    if top is not None and top != before:
        return top
    found = await desk.client.messages(user, ROOM)
    return found[-1] if len(found) > messages else None


async def take(desk: Desk, user: str, shown: Json | None, step: Step) -> Json | None:
    """Do a step and return the modal on top after it, or the answer, else what there was."""
    if shown is None or (step.action_id == SENT and "callback_id" not in shown):
        raise NotShownError(step.action_id)
    if step.action_id == SENT:
        await send(desk, user, shown, step.form or {})
        return await _top(desk, user)
    held = [
        (block_id, one)
        for block_id, one in elements(shown)
        if one["action_id"] == step.action_id and step.at in block_id
    ]
    if not held:
        raise NotShownError(step.action_id)
    block_id, one = held[0]
    value = _value(one, step.value)
    before = len(await desk.client.messages(user, ROOM))
    await desk.client.click(user, step.action_id, on=shown, block_id=block_id, value=value)
    await desk.office.settle()
    top = await _top(desk, user)
    if step.form is not None and top is not None:
        await send(desk, user, top, step.form)
    if top is not None:
        return top
    said = await desk.client.messages(user, ROOM)
    return said[-1] if len(said) > before and said[-1]["ephemeral"] else shown


async def send(desk: Desk, user: str, form: Json, values: Mapping[str, Any]) -> None:
    """Send a modal."""
    given = dict(values)
    if given.get("file") == FILE:
        given["file"] = [await desk.client.upload(user, "export.csv", _EXPORT)]
    if given.get("address") == HELPDESK:
        given["address"] = desk.helpdesk
    shown = {block["block_id"] for block in form["blocks"]}
    given = {name: value for name, value in given.items() if name in shown or name != "team"}
    await desk.client.submit(user, form, given)
    await desk.office.settle()


async def _sent(desk: Desk, user: str, name: str, content: bytes) -> Json:
    """Send a file to the bot and return what it answers."""
    file = await desk.client.upload(user, name, content)
    await desk.client.say(user, "app", "", files=[file])
    while desk.office.slack.courier.busy:
        await desk.office.slack.courier.settled()
        await desk.office.settle()
    found: list[Json] = await desk.client.messages(user, "app")
    return found[-1]


def _value(one: Json, wanted: Any) -> Any:
    options = one.get("options") or [
        option for group in one.get("option_groups", []) for option in group["options"]
    ]
    if isinstance(wanted, int):
        return options[wanted]["value"]
    if wanted == OTHER:
        present = (one.get("initial_option") or {}).get("value")
        return next(option["value"] for option in options if option["value"] != present)
    return wanted


async def _top(desk: Desk, user: str) -> Json | None:
    views = await desk.client.views(user)
    return views[-1] if views else None
