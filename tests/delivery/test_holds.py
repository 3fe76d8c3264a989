"""What somebody has to mend: one notice, a pause with its reason, and on again by itself."""

from collections.abc import Awaitable, Callable

import pytest

from tests.delivery.floor import KEFU, SUPPORT, Floor

Deed = Callable[[Floor], Awaitable[object]]
ROOM = "support-global"


def slack(deed: str, *words: str) -> Deed:
    return lambda floor: getattr(floor.office.slack.client, deed)(*words)


CHANNEL = [
    (slack("archive", ROOM), slack("unarchive", ROOM), "is_archived", "the channel is archived"),
    (
        slack("remove_bot", ROOM),
        slack("invite_bot", ROOM),
        "not_in_channel",
        "the bot is not in the channel",
    ),
]


@pytest.mark.parametrize(("breaking", "mending", "reason", "words"), CHANNEL)
async def test_a_channel_that_takes_no_posts(
    floor: Floor, breaking: Deed, mending: Deed, reason: str, words: str
):
    await breaking(floor)
    await floor.monday()
    assert await floor.stands() == ("planned", reason)
    assert await floor.holds() == [(SUPPORT, reason)]
    assert await floor.stands(2) == ("posted", None)
    for _ in range(3):
        await floor.after(minutes=6)
    assert await floor.calls() == 4
    for user in ("emma", "robin"):
        (told,) = await floor.told(user)
        assert f"Posts of *Global support* are on hold in <#{SUPPORT}> since " in told
        assert words in told
    assert await floor.told("wangfang") == []
    await mending(floor)
    await floor.after(minutes=6)
    assert await floor.stands() == ("posted", None)
    assert await floor.holds() == []
    await floor.post()


WORKSPACE = [
    (slack("revoke_token"), slack("restore_token"), "token_revoked"),
    (slack("remove_scope", "chat:write"), slack("restore_scope"), "missing_scope"),
]


@pytest.mark.parametrize(("breaking", "mending", "reason"), WORKSPACE)
async def test_a_token_that_posts_nothing_anywhere(
    floor: Floor, breaking: Deed, mending: Deed, reason: str
):
    await breaking(floor)
    await floor.monday()
    assert ("*", reason) in await floor.holds()
    for team_id in (1, 2):
        assert (await floor.stands(team_id))[0] == "planned"
    tried = await floor.calls() + await floor.calls(channel=KEFU)
    assert tried <= 2
    await floor.after(minutes=1)
    assert await floor.calls() + await floor.calls(channel=KEFU) == tried
    await floor.after(minutes=6)
    await mending(floor)
    for _ in range(3):
        await floor.after(minutes=6)
    for team_id in (1, 2):
        assert await floor.stands(team_id) == ("posted", None)
        await floor.post(team_id)
    assert await floor.holds() == []


async def test_after_days_on_hold_one_post_says_what_was_left_out(floor: Floor):
    await floor.office.slack.client.archive(ROOM)
    await floor.monday()
    for day in ("15", "16", "17"):
        await floor.at(f"2026-09-{day} 09:00")
    await floor.office.slack.client.unarchive(ROOM)
    await floor.at("2026-09-17 09:10")
    post = await floor.post()
    said = str(post["blocks"])
    assert "3 daily reports were left out before this one (14–16 Sept" in said.replace("Sep ", "S ")
    assert "the channel is archived" in said
    assert [row.status for row in await floor.deliveries()] == [*["skipped"] * 3, "posted"]
    assert len(await floor.told("emma")) == 1
