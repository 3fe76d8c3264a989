"""What is wrong is said where it is wrong, and nothing of it is kept."""

import json

import pytest

from bot import ids
from tests.feeds.helpdesk import KEY
from tests.scenarios.office import element, words_of

OTHER = "an0ther-k3y-of-nobody"


async def test_a_wrong_key_is_said_and_leads_back_to_the_form_without_it(helpdesk):
    refused = await helpdesk.tried(OTHER, back="365")
    assert "It does not accept these credentials." in words_of(refused)
    assert not refused.get("submit")
    form = await helpdesk.click(ids.FEED_BACK, refused)
    held = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form["blocks"]
        if block["type"] == "input"
    }
    assert (held["address"], held["api_key"]) == (helpdesk.address, None)
    assert "365 days" in json.dumps(form["blocks"][-2]["element"]["initial_option"])
    seen = await helpdesk.submit(form, api_key=KEY)
    assert "answers" in words_of(seen)


async def test_what_is_no_address_is_said_at_its_field(helpdesk):
    shown = await helpdesk.tried(address="no such thing")
    assert "is no address of a helpdesk" in shown["errors"]["address"]
    shown = await helpdesk.submit(shown, address=" ", api_key=KEY)
    assert shown["errors"]["address"] == "This is needed."
    assert await helpdesk.feeds() == []


async def test_the_same_helpdesk_is_not_connected_twice(helpdesk):
    await helpdesk.connected()
    shown = await helpdesk.tried()
    assert "This is connected already: Freshdesk (127.0.0.1" in shown["errors"]["address"]
    assert len(await helpdesk.feeds()) == 1


@pytest.mark.parametrize("address", ["https://10.1.2.3", "https://localhost", "https://[::1]"])
@pytest.mark.parametrize("settings", [{"private_helpdesks": False}], indirect=True)
async def test_an_address_of_the_bot_s_own_network_is_not_asked(helpdesk, address):
    refused = await helpdesk.tried(address=address)
    assert "This address is inside the bot's own network." in words_of(refused)
    assert helpdesk.faults.asked == []
    assert await helpdesk.feeds() == []


@pytest.mark.parametrize("settings", [{"sealing_keys": None}], indirect=True)
async def test_without_a_key_nothing_that_has_credentials_is_offered(helpdesk):
    shown = await helpdesk.opens()
    assert "sets FRT_SEALING_KEYS" in words_of(shown)
    (choice,) = [one["element"] for one in shown["blocks"] if one.get("block_id") == "product"]
    assert [one["value"] for one in choice["options"]] == ["slack"]


@pytest.mark.parametrize(
    ("fault", "more", "words"),
    [
        ("html", {}, "no list of tickets"),
        ("error", {"status": 500}, "It does not answer."),
        ("error", {"status": 404}, "There is no helpdesk at this address."),
        ("busy", {"retry_after": "90"}, "It wants to be asked less often."),
    ],
)
async def test_a_helpdesk_that_does_not_answer_as_it_should_is_said(helpdesk, fault, more, words):
    helpdesk.faults.add(fault, times=0, **more)
    assert words in words_of(await helpdesk.tried())
    assert await helpdesk.feeds() == []


async def test_somebody_who_leads_no_team_is_refused(helpdesk):
    await helpdesk.opens(user="noah")
    assert "Only leads of a team and admins" in words_of(await helpdesk.office.newest("noah"))
    assert await helpdesk.client.views("noah") == []


async def test_a_team_that_somebody_does_not_lead_can_t_be_forged(helpdesk):
    shown = await helpdesk.opens(user="U01WANG", channel="C01KEFU")
    value = ids.FeedFormValue(team_id=1, product="freshdesk", address=helpdesk.address)
    refused = await helpdesk.submit(shown, "U01WANG", product="freshdesk")
    assert element(refused, ids.FEED_BACK) is None
    (view,) = helpdesk.office.slack.workspace.modals["U01WANG"]
    view.payload["private_metadata"] = value.dump()
    await helpdesk.submit(refused, "U01WANG", address=helpdesk.address, api_key=KEY)
    said = words_of(await helpdesk.top("U01WANG"))
    assert "只有团队组长和机器人管理员可以接入客服系统" in said
    assert await helpdesk.feeds() == []
