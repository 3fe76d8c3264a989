"""What an open action says is edited, and how it goes is noted, by those who may move it."""

import pytest

from bot import ids
from bot.metrics.actions.verification import NIGHT
from tests.actions.floor import Floor, has, initial
from tests.actions.test_life import NO_STANDARDS, STANDARD
from tests.scenarios.office import Json, words_of

EDIT, NOTE = ids.register_step("action", "edit"), ids.register_step("action", "note")


async def edited(floor: Floor, card: Json, user: str = "noah", **values: str) -> Json:
    return await floor.change(user, card, EDIT, **values)


async def refused(floor: Floor, card: Json, **values: str) -> dict[str, str]:
    """Send an edit in which something is wrong; return what is said of it, by field."""
    form = await floor.press("noah", card, EDIT)
    errors: dict[str, str] = (await floor.fill("noah", form, **values))["errors"]
    assert (await floor.action()).version == 1
    return errors


async def test_its_owner_edits_what_it_says(floor: Floor):
    card = await floor.make("noah", measure="Answer fster", impact="low")
    form = await floor.press("noah", card, EDIT)
    assert initial(form, "measure") == "Answer fster"
    values = {"measure": "Answer faster", "department": "IT", "impact": "high", "ease": "low"}
    await floor.fill("noah", form, **values, resources="One agent <!here>")
    action = await floor.action()
    assert (action.measure, action.department, action.impact, action.ease) == (
        *("Answer faster", "IT", "high", "low"),
    )
    said = words_of(await floor.office.seen("emma", card))
    assert "*Answer faster*" in said
    assert "One agent &lt;!here&gt;" in said
    past = words_of(await floor.press("noah", card, ids.HISTORY_OPEN))
    assert "<@U01NOAH> · edited" in past
    for line in ("Measure: Answer fster → Answer faster", "Impact: low → high", "Ease: – → low"):
        assert line in past


async def test_which_hours_are_the_night_is_said(floor: Floor):
    start, end = NIGHT
    english = await floor.wide("emma", await floor.form("emma"), "hours")
    assert f"({start:02}:00–{end:02}:00)" in words_of(english)
    form = await floor.form("wangfang", "改进 x", "客服一组")
    assert f"（{start:02}:00–{end:02}:00）" in words_of(await floor.wide("wangfang", form, "hours"))


async def test_a_standard_is_given_changed_and_taken_off(floor: Floor):
    card = await floor.make("noah")
    await edited(floor, card, **STANDARD)
    shown = words_of(await floor.office.seen("emma", card))
    assert "median first response at most 5 min over 7 days" in shown
    form = await floor.press("noah", card, EDIT)
    assert (initial(form, "value"), initial(form, "days")) == ("5m", "7")
    await floor.fill("noah", form, value="4.5m", days="10 days", hours="night")
    action = await floor.action()
    assert (action.verify_value, action.verify_days, action.verify_hours) == (270, 10, "night")
    await edited(floor, card, value="", days="")
    action = await floor.action()
    assert (action.verify_metric, action.verify_comparison, action.verify_hours) == (None,) * 3
    past = words_of(await floor.press("noah", card, ids.HISTORY_OPEN))
    assert "Value to be reached: 5m → 270s" in past


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        *NO_STANDARDS,
        ({"days": "30"}, "metric", "Choose the metric"),
        ({"measure": " "}, "measure", "fill this in"),
        ({"department": "x" * 81}, "department", "80"),
    ],
)
async def test_what_makes_no_sense_is_said(floor: Floor, values: Json, field: str, words: str):
    assert words in (await refused(floor, await floor.make("noah"), **values))[field]


async def test_a_standard_needs_its_metric_as_long_as_it_stands(floor: Floor):
    card = await floor.make("noah", **STANDARD)
    assert "Choose the metric" in (await refused(floor, card, metric=""))["metric"]
    assert "Give the value" in (await refused(floor, card, value=""))["value"]


