"""What a helpdesk is asked with is seen by nobody again: not in Slack, the log or the database."""

import json

from bot import ids
from tests.feeds.helpdesk import KEY

WRONG = "wr0ng-k3y-that-nobody-may-see"
NEW = "n3w-key-that-nobody-may-see-either"


async def test_credentials_stand_nowhere_after_they_were_sent(helpdesk, capfd):
    helpdesk.open(2)
    refused = await helpdesk.tried(WRONG)
    seen = await helpdesk.submit(await helpdesk.click(ids.FEED_BACK, refused), api_key=KEY)
    await helpdesk.submit(seen)
    helpdesk.account.key = NEW
    await helpdesk.later()
    form = await helpdesk.click(ids.FEED_RENEW, await helpdesk.opens())
    await helpdesk.submit(form, api_key=WRONG)
    form = await helpdesk.click(ids.FEED_BACK, await helpdesk.top())
    await helpdesk.submit(form, api_key=NEW)
    await helpdesk.later()
    (feed,) = await helpdesk.feeds()
    assert (feed.failure, len(await helpdesk.brought())) == (None, 2)

    workspace = helpdesk.office.slack.workspace
    sent = [
        one["request"] if one["direction"] == "from_app" else one["answer"]
        for one in workspace.journal.traffic
    ]
    assert len(sent) > 20
    shown = [view.payload for stack in workspace.modals.values() for view in stack]
    logged = "".join(capfd.readouterr())
    assert "a helpdesk could not be asked" in logged
    kept = [one.model_dump(mode="json") for one in await helpdesk.feeds()]
    for text in (json.dumps(sent), json.dumps(shown), json.dumps(kept), logged):
        assert [one for one in (KEY, WRONG, NEW) if one in text] == []


async def test_the_form_is_replaced_before_the_helpdesk_is_asked(helpdesk):
    helpdesk.faults.add("slow", seconds=1.0)
    form = await helpdesk.form()
    values = {"address": {"value": helpdesk.address}, "api_key": {"value": KEY}}
    await helpdesk.client.submit("emma", form, values)
    stands = await helpdesk.top()
    assert [block["type"] for block in stands["blocks"]] == ["section"]
    assert "is being asked" in stands["blocks"][0]["text"]["text"]
    await helpdesk.settle()
