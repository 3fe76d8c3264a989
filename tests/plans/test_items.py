"""Items added, edited, moved, retired; what people write badly; texts and lists at their limits."""

import asyncio
import json
import re

import pytest

from bot import ids
from bot.models import PlanItem
from bot.views.blocks import MOST_CHARACTERS, characters
from tests.plans.floor import Floor, has
from tests.scenarios.office import words_of

HOSTILE = "\u202e<!channel> &lt;!channel&gt; <@U01NOAH> 🎉 مرحبا *bold*"


async def test_items_are_added_edited_moved_and_retired_by_the_lead(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    form = await floor.press("emma", shown, ids.ITEM_ADD)
    await floor.fill("emma", form, title="Buy headsets", phase="prepare", owner="U01NOAH")
    seen = await floor.seen("emma", shown)
    assert "18 · Buy headsets" in words_of(seen)
    form = await floor.open("emma", seen, 18)
    moved = await floor.press("emma", form, ids.ITEM_UP)
    assert "Moved up." in words_of(moved)
    order = [item.number for item in await floor.items() if item.phase == "prepare"]
    assert order == [1, 2, 3, 18, 4]
    await floor.fill("emma", moved, title="Buy better headsets")
    assert (await floor.item(18)).title == "Buy better headsets"
    form = await floor.open("emma", await floor.checklist(), 18)
    await floor.press("emma", form, ids.ITEM_RETIRE)
    assert "off the checklist" in words_of(await floor.office.modal("emma"))
    assert "headsets" not in words_of(await floor.checklist())
    events = [step.event for step in await floor.history("item", "1.18")]
    assert events == ["created", "changed", "retired"]
    (step,) = await floor.history("checklist")
    assert (step.event, json.loads(step.after)["place"]) == ("moved", 4)


async def test_a_form_that_is_sent_twice_adds_one_item(floor: Floor):
    await floor.start()
    form = await floor.press("emma", await floor.checklist(), ids.ITEM_ADD)
    submit, values = floor.office.slack.client.submit, {"title": "Buy headsets"}
    await asyncio.gather(*(submit("emma", form, values) for _ in range(3)), return_exceptions=True)
    await floor.office.settle()
    assert len(await floor.items()) == 18


async def test_the_first_item_of_a_phase_stays_in_it(floor: Floor):
    await floor.start()
    form = await floor.open("emma", await floor.checklist(), 5)
    moved = await floor.press("emma", form, ids.ITEM_UP)
    assert "at the end of its phase" in words_of(moved)
    assert [item.number for item in await floor.items()] == list(range(1, 18))


async def test_a_choice_that_came_too_late_is_said_taken_back_and_can_be_made_again(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    workspace = floor.office.slack.workspace
    on_page, usual = workspace.message("C01SUPPORT", shown["ts"]), workspace.timings.trigger
    drawn = on_page.changed
    workspace.timings.trigger = 0
    assert await floor.choose("emma", shown, 1, "not_met") is None
    workspace.timings.trigger = usual
    assert "Please click again" in (await floor.office.newest("emma"))["text"]
    assert on_page.changed > drawn
    form = await floor.choose("emma", shown, 1, "not_met")
    await floor.fill("emma", form, remark="Nobody at night")
    assert (await floor.item(1)).status == "not_met"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"due": "2026-11-19"}, "due", "has passed"),
        ({"owner": "U01FRTBOT"}, "owner", "is a bot"),
        ({"owner": "U01GUEST"}, "owner", "guest"),
        ({"title": "\u200b "}, "title", "fill this in"),
        ({"remark": "x" * 3_000}, "remark", "500"),
        ({"standard": "长" * 3_000}, "standard", "500"),
    ],
)
async def test_bad_input_is_refused_in_clear_words(floor: Floor, values, field: str, words: str):
    await floor.start()
    form = await floor.open("emma", await floor.checklist(), 1)
    done = await floor.fill("emma", form, **values)
    assert words in done["errors"][field]
    assert (await floor.item(1)).version == 1


async def test_somebody_deactivated_or_unknown_can_not_own(floor: Floor):
    await floor.start()
    form = await floor.open("emma", await floor.checklist(), 1)
    floor.office.slack.workspace.user("U01SOFIA").deleted = True
    done = await floor.fill("emma", form, owner="U01SOFIA")
    assert "deactivated" in done["errors"]["owner"]
    assert (await floor.item(1)).owner_id != "U01SOFIA"


async def test_hostile_texts_are_shown_as_written_and_ping_nobody(floor: Floor):
    await floor.start()
    shown = await floor.checklist()
    form = await floor.open("emma", shown, 1)
    texts = {"title": HOSTILE, "standard": HOSTILE, "remark": HOSTILE}
    await floor.fill("emma", form, status="not_met", **texts)
    said = words_of(await floor.post("emma", await floor.checklist()))
    assert "<!" not in said
    assert "<@U01NOAH>" not in said
    assert "مرحبا" in said
    assert "\u202e" not in said
    assert (await floor.item(1)).remark == HOSTILE


async def test_the_longest_texts_and_the_longest_list_fit(floor: Floor):
    await floor.start()
    async with floor.office.database.write() as session:
        texts = {"title": "&" * 200, "standard": "&" * 500, "remark": "&" * 500}
        for number in range(18, 58):
            place = {"team_id": 1, "plan": 1, "number": number, "position": number}
            session.add(PlanItem(**place, phase="review", **texts))
    form = await floor.open("emma", await floor.checklist(), 1)
    link = "https://x.example/?" + "&" * 480
    texts = {"title": "&" * 200, "standard": "&" * 500, "remark": "&" * 500, "evidence": link}
    await floor.fill("emma", form, **texts)
    shown = await floor.checklist()
    assert "Page 1 of " in words_of(shown)
    listed = set[str]()
    while True:
        assert len(shown["blocks"]) <= 50
        assert characters(shown["blocks"]) <= MOST_CHARACTERS
        listed |= set(re.findall(r"^(\d+) · ", words_of(shown), re.MULTILINE))
        if not has(shown, f"{ids.CHECKLIST_TURN}.next"):
            break
        await floor.press("emma", shown, f"{ids.CHECKLIST_TURN}.next")
        shown = await floor.seen("emma", shown)
    assert listed == {str(number) for number in range(1, 58)}
    posted = await floor.post("emma", shown)
    assert "more items" in words_of(posted)
