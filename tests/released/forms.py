"""What people type into the forms that they send; everything else is left as it stands there."""

from tests.released.clicks import NEWCOMER, SEND, SOMEBODY, Click, Json

TYPED: dict[str, Json] = {
    "action.make.form": {"measure": "Answer faster"},
    "action.change.form kind=done": {"result": "It works"},
    "action.change.form kind=reassign": {"owner": SOMEBODY},
    "action.change.form kind=new_date": {"due": "2026-12-24", "why": "Ill"},
    "action.change.form kind=drop": {"why": "Not needed"},
    "action.change.form kind=reopen": {"due": "2026-12-24", "why": "Only on paper"},
    "action.change.form kind=extend": {"days": "7", "why": "Few tickets"},
    "complaint.not_delay.form": {"why": "The price"},
    "item.add.form": {"title": "Ask the night desk", "standard": "Asked"},
    "item.form kind=edit": {"remark": "Soon"},
    "item.status.form kind=not_met": {"remark": "Nobody had time"},
    "plan.close.form": {"why": "Reached"},
    "plan.duties.form": {"U01NOAH": "Reports"},
    "plan.form": {"metric": "frt_median", "comparison": "at_most", "value": "8m"},
    "problem.change.form": {"kind": "other"},
    "problem.close.form": {"close": "Solved"},
    "problem.make.form": {"seen": "Chats waited"},
    "problem.reopen.form": {"reopen": "It is back"},
    "problem.whys.form": {"why1": "Too few"},
    "review.case.form": {"number": "T1800", "learned": "Ask early"},
    "review.decide.form": {"decision": "Two on the night desk"},
    "setup.form": {"target": "85"},
}
"""By callback id, and kind where a form has several."""


def typed_into(click: Click) -> Json | None:
    """Return what is typed before a click, by block id; None for nothing."""
    if click.action_id == "members.add":
        return {click.block_id: {"members.add.who": NEWCOMER}}
    if click.action_id != SEND:
        return None
    kind = click.name.removeprefix("modal ").partition(":")[0]
    callback_id = click.place["payload"]["callback_id"]
    return _by_input(click.place, TYPED.get(kind) or TYPED.get(callback_id) or {})


def _by_input(form: Json, typed: Json) -> Json:
    """Return values by the block ids of a form, of which some end in how often it was drawn."""
    names = [block["block_id"] for block in form["payload"]["blocks"] if block["type"] == "input"]
    return {name: typed[name.split(".")[0]] for name in names if name.split(".")[0] in typed}
