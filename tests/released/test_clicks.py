"""What an earlier version posted is clicked on this one, with its data migrated, and works."""

import json

import pytest

from tests.released.clicks import SEND, action_ids, clicks
from tests.released.forms import typed_into
from tests.released.replay import Replay, apologies

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHANGES_NOTHING = {
    "members.add.who",
    "members.add.role",
    "action.list.open",
    "problem.list.open",
}
"""What is only remembered until a button beside it is clicked; lists that stand there already."""

TODAY = {
    "opens action.change.form": "opens register.form",
    "opens action.make.form": "opens register.form",
    **{
        f"opens problem.{step}.form": "opens register.form"
        for step in ("make", "whys", "change", "close", "reopen")
    },
}
"""What an earlier version did, and what stands for it on this one."""

RENEWED = {
    "answer: action.list.open scope=open": "redraws to one",
    "answer: problem.list.open scope=open": "redraws to one",
}
"""What did nothing there, and shows this version's list in place of the same one."""

EFFECTS = {
    "post: problem.start": ("problems", {"analysis_started_by": "U01EMMA"}, "problem.start"),
    "post: warning.acknowledge": (
        "warning_states",
        {"phase": "acknowledged", "acknowledged_by": "U01EMMA"},
        "warning.acknowledge",
    ),
    "post: review.finish": (
        "reviews",
        {"status": "finished", "finished_by": "U01EMMA"},
        "review.finish",
    ),
    "post: complaint.start": ("problems", {"origin": "complaint"}, "complaint.start"),
    "post: case.cause": ("case_causes", {"named_by": "U01EMMA", "cause": "staffing"}, None),
    "post: item.confirm": ("plan_items", {"status": "met"}, None),
    "post: item.status status=open": ("plan_items", {"status": "open"}, None),
    "answer: delivery.mark": ("deliveries", {"status": "posted", "reason": "marked"}, None),
    "answer: complaint.delay": ("complaints", {"said_by": "U01EMMA"}, None),
    "modal action.change.form kind=done: send": (
        "actions",
        {"status": "done", "result": "It works"},
        None,
    ),
    "modal action.change.form kind=verify: send": ("actions", {"status": "verified"}, None),
    "modal action.change.form kind=new_date: send": ("actions", {"due_on": "2026-12-24"}, None),
    "modal problem.close.form: send": (
        "problems",
        {"status": "closed", "closed_why": "Solved"},
        None,
    ),
    "modal problem.whys.form: send": ("problem_whys", {"position": 1, "why": "Too few"}, None),
    "modal item.status.form kind=not_met: send": (
        "plan_items",
        {"status": "not_met", "remark": "Nobody had time"},
        None,
    ),
    "modal plan.close.form: send": ("plans", {"status": "closed", "closed_why": "Reached"}, None),
    "modal review.decide.form: send": ("decisions", {"decision": "Two on the night desk"}, None),
    "modal review.case.form kind=waited: send": ("review_cases", {"learned": "Ask early"}, None),
    "modal members.list: members.add": ("members", {"slack_user_id": "U01OUT"}, None),
}
"""By click: a table, what a new row of it says, and the button that is gone afterwards."""


async def test_every_recorded_click_does_what_it_did(replay: Replay, capsys):
    """Also: nobody is told that a button is out of date, and nothing fails behind the answer."""
    done, sorry = {}, {}
    sentences = apologies()
    for click in clicks(replay.scene, replay.modals):
        found = await replay.does(click, typed_into(click))
        replay.undo()
        done[click.name] = found.does
        if told := [text for text in sentences if text in found.said]:
            sorry[click.name] = told
    assert sorry == {}
    expected = {name: TODAY.get(does, does) for name, does in replay.outcomes.items()}
    expected |= RENEWED
    assert _but_home(done) == _but_home(expected)
    logged = "".join(capsys.readouterr())
    assert "Traceback" not in logged
    assert "[error" not in logged


async def test_everything_recorded_is_among_the_clicks_and_does_something(replay: Replay):
    made = clicks(replay.scene, replay.modals)
    used = {click.action_id for click in made if click.block_id}
    shortcuts = {row["callback_id"] for row in replay.scene["shortcuts"]}
    assert used == action_ids(replay.scene, replay.modals) | shortcuts
    forms = {view["payload"]["callback_id"] for view in replay.modals if _is_form(view)}
    sent = {click.place["payload"]["callback_id"] for click in made if click.action_id == SEND}
    assert sent == forms
    assert {click.name for click in made} == set(replay.outcomes)
    idle = {click.action_id for click in made if replay.outcomes[click.name] == "nothing"}
    assert idle <= CHANGES_NOTHING


@pytest.mark.parametrize("name", EFFECTS)
async def test_it_is_in_the_database_and_on_the_card(replay: Replay, name: str):
    table, row, gone = EFFECTS[name]
    click = next(one for one in clicks(replay.scene, replay.modals) if one.name == name)
    found = await replay.does(click, typed_into(click))
    replay.undo()
    fresh = [{key: str(one[key]) for key in row} for one in found.rows[table]]
    assert {key: str(value) for key, value in row.items()} in fresh
    if gone is not None:
        before, after = json.dumps(click.place), json.dumps(found.shown)
        assert f'"{gone}"' in before
        assert f'"{gone}"' not in after


def _but_home(found):
    """Leave out that cards are written where App Home is drawn, which remembers warnings now."""
    made = {}
    for name, does in found.items():
        parts = does.split("; ")
        if "draws the Home tab" in parts:
            parts = [_without_cards(one) for one in parts if one != "writes cards"]
        made[name] = "; ".join(parts)
    return made


def _without_cards(part):
    if not part.startswith("writes "):
        return part
    tables = part.removeprefix("writes ").split(", ")
    return f"writes {', '.join(one for one in tables if one != 'cards')}"


def _is_form(view):
    return bool(view["payload"].get("submit"))
