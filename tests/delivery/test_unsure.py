"""A post of which nobody knows at first whether it stands: looked for, then settled or repeated."""

from datetime import timedelta

import pytest

from bot.services.deliveries import ends, ledger
from bot.services.deliveries.steps import Wish, fulfil
from tests.delivery.floor import Floor

DONE = [
    ("drop_reply", {}),
    ("truncate", {}),
    ("html", {"done": True}),
    ("server_error", {"done": True}),
    ("internal_error", {}),
    ("fatal_error", {}),
]
NOT_DONE = [("drop_request", {}), ("html", {}), ("server_error", {"status": 502})]


@pytest.mark.parametrize(("kind", "options"), DONE)
async def test_what_stands_there_is_found_and_not_sent_again(
    floor: Floor, kind: str, options: dict[str, object]
):
    await floor.fault(kind, channel="support-global", **options)
    await floor.monday()
    status, reason = await floor.stands()
    assert status == "unsure"
    assert reason
    await floor.after(seconds=5)
    assert await floor.stands() == ("posted", None)
    post = await floor.post()
    assert (await floor.delivery()).message_ts == post["ts"]
    await floor.after(seconds=90)
    assert await floor.calls() == 1


@pytest.mark.parametrize("hop", [{"seconds": 5}, {"days": -1}])
async def test_it_is_found_however_far_the_bot_s_clock_is_ahead_of_slack_s(
    floor: Floor, hop: dict[str, float]
):
    await floor.fault("drop_reply", channel="support-global")
    await floor.since("2040-09-16 12:00")
    await floor.at("2040-09-17 09:00")
    assert (await floor.stands())[0] == "unsure"
    await floor.after(**hop)
    await floor.at("2040-09-17 09:02")
    assert await floor.stands() == ("posted", None)
    assert await floor.calls() == 1


@pytest.mark.parametrize(("kind", "options"), NOT_DONE)
async def test_what_does_not_stand_there_is_sent_again_once_after_a_minute(
    floor: Floor, kind: str, options: dict[str, object]
):
    await floor.fault(kind, channel="support-global", **options)
    await floor.monday()
    for seconds in (5, 54):
        await floor.after(seconds=seconds)
        assert (await floor.stands())[0] == "unsure"
        assert await floor.calls() == 1
    for seconds in (1, 60, 60):
        await floor.after(seconds=seconds)
    assert await floor.stands() == ("posted", None)
    await floor.post()
    assert await floor.calls() == 2


async def test_a_post_that_never_arrives_is_shown_to_people(floor: Floor):
    await floor.fault("drop_request", channel="support-global", times=0)
    await floor.monday()
    for _ in range(2 * ends.MOST_SENDS - 1):
        assert (await floor.stands())[0] in {"unsure", "planned"}
        await floor.after(minutes=16)
    assert (await floor.stands())[0] == "ambiguous"
    assert await floor.calls() == ends.MOST_SENDS
    await floor.after(minutes=16)
    assert await floor.calls() == ends.MOST_SENDS
    for user in ("emma", "robin"):
        told = await floor.told(user)
        assert sum("Nobody can tell" in one for one in told) == 1


async def test_a_history_that_cannot_be_read_for_an_hour_is_ambiguous(floor: Floor):
    await floor.fault("drop_reply", channel="support-global")
    await floor.fault("server_error", "conversations.history", times=0)
    await floor.monday()
    for _ in range(5):
        await floor.after(minutes=10)
    assert (await floor.stands())[0] == "unsure"
    await floor.after(minutes=11)
    assert await floor.stands() == ("ambiguous", "history_unreadable:http_503")
    assert await floor.calls() == 1


async def test_a_worker_that_died_before_slack_was_asked_is_followed_at_once(floor: Floor):
    await floor.since("2026-09-14 09:00")
    floor.office.clock.now = floor.office.clock.now.replace(month=9, day=14, hour=9)
    row = await floor.add(status="sending", fence=1, lease_until=floor.office.clock.now)
    await floor.after(seconds=1)
    assert await floor.stands() == ("posted", None)
    assert (await floor.delivery()).fence > row.fence


async def test_a_stale_worker_touches_no_row(floor: Floor):
    await floor.since("2026-09-14 09:00")
    await floor.at("2026-09-14 09:00")
    now, database = floor.office.clock.now, floor.office.database
    row = await floor.add()
    stale = row.model_copy()
    assert await ledger.begin(database, stale, now)
    assert await ledger.sending(database, stale, now)
    await floor.after(minutes=2)
    assert await floor.stands() == ("planned", "interrupted")
    await floor.after(minutes=2)
    posted = await floor.delivery()
    assert (posted.status, posted.reason) == ("posted", None)
    for ended in (ledger.Ended("posted", message_ts="1.0"), ledger.Ended("skipped", "x")):
        assert (await ends.settle(database, stale, ended, now)).status == "lost"
    assert not await ledger.sending(database, stale, now)
    assert not await ledger.begin(database, stale, now)
    assert await floor.delivery() == posted


async def test_a_stale_worker_touches_no_row_that_another_is_sending(floor: Floor):
    await floor.since("2026-09-14 09:00")
    await floor.at("2026-09-14 09:00")
    now, database = floor.office.clock.now, floor.office.database
    planned = await floor.add()
    stale = planned.model_copy()
    assert await ledger.begin(database, stale, now)
    later = now + timedelta(minutes=2)
    assert await ledger.recover(database, 1, later) == 1
    assert not await ledger.begin(database, planned, later)
    taken = await floor.delivery()
    assert taken.status == "planned"
    assert await ledger.begin(database, taken, later)
    assert await ledger.sending(database, taken, later)
    sending = await floor.delivery()
    assert sending.status == stale.status == "sending"
    assert not await ledger.sending(database, stale, later)
    for ended in (ledger.Ended("posted", message_ts="1.0"), ledger.Ended("planned", "x")):
        assert (await ends.settle(database, stale, ended, later)).status == "lost"
    assert await floor.delivery() == sending


async def test_a_post_that_somebody_marks_while_it_is_looked_for_stays_posted(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
):
    await floor.fault("drop_request", channel="support-global")
    await floor.monday()
    deps, looked = floor.office.bot.deps, list[str]()

    async def nowhere(*_: object) -> None:
        row = await floor.delivery()
        looked.append(row.id)
        wish = Wish(row.id, "mark", "emma", trusted=True)
        assert (await fulfil(deps.database, wish, deps.clock())).reason == "done"

    monkeypatch.setattr(deps.slack, "find", nowhere)
    await floor.after(minutes=2)
    await floor.after(minutes=5)
    assert len(looked) == 1
    assert await floor.stands() == ("posted", "marked")
    assert await floor.calls() == 1


async def test_what_was_skipped_meanwhile_is_not_begun(floor: Floor):
    planned = await floor.add()
    await floor.set(planned, status="skipped", reason="overtaken:not_running")
    assert not await ledger.begin(floor.office.database, planned, floor.office.clock.now)


async def test_a_worker_whose_clock_was_days_ahead_is_followed(floor: Floor):
    await floor.since("2026-09-14 09:00")
    await floor.at("2026-09-14 09:00")
    until = floor.office.clock.now + timedelta(days=3)
    await floor.add(status="sending", fence=1, lease_until=until)
    await floor.after(seconds=1)
    assert await floor.stands() == ("posted", None)
