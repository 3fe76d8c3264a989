"""`frt post daily` as a process of its own beside a local Slack."""

from datetime import UTC, datetime

from tests.cli.conftest import Ended, Frt, frt  # noqa: F401
from tests.daily.world import World


async def run(frt: Frt, world: World, *words: str) -> Ended:  # noqa: F811
    settings = world.office.bot.deps.settings
    assert settings.slack_bot_token is not None
    return await frt(
        *("post", "daily", *words),
        FRT_DATABASE_URL=settings.database_url,
        FRT_SLACK_API_URL=settings.slack_api_url,
        FRT_SLACK_BOT_TOKEN=settings.slack_bot_token.get_secret_value(),
        FRT_CLOCK=f"fixed:{datetime(2026, 11, 19, 9, tzinfo=UTC).isoformat()}",
    )


async def test_it_posts_once_and_says_what_became_of_it(world: World, frt: Frt):  # noqa: F811
    await world.ticket("A", "2026-11-18 10:00", 25)
    ended = await run(frt, world, "--team", "Global support")
    assert ended.code == 0
    assert ended.out == "Posted: the daily report of Global support of Thu 19 Nov.\n"
    assert "Only 1 ticket, 0 in time" in (await world.post())["text"]
    ended = await run(frt, world, "--team", "global support", "--date", "2026-11-19")
    assert ended.code == 0
    assert ended.out.startswith("Nothing to do:")
    assert len(await world.posts()) == 1


async def test_mistakes_end_with_one_clear_line(world: World, frt: Frt):  # noqa: F811
    await world.office.slack.client.archive("support-global")
    for words, code, says in (
        (("--team", "Global support"), 1, "is_archived"),
        (("--team", "Globl support"), 1, "Global support"),
        (("--team", "Global support", "--date", "2026-11-20"), 1, "has not come"),
        (("--team", "Global support", "--date", "soon"), 2, "soon"),
    ):
        ended = await run(frt, world, *words)
        assert (ended.code, ended.err.count("\n")) == (code, 1), ended.err
        assert says in ended.err
