"""A process that is killed, stopped or told to stop around a post."""

import signal
from pathlib import Path

import pytest

from tests.faults.plant import Plant, plant, until


@pytest.mark.parametrize("point", ["before_begin", "after_begin", "before_post", "after_post"])
async def test_sigkill_around_a_post_leaves_one_report(
    database_url: str, tmp_path: Path, point: str
) -> None:
    async with plant(database_url, tmp_path) as here:
        first = await here.start(FAULT_AT=point, FAULT_DO="kill", FRT_LEASE_SECONDS="2")
        assert await first.ended() == -signal.SIGKILL
        assert len(await here.reports()) == (point == "after_post")
        await here.start()
        (row,) = await here.settled()
        assert row.status == "posted", here.diary()
        assert len(await here.reports()) == 1
        await here.agree()


async def test_a_leader_that_froze_for_two_leases_sends_nothing_when_it_goes_on(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with plant(postgresql_url, tmp_path) as here:
        leader = await here.start(FAULT_AT="after_begin", FAULT_DO="stop", FRT_LEASE_SECONDS="2")
        await leader.frozen()
        await here.start()
        (row,) = await here.settled()
        assert row.status == "posted"
        leader.send(signal.SIGCONT)
        await leader.logs("taken_by_another")
        (again,) = await here.rows()
        assert (again.status, again.message_ts) == ("posted", row.message_ts)
        assert len(await here.reports()) == 1


async def test_a_leader_that_froze_after_posting_changes_no_row(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with plant(postgresql_url, tmp_path) as here:
        leader = await here.start(FAULT_AT="after_post", FAULT_DO="stop", FRT_LEASE_SECONDS="2")
        await leader.frozen()
        await here.start()
        (row,) = await here.settled()
        leader.send(signal.SIGCONT)
        await leader.logs("taken_by_another")
        (again,) = await here.rows()
        assert (again.status, again.fence) == ("posted", row.fence)
        assert len(await here.reports()) == 1
        await here.agree()


@pytest.mark.parametrize("times", [1, 2])
async def test_sigterm_lets_the_post_under_way_end(
    database_url: str, tmp_path: Path, times: int
) -> None:
    async with plant(database_url, tmp_path) as here:
        await here.slack.client.fault("chat.postMessage", "late", seconds=1)
        worker = await here.start()
        await until(lambda: _posted(here), here.diary)
        for _ in range(times):
            worker.send(signal.SIGTERM)
        code = await worker.ended()
        assert times == 2 or code == 0, worker.said()
        await here.start()
        (row,) = await here.settled()
        assert row.status == "posted"
        assert len(await here.reports()) == 1
        await here.agree()


async def _posted(here: Plant) -> bool:
    return bool(await here.reports())
