"""Events on demand: each deed of a fixture done in a workspace that runs, and what came of it.

A fixture is a JSON object of events by name::

    {"mention": {"en": "mentions the app", "zh": …, "event": "app_mention",
                 "do": [{"deed": "say", "text": "{app} help"}]}, …}

``event`` is what the app must have subscribed to, left out for what needs no subscription. ``do``
lists deeds of the control API with their arguments; ``user`` and ``channel`` are added where they
are missing. ``on`` names what a deed is done to: the ``message`` that was written before, the first
``button`` of the app's latest message, the ``form`` that is open. In texts ``{app}`` stands for a
mention of the app, ``{command}``, ``{shortcut}`` and ``{message_shortcut}`` for its first of each,
``{file}`` for what was uploaded before. The ``content`` of an upload is text. A deed that
``may_fail`` is passed over when the workspace refuses it.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.workspace.block_rules import elements_of
from bot.workspace.client import Client, ControlError
from bot.workspace.entities import Json

FIXTURE = Path(__file__).with_name("triggers.json")
ANSWER_SECONDS = 90.0
"""For the answer to an event: the workspace itself gives up much sooner."""
QUIET_SECONDS = 0.7
CALLS_SECONDS = 5.0


class TriggerError(Exception):
    """Nothing was sent, or the app did not answer; ``reason`` names why, ``about`` what."""

    def __init__(self, reason: str, **about: object) -> None:
        super().__init__(f"{reason}: {about}")
        self.reason = reason
        self.about = about


@dataclass
class Outcome:
    """What was ``sent`` to the app, how it answered, and what it called after that.

    ``status`` is that of an ack, ``ms`` how long it took, ``body`` what it held.
    """

    sent: str
    status: str
    ms: float
    body: object
    calls: list[str] = field(default_factory=list)


def read_fixture(path: Path = FIXTURE) -> dict[str, Json]:
    """Return the events of a fixture by name. Raises OSError or ValueError."""
    given = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(given, dict) or not all(_is_event(one) for one in given.values()):
        raise ValueError('not a fixture: {"name": {"do": [{"deed": …}]}}')
    return given


def _is_event(given: object) -> bool:
    deeds = given.get("do") if isinstance(given, dict) else None
    return isinstance(deeds, list) and bool(deeds) and all("deed" in one for one in deeds)


async def trigger(client: Client, event: Json, user: str = "", channel: str = "") -> Outcome:
    """Do the deeds of one event and return what came of the last.

    Without ``user`` and ``channel`` it is the first person of the first channel, other than that
    for everybody, that the app is in. Raises TriggerError.
    """
    doing = _Doing(client, await client.state())
    doing.choose(user, channel)
    wanted = event.get("event")
    if wanted and wanted not in doing.state["events"]:
        raise TriggerError("not_subscribed", event=wanted)
    *before, last = event["do"]
    for deed in before:
        await doing.do(deed)
    after = (await client.state())["seq"]
    done = await doing.do(last)
    if errors := done.get("errors"):
        raise TriggerError("refused", deed=last["deed"], code=", ".join(errors.values()))
    entry = await _told(client, after, wanted)
    if entry is None:
        raise TriggerError("nothing_sent")
    answer = done.get("ack") or entry["answer"]
    outcome = Outcome(entry["name"], answer["status"], entry.get("ms", 0), answer.get("body"))
    if outcome.status != "ok":
        raise TriggerError("no_answer", sent=outcome.sent, status=outcome.status)
    outcome.calls = await _calls(client, after)
    return outcome


@dataclass
class _Doing:
    """Deeds one after the other, each filled in from what is there and what was done before."""

    client: Client
    state: Json
    user: str = ""
    channel: str = ""
    message: Json = field(default_factory=dict)
    file: Json = field(default_factory=dict)

    def choose(self, user: str, channel: str) -> None:
        """Choose who does it, and where."""
        app, people = self.state["app"]["bot_user"], {one["id"]: one for one in self.state["users"]}
        rooms = [one for one in self.state["channels"] if app in one["members"]]
        rooms = [one for one in rooms if one["kind"] == "channel"]
        rooms.sort(key=lambda one: bool(one["is_general"]))
        members = [one for room in rooms[:1] for one in room["members"] if one != app]
        self.channel = channel or (rooms[0]["id"] if rooms else "")
        humans = [one for one in members if not people[one]["is_bot"]]
        self.user = user or (humans[0] if humans else "")
        if not (self.user and self.channel):
            raise TriggerError("nobody")

    async def do(self, deed: Json) -> Json:
        """Do one deed and return what the workspace answers."""
        given = {"user": self.user, "channel": self.channel} | self._filled(deed)
        name, on, may_fail = given.pop("deed"), given.pop("on", ""), given.pop("may_fail", False)
        given |= await self._place(on)
        if name == "upload":
            given["content"] = base64.b64encode(str(given["content"]).encode()).decode()
        try:
            done = await self.client.post(name, **given)
        except ControlError as refused:
            if may_fail:
                return {}
            raise TriggerError("refused", deed=name, code=refused.code) from refused
        self.message, self.file = done.get("message", self.message), done.get("file", self.file)
        return done

    def _filled(self, value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
        if isinstance(value, dict):
            return {key: self._filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if value == "{file}":
            return self.file
        if not isinstance(value, str):
            return value
        for name, found in self._names():
            if f"{{{name}}}" in value:
                if not found:
                    raise TriggerError("has_none", what=name)
                value = value.replace(f"{{{name}}}", found)
        return value

    def _names(self) -> Iterator[tuple[str, str]]:
        yield "app", f"@{self._handle()}"
        yield "command", next((one["command"] for one in self.state["commands"]), "")
        for name, kind in (("shortcut", "global"), ("message_shortcut", "message")):
            found = (one for one in self.state["shortcuts"] if one["kind"] == kind)
            yield name, next((one["callback_id"] for one in found), "")

    def _handle(self) -> str:
        bot = self.state["app"]["bot_user"]
        return next(str(one["name"]) for one in self.state["users"] if one["id"] == bot)

    async def _place(self, on: str) -> Json:
        if on == "message":
            return {"channel": self.message["channel"], "ts": self.message["ts"]}
        if on == "button":
            return await self._button()
        if on == "form":
            views = await self.client.views(self.user)
            if not views:
                raise TriggerError("no_form")
            return {"view_id": views[-1]["id"]}
        return {}

    async def _button(self) -> Json:
        for channel in (self.channel, "app"):
            for message in reversed(await self.client.messages(self.user, channel)):
                for block in message.get("blocks", []):
                    for one in elements_of(block):
                        if one.get("type") == "button" and not one.get("url"):
                            place = {"channel": message["channel"], "ts": message["ts"]}
                            names = {"action_id": one["action_id"], "value": one.get("value")}
                            return {**place, **names, "block_id": block["block_id"]}
        raise TriggerError("no_button")


async def _told(client: Client, after: int, event: str | None) -> Json | None:
    """Return the first entry of the log by which the app was told, None when it was not.

    Without an event it is that of what people do and is acknowledged: a command, a click.
    """
    kind = event.partition(".")[0] if event else None

    async def read() -> Json | None:
        for one in await client.log(after):
            told = one["request"] if one["direction"] == "to_app" else None
            if told and told["payload"].get("event", {}).get("type") == kind:
                return one
        return None

    if event is None:
        return await read()
    try:
        return await client.wait_for(read, ANSWER_SECONDS)
    except TimeoutError:
        return None


async def _calls(client: Client, after: int) -> list[str]:
    """Return what the app called until it was quiet for a moment: method and outcome of each."""
    found: list[Json] = []
    loop = asyncio.get_running_loop()
    end = loop.time() + CALLS_SECONDS
    quiet = loop.time() + QUIET_SECONDS
    while loop.time() < min(end, quiet):
        await asyncio.sleep(0.1)
        now = [one for one in await client.log(after) if one["direction"] == "from_app"]
        if len(now) > len(found):
            found, quiet = now, loop.time() + QUIET_SECONDS
    return [f"{one['name']} {_ended(one['answer'])}" for one in found]


def _ended(answer: object) -> str:
    if not isinstance(answer, dict) or answer.get("ok", True):
        return "ok"
    return str(answer.get("error"))
