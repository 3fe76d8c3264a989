"""A workspace that is kept in a file is the same after a restart."""

import asyncio
import json

import pytest

from bot.workspace.saved import SavedStateError
from bot.workspace.server import running

TOUR = {
    "start": {"en": {"as": "U01NOAH", "in": "C01SUPPORT"}},
    "steps": [
        {
            "id": "meet",
            "done_when": {"act_as": "U01EMMA"},
            "en": {"title": "Meet Emma", "text": "Act as her."},
            "zh": {"title": "见 Emma", "text": "换成她的身份。"},
        }
    ],
}


async def test_it_goes_on_where_it_stopped(tmp_path):
    path = tmp_path / "workspace.json"
    seed = {"now": "2026-11-20T09:40:00+00:00", "tour": TOUR}
    async with running(seed, state_file=path) as slack:
        said = (await slack.client.say("emma", "C01SUPPORT", "Good morning"))["message"]
        await slack.client.say("noah", "C01SUPPORT", "Hi", thread_ts=said["ts"])
        await slack.client.say("emma", "app", "A word with you")
        await slack.client.join("robin", "C01KEFU")
        slack.workspace.tour.noticed({"act_as": "U01EMMA"})
        before = [await slack.client.messages("emma", one) for one in ("C01SUPPORT", "app")]
        state = await slack.client.state()
        clock = slack.workspace.now()
    async with running({"tour": TOUR}, state_file=path) as slack:
        after = [await slack.client.messages("emma", one) for one in ("C01SUPPORT", "app")]
        assert after == before
        assert (await slack.client.state())["channels"] == state["channels"]
        assert slack.workspace.tour.done == {"meet"}
        assert 0 <= slack.workspace.now() - clock < 60
        later = (await slack.client.say("emma", "C01SUPPORT", "Later"))["message"]
        assert later["ts"] > said["ts"]


async def test_what_was_said_is_in_the_file_though_the_process_is_killed(tmp_path):
    path = tmp_path / "workspace.json"
    async with running(state_file=path) as slack:
        await slack.client.say("emma", "C01SUPPORT", "Do not forget me")
        async with asyncio.timeout(5):
            while "Do not forget me" not in path.read_text():  # noqa: ASYNC110  a file
                await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"version": 1, "channels": [',
        "[]",
        '{"version": 0}',
        '{"version": 1}',
        json.dumps({"version": 1, "channels": [{"no": "name"}]}),
    ],
)
async def test_a_half_written_or_foreign_file_is_refused_and_left_alone(tmp_path, text):
    path = tmp_path / "workspace.json"
    path.write_text(text)
    with pytest.raises(SavedStateError):
        async with running(state_file=path):
            pass
    assert path.read_text() == text