async def test_two_who_edit_at_once_lose_nothing(floor: Floor):
    card = await floor.make("noah")
    form = await floor.press("noah", card, EDIT)
    await edited(floor, card, "emma", measure="Answer in five minutes")
    await floor.fill("noah", form, department="IT")
    again = await floor.office.modal("noah")
    assert "Somebody changed this meanwhile" in words_of(again)
    assert "Measure: Answer faster → Answer in five minutes" in words_of(again)
    assert initial(again, "measure") == "Answer in five minutes"
    await floor.fill("noah", again)
    action = await floor.action()
    assert (action.measure, action.department) == ("Answer in five minutes", "IT")


async def test_its_owner_is_told_of_what_a_lead_edits_and_nobody_of_nothing(floor: Floor):
    card = await floor.make("noah")
    await edited(floor, card, "emma")
    assert (await floor.action()).version == 1
    assert (await floor.said("emma"))[-1]["ts"] == card["ts"]
    await edited(floor, card, "emma", ease="high")
    told = (await floor.said("emma"))[-1]
    assert (told["thread_ts"], "<@U01NOAH> <@U01EMMA> edited action 1" in told["text"]) == (
        card["ts"],
        True,
    )


async def test_how_it_goes_stands_on_the_card_and_the_lead_hears_of_it(floor: Floor):
    card = await floor.make("noah")
    await floor.change("noah", card, NOTE, progress="Two asked, one said yes <!channel>")
    told = (await floor.said("emma"))[-1]
    assert told["thread_ts"] == card["ts"]
    assert "<@U01EMMA> <@U01NOAH> on how action 1 goes: Two asked" in told["text"]
    shown = words_of(await floor.office.seen("emma", card))
    assert "*Progress* · <@U01NOAH>, 20 Nov" in shown
    assert "one said yes &lt;!channel&gt;" in shown
    form = await floor.press("emma", card, NOTE)
    assert initial(form, "progress") is None
    assert "fill this in" in (await floor.fill("emma", form, progress=" "))["errors"]["progress"]
    await floor.fill("emma", form, progress="Start on Monday")
    assert "<@U01NOAH> <@U01EMMA> on how action 1 goes" in (await floor.said("emma"))[-1]["text"]
    action = await floor.action()
    assert (action.progress, action.progress_by) == ("Start on Monday", "U01EMMA")
    past = words_of(await floor.press("noah", card, ids.HISTORY_OPEN))
    assert past.index("Start on Monday") < past.index("Two asked")


async def test_what_is_done_is_neither_edited_nor_noted(floor: Floor):
    card = await floor.make("noah")
    forms = {"noah": await floor.press("noah", card, EDIT)}
    forms |= {"emma": await floor.press("emma", card, NOTE)}
    await floor.done("robin", card)
    shown = await floor.office.seen("noah", card)
    assert not any(has(shown, step) for step in (EDIT, NOTE))
    for user, values in (("noah", {"measure": "Late"}), ("emma", {"progress": "Late"})):
        await floor.fill(user, forms[user], **values)
        assert "Nothing left to change" in words_of(await floor.office.modal(user))
    assert (await floor.action()).version == 2


async def test_an_owner_who_reads_chinese_does_so_in_chinese(floor: Floor):
    await floor.make("emma", owner="U01LIWEI", measure="午间值班")
    card = (await floor.said("liwei", "app"))[-1]
    form = await floor.press("liwei", card, EDIT)
    assert "修改改进措施" in form["title"]["text"]
    await floor.fill("liwei", form, measure="午间双人值班", impact="high")
    await floor.change("liwei", card, NOTE, progress="已找到两位同事")
    shown = words_of(await floor.office.seen("liwei", card))
    assert "*进展* · <@U01LIWEI>，" in shown
    assert "*午间双人值班*" in shown
    past = words_of(await floor.press("liwei", card, ids.HISTORY_OPEN))
    for words in ("记录了进展", "修改了内容", "影响：– → 高"):
        assert words in past
