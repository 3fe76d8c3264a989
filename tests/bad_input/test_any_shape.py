"""Any JSON in any place of what Slack sends: a 2xx or 4xx, no traceback, within a second."""

import copy
import json
import os
import re
import time
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

from bot import ids
from bot.workspace.delivery.signed_http import signed_headers
from tests.bad_input.forger import Forger
from tests.scenarios.office import Json

TRIES = int(os.environ.get("FRT_SHAPES", "400"))
GONE = object()
ODD = [
    *(None, True, 0, -1, 10**30, 1.5, "", "x" * 4_000, "\ud800", "\0", "<!channel>", "9" * 5_000),
    *([], [[]], [None], {}, {"id": 5}, {"values": []}, GONE),
]
DEEP = '{"type":"event_callback","event":' + "[" * 20_000
FAILED = re.compile(r"Traceback|\bunexpected\b")


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value in a payload."""
    if path:
        yield path
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from places(value, (*path, key))


def changed(payload: Json, path: tuple[Any, ...], value: object) -> Json:
    made = copy.deepcopy(payload)
    node = made
    for key in path[:-1]:
        node = node[key]
    if value is GONE:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return made


async def captured(forger: Forger) -> dict[str, Json]:
    """Return a payload of every kind, as Slack sends it."""
    client = forger.desk.slack.client
    await client.open_home("emma")
    await client.command("emma", "support-global", "/frt action")
    await forger.desk.settle()
    modal = (await client.views("emma"))[-1]
    await client.submit("emma", modal, {"measure": "Answer faster"})
    await forger.desk.settle()
    sent = [
        one["request"]["payload"]
        for one in forger.workspace.journal.traffic
        if one["direction"] == "to_app"
    ]
    found = {f"{one.get('type')} {'command' in one}": one for one in sent}
    click = forger.click({"action_id": ids.REPORT_CLOCK, "value": '{"v":1}'})
    select = {"type": "static_select", "selected_option": {"value": "x"}}
    submission = next(one for one in sent if one.get("type") == "view_submission")
    in_modal = {**click, "view": submission["view"], "container": {"type": "view"}}
    shortcut = {**click, "type": "message_action", "callback_id": ids.ACTION_SHORTCUT}
    return {
        **found,
        "button": click,
        "select": forger.click({"action_id": ids.CASE_CAUSE, **select}),
        "in a modal": {key: part for key, part in in_modal.items() if key != "response_url"},
        "message_action": shortcut,
        "view_closed": {**submission, "type": "view_closed"},
        "block_suggestion": {**click, "type": "block_suggestion", "action_id": "x", "value": "x"},
    }


def renewed(forger: Forger, payload: Json) -> Json:
    """Return a payload with a trigger and a `response_url` that nobody has used."""
    fresh = forger.click({})
    return payload | {name: fresh[name] for name in {"trigger_id", "response_url"} & payload.keys()}


async def test_any_json_in_any_place(forger: Forger) -> None:
    random = Random(int(os.environ.get("FRT_SOAK_SEED", "14")))  # noqa: S311
    known = await captured(forger)
    forger.workspace.rates.on = False
    assert len(known) >= 9, list(known)
    every = [
        (kind, path, odd)
        for kind, payload in known.items()
        for path in places(payload)
        for odd in ODD
    ]
    tries = every if TRIES == 0 else random.sample(every, TRIES)
    faults = []
    for kind, path, odd in tries:
        payload = changed(renewed(forger, known[kind]), path, odd)
        began = time.monotonic()
        try:
            status = await sent(forger, payload)
        except AssertionError as error:
            faults.append((kind, path, repr(odd)[:40], str(error)[-600:]))
            continue
        if not 200 <= status < 500 or time.monotonic() - began > 1:
            faults.append((kind, path, repr(odd)[:40], status))
    assert not faults, (len(faults), faults[:5])


async def test_an_event_that_is_nested_deep(forger: Forger) -> None:
    assert await posted(forger, DEEP, "application/json") in range(200, 500)


async def sent(forger: Forger, payload: Json) -> int:
    """Send a payload, as Slack would send one of its kind."""
    once = {"nonce": time.monotonic_ns()}
    if payload.get("type") == "event_callback" or "event" in payload:
        return await posted(forger, json.dumps({**payload, **once}), "application/json")
    form = {"payload": json.dumps(payload)}
    if "command" in payload:
        form = {name: str(part) for name, part in payload.items()}
    body = urlencode({**form, **once}, errors="replace")
    return await posted(forger, body, "application/x-www-form-urlencoded")


async def posted(forger: Forger, body: str, kind: str) -> int:
    """Sign a body and send it; nothing unexpected may be logged."""
    forger._capsys.readouterr()
    headers = {"Content-Type": kind} | signed_headers(forger.desk.slack.signing_secret, body)
    async with forger._session.post(forger.desk.url, data=body, headers=headers) as answer:
        status = answer.status
    await forger.desk.settle()
    log = "".join(forger._capsys.readouterr())
    assert not FAILED.search(log), log[-3000:]
    return status
