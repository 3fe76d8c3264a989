"""Slack's redelivered events over Socket Mode."""

import json

from bot.workspace.delivery.envelope import Envelope
from tests.scenarios.office import office
from tests.security.wire import event


async def test_an_event_runs_once_over_socket_mode_too(database_url: str) -> None:
    async with office(database_url, by="socket") as desk:
        await desk.type("emma", "help", "general")
        for event_id, shown in (("Ev01", 1), ("Ev01", 1), ("Ev02", 2)):
            payload = json.loads(event("U01EMMA", event_id))
            await desk.slack.courier.deliver(Envelope("events_api", payload))
            await desk.settle()
            log = await desk.slack.client.log()
            assert sum(one["name"] == "views.publish" for one in log) == shown
