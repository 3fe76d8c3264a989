"""An entry from its form to its end: made, changed, refused, changed by two at once."""

import json

from bot import ids
from tests.scenarios.office import element, words_of


async def test_from_the_form_to_the_end(desk):
    refused = await desk.add(course=" ", person_id="U01NOAH", kind="skill")
    assert "course" in refused["errors"]
    form = await desk.office.modal("emma")
    made = await desk.fill(
        "emma", form, course="Calm *answers* <!channel>", due_on="2026-12-01", hours="2,5"
    )
    assert not made["errors"]
    card = (await desk.direct("noah"))[-1]
    said = words_of(card)
    assert "<@U01EMMA> entered this for you" in said
    assert "○ planned" in said
    assert "1 Dec 2026" in said
    assert "2.5" in said
    assert "<!channel>" not in json.dumps(card)
    shown = await desk.show("emma")
    form = await desk.press("emma", shown, ids.register_step("training", "pass"))
    assert set((await desk.fill("emma", form))["errors"]) == {"held_on"}
    form = await desk.office.modal("emma")
    ahead = await desk.fill("emma", form, held_on="2026-11-30")
    assert "still to come" in ahead["errors"]["held_on"]
    form = await desk.office.modal("emma")
    assert not (await desk.fill("emma", form, held_on="2026-11-18", score="91"))["errors"]
    assert "✓ passed" in words_of(await desk.office.seen("emma", shown))
    assert "✓ passed" in words_of(await desk.office.seen("noah", card))
    assert "is now ✓ passed" in words_of((await desk.direct("noah"))[-1])
    assert await desk.events() == ["make", "pass"]
    row = await desk.row()
    assert (row.status, row.hours, row.score, row.version) == ("passed", 2.5, 91.0, 2)


async def test_nobody_s_change_is_overwritten_unseen(desk):
    await desk.add()
    one = await desk.press("emma", await desk.show("emma"), ids.register_step("training", "change"))
    note = await desk.step("noah", await desk.show("noah"), "note", remark="Not on a Monday")
    assert not note["errors"]
    await desk.fill("emma", one, course="Calmer answers")
    again = await desk.office.modal("emma")
    assert "Not on a Monday" in words_of(again)
    assert (await desk.row()).course == "Calm answers"
    await desk.fill("emma", again)
    row = await desk.row()
    assert (row.course, row.remark, row.version) == ("Calmer answers", "Not on a Monday", 3)


async def test_a_step_that_no_longer_applies_says_so(desk):
    await desk.add()
    old = await desk.show("emma")
    await desk.step("emma", await desk.show("emma"), "withdraw", why="She left")
    assert await desk.press("emma", old, ids.register_step("training", "pass")) is None
    assert "withdrawn" in await desk.whispered("emma")
    assert (await desk.row()).status == "withdrawn"


async def test_who_may_not_is_shown_no_button_and_told_who_may(desk):
    await desk.add()
    card = (await desk.direct("noah"))[-1]
    passed = ids.register_step("training", "pass")
    assert element(card, passed) is None
    assert element(await desk.show("noah"), passed) is None
    assert element(card, ids.register_step("training", "note")) is not None
    await desk.enrol("U01NOAH", "lead")
    drawn = await desk.show("noah")
    await desk.enrol("U01NOAH", "agent")
    await desk.office.click("noah", drawn, passed)
    assert "*Passed* is for <@U01EMMA> to do" in words_of((await desk.said("noah"))[-1])
    assert (await desk.row()).status == "planned"


async def test_who_it_is_handed_to_hears_of_it_and_who_had_it_reads_no_more(desk):
    await desk.add()
    card = (await desk.direct("noah"))[-1]
    done = await desk.step("emma", await desk.show("emma"), "change", person_id="U01SOFIA")
    assert not done["errors"]
    assert "Training 1" in words_of((await desk.direct("sofia"))[-1])
    left = words_of(await desk.office.seen("noah", card))
    assert "somebody else’s now" in left
    assert "Calm answers" not in left
    assert "for its owner" in words_of(await desk.show("noah"))


async def test_a_form_sent_twice_makes_one_entry(desk):
    await desk.add()
    sent = [one for one in await desk.office.slack.client.log() if one["direction"] == "to_app"]
    form = [one["seq"] for one in sent if one["name"] == "view_submission"][-1]
    answer = await desk.office.slack.client.redeliver(form)
    await desk.office.settle()
    assert answer["ack"]["status"] == "ok"
    assert await desk.events() == ["make"]


async def test_history_tells_each_step(desk):
    await desk.add()
    await desk.step("emma", await desk.show("emma"), "change", course="Calmer answers")
    await desk.step("emma", await desk.show("emma"), "withdraw", why="Not needed any more")
    history = await desk.press("emma", await desk.show("emma"), ids.HISTORY_OPEN)
    said = words_of(history)
    for words in (
        "<@U01EMMA> · Add a training",
        "Course: Calm answers → Calmer answers",
        "State: ○ planned → – withdrawn",
        "Not needed any more",
    ):
        assert words in said


async def test_the_list_that_an_entry_came_from_is_led_back_to(desk):
    await desk.add()
    page = await desk.office.type("emma", "training")
    await desk.office.click("emma", page, ids.REGISTER_OPEN)
    shown = await desk.office.seen("emma", page)
    assert element(shown, ids.register_step("training", "pass")) is not None
    await desk.step("emma", shown, "pass", held_on="2026-11-18")
    assert "✓ passed" in words_of(await desk.office.seen("emma", page))
    await desk.office.click(
        "emma", await desk.office.seen("emma", page), f"{ids.REGISTER_LIST}.back"
    )
    assert "Nothing here." in words_of(await desk.office.seen("emma", page))
