"""A report judges tickets where its data end, and the next one tells what that left open."""

from pathlib import Path

from tests.daily.test_revised import Files
from tests.daily.world import World, words_of


def row(name: str, opened: str, reply: str = "") -> str:
    return f"{name},2026-11-{opened},{reply},Noah,Ada,Subject of {name}"


async def test_a_wait_within_its_limit_where_the_data_end_is_told_once_it_is_missed(
    world: World, database_url: str, tmp_path: Path
):
    files = Files(database_url, tmp_path)
    await world.since("2026-11-18 12:00")
    waiting = row("W", "18 17:40")
    files.take("2026-11-18 17:50", waiting, row("M", "18 10:00", "2026-11-18 11:00"))
    await world.at("2026-11-19 09:00")
    first = words_of(await world.post())
    assert "Subject of M" in first
    assert "Subject of W" not in first
    assert "as of 18 Nov, 17:50" in first
    files.take("2026-11-19 18:30", row("W", "18 17:40", "2026-11-19 09:30"))
    await world.at("2026-11-20 09:00")
    second = words_of((await world.posts())[-1])
    assert "Subject of W" in second
    assert "Subject of M" not in second
