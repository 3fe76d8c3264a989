"""So much in a team that every list has a second page, and the ways that lead to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot import ids
from bot.services.actions import life
from bot.views.actions import card
from bot.views.blocks.parts import actions, button, message
from tests.rights.deeds import Deed, Step
from tests.rights.desk import Desk
from tests.scenarios.tickets import NOW

_MANY, _LONG, _JUDGED, _DONE = 11, 21, 122, 123
_FRIDAY = datetime(2026, 11, 20, 10, tzinfo=UTC)
_BEFORE = NOW - timedelta(hours=1)
WAYS = [
    Deed("post:judged", (Step(ids.ACTION_EXTEND, form={"days": "9", "why": "Few"}),)),
    Deed("post:done", (Step(ids.ACTION_AIM, form={"metric": "frt_median", "value": "9m"}),)),
    Deed("type:actions", (Step(f"{ids.ACTION_LIST}.next"),)),
    Deed("type:actions", (Step(ids.REGISTER_OPEN), Step("action.note", form={"progress": "So"}))),
    Deed("post:action", (Step(ids.HISTORY_OPEN), Step(f"{ids.HISTORY_TURN}.next"))),
    Deed("type:problems", (Step(f"{ids.PROBLEM_LIST}.next"),)),
    Deed("type:training", (Step(f"{ids.REGISTER_LIST}.next"),)),
    Deed("type:complaints", (Step(f"{ids.COMPLAINTS_TURN}.next"),)),
    Deed("type:checklist", (Step(f"{ids.CHECKLIST_TURN}.next"),)),
    Deed("type:deliveries", (Step(f"{ids.DELIVERIES_TURN}.next"),)),
    Deed("type:deliveries", (Step(ids.DELIVERY_POST),)),
    Deed("type:deliveries", (Step(ids.DELIVERY_MARK),)),
    Deed("type:members", (Step(f"{ids.MEMBERS_TURN}.next"),)),
    Deed("type:members", (Step(f"{ids.MEMBERS_LINK}.1"),)),
    Deed("type:week", (Step(ids.REPORT_WHY), Step(ids.REPORT_WHY_NEXT))),
    Deed("post:review", (Step(ids.CASES_OPEN), Step(ids.CASES_GROUP), Step(ids.CASES_NEXT))),
    Deed("post:review", (Step(ids.CASES_OPEN), Step(ids.CASES_GROUP), Step(ids.CASES_GROUPS))),
    Deed("post:review", (Step(ids.REVIEW_FINISH, form={}),)),
    Deed("type:waiting", (Step(ids.WAITS_MINE),)),
    Deed("type:waiting", (Step(ids.WAITS_NEXT), Step(ids.WAITS_PREVIOUS))),
    Deed("post:revised", (Step(ids.REVISED_OPEN), Step(ids.REVISED_NEXT))),
]
"""What leads on from a first page, and what only the other rows have."""
PEOPLE = [{"id": f"U02TWIN{one}", "name": f"ann{one}", "real_name": "Ann Twin"} for one in range(3)]
"""Who may all be the Ann Twin whom tickets name."""
CHOOSING = {
    "bo": ("today", "actions", "problems", "plan", "checklist", "training"),
    "robin": ("setup", "members", "deliveries"),
}
"""Who is asked which team they mean, by their words."""


async def fill(desk: Desk) -> None:
    """Write it into Global support, by copies of what is there, and put its cards up."""
    await desk.add("tickets", _tickets(desk))
    await desk.add("complaints", _copies(desk, "complaints", external_id="C1", key="external_id"))
    for table in ("actions", "problems", "trainings"):
        await desk.add(table, _copies(desk, table, number=1))
    (judged,) = _copies(desk, "actions", number=1)[-1:]
    told = {"status": "done", "verify_metric": "frt_median", "verify_comparison": "at_most"}
    told |= {"verify_value": 600.0, "verify_days": 5, "verdict": "not_enough"}
    done = judged | {"status": "done", "number": _DONE}
    await desk.add("actions", [judged | told | {"number": _JUDGED}, done])
    await desk.add(
        "history",
        [_row(desk, "history", subject="action") | {"number": 100 + one} for one in range(_LONG)],
    )
    await desk.add("plan_items", _copies(desk, "plan_items", number=1))
    await desk.add(
        "members",
        [{"team_id": 1, "slack_user_id": f"U09P{one:02}", "role": "agent"} for one in range(_MANY)],
    )
    of_emma = {"team_id": 1, "name": "Emma", "slack_user_id": "U01EMMA"}
    await desk.add("helpdesk_names", [of_emma])
    await desk.add("deliveries", _deliveries(desk))
    await desk.add("imports", [_IMPORT])
    await desk.add(
        "ticket_revisions",
        [
            {
                "team_id": 1,
                "source": "file",
                "external_id": one["external_id"],
                "import_number": 1,
                "field": "first_response_at",
                "at": NOW - timedelta(minutes=30),
                "row": 2,
                "before": "2026-11-20T10:01:00+00:00",
                "after": "2026-11-20T10:20:00+00:00",
            }
            for one in _tickets(desk)
            if one["external_id"].startswith("X")
        ],
    )
    await _post(desk)
    await desk.remember()


_IMPORT: dict[str, Any] = {
    "team_id": 1, "number": 1, "source": "file", "file_name": "Late tickets.csv", "file_size": 1,
    "sha256": "0", "reading": "{}", "imported_by": "U01EMMA", "status": "done",
    "started_at": NOW - timedelta(minutes=30), "finished_at": NOW - timedelta(minutes=30),
    "first_opened_at": _FRIDAY, "last_opened_at": _FRIDAY, "applied_rows": 1, "created": 0,
    "updated": 1, "unchanged": 0, "superseded": 0, "quarantined": 0, "flagged": 0,
}  # fmt: skip


async def _post(desk: Desk) -> None:
    for name, number in (("judged", _JUDGED), ("done", _DONE)):
        action = await life.look(desk.office.database, 1, number)
        assert action is not None
        await desk.post(name, card.card(action, "en", NOW))
    value = ids.RevisedValue(team=1, before=_BEFORE, as_of=NOW)
    shows = button("Show", ids.REVISED_OPEN, value)
    await desk.post("revised", message("Changed", [actions([shows], "revised_show")]))


def _row(desk: Desk, table: str, **known: object) -> dict[str, Any]:
    return next(
        row
        for row in desk.rows[table]
        if row["team_id"] == 1 and all(row[key] == value for key, value in known.items())
    )


def _copies(desk: Desk, table: str, key: str = "number", **known: object) -> list[dict[str, Any]]:
    row = _row(desk, table, **known)
    return [row | {key: 101 + at if key == "number" else f"{row[key]}{at}"} for at in range(_MANY)]


def _tickets(desk: Desk) -> list[dict[str, Any]]:
    """Return tickets not met, by agents whom nobody knows, some that wait, and complaints."""
    late = [
        row | {"external_id": f"X{at:02}", "agent": f"Ghost {at:02}" if at else "Ann Twin"}
        for at, row in enumerate([_row(desk, "tickets", external_id="T3")] * _MANY)
    ]
    waiting = _copies(desk, "tickets", "external_id", external_id="T5")
    return [*late, *waiting, *_copies(desk, "tickets", "external_id", external_id="C1")]


def _deliveries(desk: Desk) -> list[dict[str, Any]]:
    row = _row(desk, "deliveries", kind="daily")
    made = [row | {"id": f"{at:032}", "slot": f"2026-11-{at:02}"} for at in range(10, 19)]
    made[0] |= {"status": "ambiguous", "reason": "interrupted", "message_ts": None}
    made[1] |= {
        "status": "unsure",
        "reason": "TimeoutError",
        "message_ts": None,
        "not_before": NOW + timedelta(hours=1),
    }
    return made
