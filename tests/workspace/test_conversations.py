"""conversations.* and users.*: what is refused and what comes back, asked with slack_sdk."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.seed import default_seed
from bot.workspace.server import running
from tests.workspace.test_web_api import ROOM, refusal

GENERAL = "C01GENERAL"


async def test_a_channel_is_made_named_left_and_archived(slack, web):
    made = (await web.conversations_create(name="launch-2026"))["channel"]
    assert (made["name"], made["is_member"], made["creator"]) == ("launch-2026", True, "U01FRTBOT")
    taken = web.conversations_create(name="support-global")
    assert await refusal(taken) == "name_taken"
    renamed = await web.conversations_rename(channel=made["id"], name="发布")
    assert renamed["channel"]["name"] == "发布"
    assert await refusal(web.conversations_leave(channel=made["id"])) == "last_member"
    await slack.client.join("emma", made["id"])
    await web.conversations_leave(channel=made["id"])
    assert (await web.conversations_leave(channel=made["id"]))["not_in_channel"] is True
    assert await refusal(web.conversations_archive(channel=made["id"])) == "not_in_channel"
    await web.conversations_join(channel=made["id"])
    joined = await web.conversations_join(channel=made["id"])
    assert joined["warning"] == "already_in_channel"
    await web.conversations_archive(channel=made["id"])
    assert await refusal(web.conversations_archive(channel=made["id"])) == "already_archived"
    assert await refusal(web.conversations_join(channel=made["id"])) == "is_archived"
    renaming = web.conversations_rename(channel=made["id"], name="other")
    assert await refusal(renaming) == "is_archived"
    await web.conversations_unarchive(channel=made["id"])
    assert await refusal(web.conversations_unarchive(channel=made["id"])) == "not_archived"


async def test_names_that_no_channel_can_have(web):
    names = {
        "": "invalid_name_required",
        "x" * 81: "invalid_name_maxlength",
        "--_": "invalid_name_punctuation",
        "Loud": "invalid_name_specials",
        "a b": "invalid_name_specials",
    }
    for name, error in names.items():
        assert await refusal(web.conversations_create(name=name)) == error
    await web.conversations_create(name="x" * 80)


async def test_what_cannot_be_done_to_a_channel(web):
    assert await refusal(web.conversations_archive(channel=GENERAL)) == "cant_archive_general"
    assert await refusal(web.conversations_leave(channel=GENERAL)) == "cant_leave_general"
    renaming = web.conversations_rename(channel=ROOM, name="mine")
    assert await refusal(renaming) == "not_authorized"
    direct = (await web.conversations_open(users="U01EMMA"))["channel"]["id"]
    wrong = "method_not_supported_for_channel_type"
    assert await refusal(web.conversations_archive(channel=direct)) == wrong
    assert await refusal(web.conversations_join(channel=direct)) == wrong


async def test_direct_conversations_are_opened_once(web):
    first = await web.conversations_open(users="U01EMMA", return_im=True)
    again = await web.conversations_open(users="U01EMMA")
    assert again["channel"] == {"id": first["channel"]["id"]}
    assert (first["channel"]["is_im"], again["already_open"]) == (True, True)
    resumed = await web.conversations_open(channel=first["channel"]["id"])
    assert resumed["channel"]["id"] == first["channel"]["id"]
    group = await web.conversations_open(users=["U01EMMA", "U01NOAH"], return_im=True)
    assert group["channel"]["is_mpim"] is True
    opening = web.conversations_open
    assert await refusal(web.api_call("conversations.open")) == "users_list_not_supplied"
    assert await refusal(opening(users="")) == "not_enough_users"
    assert await refusal(opening(users=["U01EMMA"] * 9)) == "too_many_users"
    assert await refusal(opening(users="U404")) == "user_not_found"
    assert await refusal(opening(users="USLACKBOT")) == "cannot_dm_bot"
    assert await refusal(opening(channel=ROOM)) == "method_not_supported_for_channel_type"


async def test_history_is_bounded_by_time(web):
    stamps = [(await web.chat_postMessage(channel=ROOM, text=str(n)))["ts"] for n in range(4)]

    async def between(**bounds: object) -> str:
        found = await web.conversations_history(channel=ROOM, **bounds)
        return "".join(one["text"] for one in found["messages"])

    assert await between() == "3210"
    assert await between(inclusive=True) == "3210"
    assert await between(oldest=stamps[1]) == "32"
    assert await between(latest=stamps[1]) == "0"
    assert await between(oldest=stamps[1], latest=stamps[2], inclusive=True) == "21"
    history = web.conversations_history
    assert await refusal(history(channel=ROOM, oldest="then")) == "invalid_ts_oldest"
    assert await refusal(history(channel=ROOM, latest="now")) == "invalid_ts_latest"
    assert await refusal(history(channel=ROOM, cursor="next")) == "invalid_cursor"
    assert await refusal(history(channel=ROOM, limit="many")) == "invalid_limit"


async def test_a_thread_is_read_with_its_parent(web):
    parent = (await web.chat_postMessage(channel=ROOM, text="parent"))["ts"]
    for number in range(3):
        await web.chat_postMessage(channel=ROOM, text=str(number), thread_ts=parent)
    first, *rest = (await web.conversations_replies(channel=ROOM, ts=parent))["messages"]
    assert (first["reply_count"], first["reply_users_count"]) == (3, 1)
    assert [one["parent_user_id"] for one in rest] == ["U01FRTBOT"] * 3
    by_reply = await web.conversations_replies(channel=ROOM, ts=rest[1]["ts"], oldest=rest[1]["ts"])
    assert [one["text"] for one in by_reply["messages"]] == ["parent", "2"]
    nowhere = web.conversations_replies(channel=ROOM, ts="1700000000.000000")
    assert await refusal(nowhere) == "thread_not_found"


async def test_each_kind_of_conversation_needs_its_scope():
    scopes = ["channels:read", "channels:history", "chat:write", "im:write"]
    seed = default_seed()
    seed["app"]["scopes"] = scopes
    members = ["U01EMMA", "U01FRTBOT"]
    seed["channels"] += [
        {"id": "C01SECRET", "name": "secret", "members": members, "kind": "private"},
        {"id": "C01CLOSED", "name": "closed", "members": ["U01EMMA"], "kind": "private"},
    ]
    async with running(seed) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        await web.conversations_list(types="public_channel")
        call = web.api_call("conversations.list", params={"types": "public_channel,im"})
        assert await refusal(call) == "missing_scope"
        assert await refusal(web.conversations_info(channel="C01SECRET")) == "missing_scope"
        assert await refusal(web.conversations_info(channel="C01CLOSED")) == "channel_not_found"
        direct = (await web.conversations_open(users="U01EMMA"))["channel"]["id"]
        assert await refusal(web.conversations_history(channel=direct)) == "missing_scope"
        several = web.conversations_open(users=["U01EMMA", "U01NOAH"])
        assert await refusal(several) == "missing_scope"
        assert await refusal(web.conversations_create(name="new")) == "missing_scope"
        assert await refusal(web.conversations_list(types="secret")) == "invalid_types"


async def test_guests_and_strangers_are_told_apart():
    seed = default_seed()
    seed["users"] += [
        {"id": "U01GUEST", "name": "gus", "real_name": "Gus", "is_ultra_restricted": True},
        {"id": "U01STRANGE", "name": "olga", "real_name": "Olga", "team_id": "T0OTHER"},
        {"id": "U01GONE", "name": "kim", "real_name": "Kim", "deleted": True},
    ]
    seed["channels"][1]["members"].append("U01STRANGE")
    async with running(seed) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        guest = (await web.users_info(user="U01GUEST"))["user"]
        assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, True)
        stranger = (await web.users_info(user="U01STRANGE"))["user"]
        assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHER")
        listed = {one["id"]: one for one in (await web.users_list())["members"]}
        assert "U01STRANGE" not in listed
        assert listed["U01GONE"]["deleted"] is True
        assert (await web.conversations_info(channel=ROOM))["channel"]["is_ext_shared"] is True
        assert await refusal(web.chat_postMessage(channel="U01GONE", text="x")) == "user_disabled"


async def test_users_are_listed_by_pages_and_their_conversations(web):
    first = await web.users_list(limit=3)
    rest = await web.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])
    everybody = (await web.users_list())["members"]
    assert len(first["members"]) == 3
    assert [*first["members"], *rest["members"]] == everybody
    found = await web.users_conversations(user="U01EMMA")
    assert [one["name"] for one in found["channels"]] == ["general", "support-global"]
    assert await refusal(web.users_conversations(user="U404")) == "user_not_found"
