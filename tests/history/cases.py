"""Every history that has a golden file, by name."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.metrics.history import About, Edit, Past
from bot.views.history.pages import past
from tests.plans import drawn
from tests.plans.cases import edits, plan_edits
from tests.views import samples as s
from tests.views.action_samples import DONE, MADE, facts
from tests.views.problem_samples import LATER, STARTED
from tests.views.problem_samples import entry as made_of
from tests.views.problem_samples import facts as problem_facts

Case = Callable[[str], dict[str, Any]]
WARNED = "frt_median:2026-11-19"
AT = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)


def entry(  # noqa: PLR0913  what a row holds
    subject: str,
    event: str,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    *,
    key: str = "",
    who: str = "U0EMMA",
    why: str | None = None,
) -> Edit:
    return Edit(event, who, AT, before or {}, after or {}, why, subject, key)


def shown(
    subject: str,
    key: str | None,
    made: tuple[Edit, ...],
    about: Callable[[str], About] | None = None,
    page: tuple[int, int] = (1, 1),
) -> Case:
    def draw(language: str) -> dict[str, Any]:
        known = about(language) if about else None
        team = s.TEAMS[language].name
        return past(
            Past(1, team, subject, key, made, *page, known, s.TEAM.addresses),
            s.READERS[language],
            s.NOW,
        )

    return draw


def of(subject: str, made: tuple[Edit, ...], key: str = "") -> tuple[Edit, ...]:
    return tuple(
        Edit(one.event, one.who, one.at, one.before, one.after, one.why, subject, key)
        for one in made
    )


ACTION = of(
    "action",
    (
        Edit("measured", "U0EMMA", MADE, {"n": 122}, {"n": 95, "verdict": "met"}, None),
        Edit("done", "U0SOFIA", DONE["done_at"], {"status": "open"}, {"status": "done"}, "OK"),
        Edit("reassigned", "U0EMMA", MADE, {"owner": "U0NOAH"}, {"owner": "U0SOFIA"}, None),
        Edit("due_moved", "U0NOAH", MADE, {"due": "2026-11-20"}, {"due": "2026-11-27"}, s.HOSTILE),
        Edit("created", "U0EMMA", MADE, {}, {"owner": "U0NOAH", "due": "2026-11-20"}, None),
    ),
)
ITEM = of("item", edits()[::-1], "2.7")
PLAN = of("plan", plan_edits()[::-1], "2")
SETTINGS = (
    entry("feed", "removed", None, {"name": s.HOSTILE}, key="2"),
    entry("feed", "credentials_changed", None, {"name": "Freshdesk"}, key="1"),
    entry("feed", "resumed", None, {"name": "Freshdesk"}, key="1"),
    entry("feed", "paused", None, {"name": "Freshdesk"}, key="1"),
    entry(
        "feed",
        "connected",
        None,
        {"name": "Freshdesk", "address": "https://acme.freshdesk.com"},
        key="1",
    ),
    entry(
        "import",
        "imported",
        None,
        {"file": s.HOSTILE, "created": 3, "updated": 2, "unchanged": 40, "set_aside": 0},
        key="7",
        who="root",
    ),
    entry("warning_rule", "removed", {"metric": "csat_mean"}, key="csat_mean"),
    entry(
        "warning_rule",
        "set",
        {"metric": "frt_median", "target": None, "warning_value": 720.0, "limit_value": 900.0},
        {"metric": "frt_median", "target": 480.0, "warning_value": 600.0, "limit_value": 900.0},
        key="frt_median",
        who="shell",
    ),
    entry(
        "team",
        "changed",
        {"channel": "", "limits": "gold=3m", "review_weekday": "4", "name": s.HOSTILE},
        {"channel": "C0NORTH", "limits": "", "review_weekday": "3", "name": "North Desk"},
    ),
    entry("team", "created", None, {"name": "North Desk", "zone": "Asia/Shanghai"}, who="<!here>"),
)
MEMBERS = (
    entry("member", "removed", {"role": "agent", "names": "李伟, Li"}, key="U0LI"),
    entry("member", "name_unlinked", {"name": s.HOSTILE}, key="U0LI"),
    entry("member", "name_linked", None, {"name": "李伟"}, key="U0LI", why="email"),
    entry("member", "role_changed", {"role": "agent"}, {"role": "lead"}, key="U0NOAH"),
    entry("member", "added", None, {"role": "agent"}, key="U0NOAH", who="root"),
)
WARNING = (
    entry("warning", "acknowledged", {"state": "warning"}, key=WARNED),
    entry(
        "warning",
        "warning_raised",
        {"state": "near"},
        {"state": "warning", "day": "2026-11-19", "value": 780.0},
        who="frt",
        key=WARNED,
    ),
)
REVIEW = (
    entry("review", "finished", {"status": "open"}, {"status": "finished"}, key="2026-11-16"),
    entry(
        "review",
        "case_solved",
        {"learned": None, "ticket": "T3"},
        {"learned": s.HOSTILE, "ticket": s.HOSTILE},
        key="2026-11-16",
    ),
    entry(
        "review", "case_waited", {"ticket": "T3"}, {"ticket": "T5"}, key="2026-11-16", who="U0SOFIA"
    ),
    entry("review", "decided", None, {"number": 1, "decision": s.HOSTILE}, key="2026-11-16"),
    entry("review", "opened", key="2026-11-16", who="frt"),
)
CASE = (
    entry(
        "ticket",
        "revised",
        {
            "subject": s.HOSTILE,
            "excluded": "",
            "status": "Open",
            "first_response_at": "2026-11-18T01:40:00+00:00",
            "csat": "4.5",
        },
        {
            "subject": None,
            "excluded": "spam",
            "status": s.HOSTILE,
            "first_response_at": "2026-11-18T01:12:00+00:00",
            "csat": "5",
            "file": s.HOSTILE,
            "row": 4,
        },
        key="zendesk/E-1021",
        who="root",
    ),
    entry("case", "cause_named", {"cause": "staffing"}, {"cause": "system"}, key="zendesk/E-1021"),
    entry("case", "cause_named", {"cause": None}, {"cause": "staffing"}, key="zendesk/E-1021"),
)
PERSON = (
    entry("person", "reminders", {"reminders": True}, {"reminders": False}, key="U0EMMA"),
    entry("person", "language", {"language": "slack"}, {"language": "zh"}, key="U0EMMA"),
)
ODD = (entry("case", "re<!here>named", {"<@U0BOSS>": 1}, {"<@U0BOSS>": s.HOSTILE}),)

PROBLEM = of(
    "problem",
    (
        Edit("reopened", "U0EMMA", LATER, {"status": "closed"}, {"status": "reopened"}, "Again"),
        Edit("reported", "U0EMMA", LATER, {}, {"report": 1, "channels": "C0NORTH"}, None),
        Edit(
            "analysed",
            "U0NOAH",
            LATER,
            {"why1": "", "cause": "", "status": "open"},
            {"why1": s.HOSTILE, "cause": "process", "status": "analysed"},
            None,
        ),
        Edit("analysis_started", "U0NOAH", STARTED, {}, {"started": True}, None),
        Edit("changed", "U0EMMA", MADE, {"kind": "other"}, {"kind": "delay"}, None),
        Edit("created", "U0EMMA", MADE, {}, {"kind": "other"}, None),
    ),
)
COMPLAINT = of(
    "complaint",
    (
        Edit("started", "U0NOAH", AT, {}, {"problem": 7}, None),
        Edit("said", "U0EMMA", AT, {}, {}, None),
        Edit("set_aside", "U0QUINN", AT, {}, {}, s.HOSTILE),
    ),
)

CASES: dict[str, Case] = {
    "problem": shown("problem", "7", PROBLEM, lambda language: made_of(problem_facts(language))),
    "complaint": shown("complaint", "zendesk/K-1234", COMPLAINT),
    "action": shown("action", "3", ACTION, lambda language: facts(language, **DONE)),
    "plan": shown("plan", "2", PLAN, drawn.facts),
    "item": shown(
        "item",
        "2.7",
        ITEM,
        lambda language: (drawn.facts(language), drawn.items(language)[1]),
    ),
    "checklist": shown("checklist", "2", (*ITEM[:1], *ITEM[-1:]), drawn.facts),
    "team": shown("team", "1", SETTINGS),
    "member": shown("member", None, MEMBERS),
    "warning": shown("warning", "frt_median:2026-11-19", WARNING),
    "review": shown("review", "2026-11-16", REVIEW),
    "case": shown("case", "zendesk/E-1021", CASE, page=(2, 3)),
    "person": shown("person", "U0EMMA", PERSON),
    "nothing": shown("review", "2026-11-16", ()),
    "odd": shown("case", f"csv/{s.HOSTILE}", ODD),
}
