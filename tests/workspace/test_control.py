import aiohttp
import pytest

from bot.workspace.client import ControlError
from bot.workspace.server import running


async def refusal(awaitable) -> str:
    with pytest.raises(ControlError) as caught:
        await awaitable
    return caught.value.code


async def test_people_can_write_only_where_they_are(slack):
    assert await refusal(slack.client.say("liwei", "support-global", "x")) == "not_in_channel"
    assert await refusal(slack.client.say("liwei", "nowhere", "x")) == "channel_not_found"
    assert await refusal(slack.client.say("nobody", "general", "x")) == "user_not_found"
    direct = slack.workspace.app_direct("U01EMMA")
    assert await refusal(slack.client.messages("noah", direct.id)) == "channel_not_found"


async def test_an_unknown_command_is_answered_by_the_workspace(slack):
    await slack.client.command("liwei", "客服一组", "/nothing")
    [shown] = await slack.client.messages("liwei", "客服一组")
    assert shown["text"] == "/nothing 不是有效的命令。"


async def test_waiting_ends_with_the_next_change_or_in_time(slack):
    seq = (await slack.client.state())["seq"]
    quiet = await slack.client.get("wait", after=seq, timeout=0.01)
    assert quiet["changes"] == []
    await slack.client.say("emma", "general", "x")
    changes = (await slack.client.get("wait", after=seq, timeout=5))["changes"]
    assert changes[0]["kind"] == "message"


async def test_the_log_tells_both_directions(slack, web):
    await web.auth_test()
    await slack.client.command("emma", "general", "/demo x")
    log = await slack.client.log()
    assert [(one["direction"], one["name"]) for one in log] == [
        ("from_app", "auth.test"),
        ("to_app", "/demo"),
    ]
    assert "token" not in log[0]["request"]


async def test_another_web_page_cannot_drive_the_workspace(slack):
    body = {"user": "emma", "channel": "general", "text": "x"}
    async with aiohttp.ClientSession() as session:
        for origin, status in (("https://evil.example", 403), (slack.url, 200)):
            headers = {"Origin": origin, "Authorization": f"Bearer {slack.signing_secret}"}
            async with session.post(
                f"{slack.url}/control/say", json=body, headers=headers
            ) as response:
                assert response.status == status
    assert len(await slack.client.messages("emma", "general")) == 1


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 403),
        ("evil.example:8765", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example", 403),
        ("", 403),
        ("[::1", 403),
        ("localhost:8765", 200),
        ("[::1]:8765", 200),
    ],
)
@pytest.mark.parametrize("path", ["/", "/control/state", "/api/api.test"])
async def test_a_name_that_is_led_here_is_refused(slack, host, status, path):
    headers = {"Host": host, "Authorization": f"Bearer {slack.signing_secret}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{slack.url}{path}", headers=headers) as response,
    ):
        assert response.status == status


async def test_a_name_that_was_given_is_answered_to():
    async with running(hosts=["slack.test"]) as slack, aiohttp.ClientSession() as session:
        for host, status in (("Slack.test:8765", 200), ("other.test", 403)):
            async with session.get(slack.url, headers={"Host": host}) as response:
                assert response.status == status


async def test_who_controls_shows_the_secret_or_the_page_s_cookie(slack):
    state = f"{slack.url}/control/state"
    wrong = {"Authorization": "Bearer wrong"}
    cookie = {"Cookie": f"workspace_{slack.url.rpartition(':')[2]}=wrong"}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        for headers in ({}, wrong, cookie):
            async with session.get(state, headers=headers) as response:
                assert response.status == 401
        async with session.get(slack.url) as page:
            given = page.headers["Set-Cookie"]
        assert "HttpOnly; SameSite=Strict" in given
        async with session.get(state, headers={"Cookie": given.partition(";")[0]}) as response:
            assert response.status == 200


async def test_a_websocket_by_another_name_is_refused(slack):
    ticket = slack.courier.sockets.new_ticket()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(
                f"{slack.url}/link/?ticket={ticket}", headers={"Host": "evil.example"}
            )
