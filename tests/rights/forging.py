"""Everything that can be sent to the bot, as somebody forges it who was never shown it.

What a lead of Global support sends and is shown on every way of `DEEDS` is kept: it holds real ids
and values of that team. For what no way leads to, values of every kind are tried until one tells
something.
"""

import contextlib
import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot import ids
from bot.commands.words import TABLE
from bot.workspace.delivery.envelope import Envelope
from tests.rights import desk as place
from tests.rights.deeds import DEEDS, Deed, Step
from tests.rights.desk import Desk, NotShownError, elements
from tests.rights.test_rights import done, reached
from tests.scenarios.office import Json
from tests.scenarios.tickets import NOW

Id = tuple[str, str]
"""A command, a click, a form or a shortcut, and its id, as the bot's table of handlers has them."""
MODELS = [one for one in vars(ids).values() if isinstance(one, type) and issubclass(one, ids.Value)]
_MORE_WAYS = [
    Deed("post:checklist", (Step(ids.ITEM_STATUS, 3, form={"remark": "No room"}),)),
    Deed("type:plan", (Step(ids.PLAN_DATES, form={}),)),
]
_FIRST, _LAST = "2026-11-16", "2026-11-20"
_KNOWN: Json = {
    "team_id": 1,
    "team": 1,
    "plan": 1,
    "item": 1,
    "problem": 1,
    "number": 1,
    "version": 1,
    "week": _FIRST,
    "first": _FIRST,
    "last": _LAST,
    "day": _LAST,
    "raised": "2026-11-19",
    "shown": "2026-11-19",
    "before": f"{_FIRST}T09:00:00Z",
    "as_of": NOW.isoformat(),
    "metric": "frt_median",
    "cause": "other",
    "text": "today",
    "status": "met",
    "source": "file",
    "id": "T3",
    "origin": "command",
    "subject": "team",
    "kind": "waited",
    "user": "U01NOAH",
    "role": "agent",
    "name": "x",
    "language": "en",
    "on": True,
    "step": "done",
    "of": "training",
}
"""Something of Global support, by the names of fields."""
_ALWAYS = {"team_id", "number", "of"}


def id_of(payload: Json) -> Id:
    """Return what a payload is for."""
    kind = payload.get("type", "")
    if "command" in payload:
        return "command", payload["command"]
    if kind == "block_actions":
        return kind, payload["actions"][0]["action_id"]
    if kind == "view_submission":
        return kind, payload["view"]["callback_id"]
    return "shortcut", payload.get("callback_id", "")


@dataclass
class Heard:
    """How a payload was answered, and everything that the bot then said, to anybody at all."""

    code: int | None
    sent: list[tuple[str, Any]]

    @property
    def text(self) -> str:
        return json.dumps([said for _, said in self.sent], ensure_ascii=False)


@dataclass
class Forge:
    """Sends payloads as Slack does, signed, and hears what comes of it."""

    desk: Desk
    held: dict[Id, Json] = field(default_factory=dict)
    shown: dict[Id, Json] = field(default_factory=dict)

    @property
    def _slack(self) -> Any:
        return self.desk.office.slack.workspace

    async def send(self, payload: Json) -> Heard:
        self._slack.journal.traffic.clear()
        kind = "slash_commands" if "command" in payload else "interactive"
        if payload.get("type") == "event_callback":
            kind = "events_api"
        answer = await self.desk.office.slack.courier.deliver(Envelope(kind, payload))
        await self.desk.office.settle()
        sent = [
            (one["name"], one["request"])
            for one in self._slack.journal.traffic
            if one["direction"] == "from_app" and one["name"] not in {"users.info", "auth.test"}
        ]
        return Heard(answer.code, [("ack", answer.body), *sent])

    def by(self, payload: Json, user: str, channel: str, team: str = "T01LOCAL") -> Json:
        """Return a payload as Slack would send it of somebody else, from a channel of theirs."""
        made = copy.deepcopy(payload)
        made["trigger_id"] = self._slack.new_trigger(user)
        url = self._slack.new_response_url(user, channel)
        if "command" in made:
            who = {"user_id": user, "channel_id": channel, "team_id": team}
            return made | who | {"response_url": url}
        made["user"] = {"id": user, "name": user.lower(), "team_id": team}
        if "view" not in made:
            made |= {"response_url": url, "channel": {"id": channel, "name": "theirs"}}
            made["container"] = {**made.get("container", {}), "channel_id": channel}
        return made

    async def walk(self, user: str) -> None:
        """Go every way there is, as somebody who may; keep what is sent and what is shown."""
        self.keep()
        for deed in (*DEEDS.values(), *_MORE_WAYS):
            with contextlib.suppress(NotShownError):
                await done(self.desk, deed, user, await reached(self.desk, deed, user))
            await self._back(user)
        for words in TABLE:
            await self.desk.client.command(user, place.ROOM, f"/frt {(words.en or words.zh)[0]}")
            await self._back(user)
        for callback_id in (ids.ACTION_SHORTCUT, ids.PROBLEM_SHORTCUT):
            said = await self.desk.client.say(user, place.ROOM, "Chats waited")
            await self.desk.client.shortcut(user, callback_id, on=said["message"])
            await self._back(user)

    async def _back(self, user: str) -> None:
        await self.desk.office.settle()
        self.keep()
        await self.desk.undo(user)

    def keep(self) -> None:
        """Take what passed between bot and Slack since the last time."""
        journal = self._slack.journal
        for one in json.loads(json.dumps(list(journal.traffic))):
            if one["direction"] == "from_app":
                self._keep_shown(one["request"])
                continue
            if one["request"]["type"] != "events_api":
                payload = one["request"]["payload"]
                self.held.setdefault(id_of(payload), payload)
            self._keep_shown(one["answer"]["body"])
        journal.traffic.clear()

    def _keep_shown(self, node: Any) -> None:
        node = _parsed(node)
        if isinstance(node, dict):
            if isinstance(blocks := _parsed(node.get("blocks")), list):
                for block_id, one in elements({"blocks": blocks}):
                    made = _click_on(node, block_id, one)
                    self.shown.setdefault(id_of(made), made)
            for one in node.values():
                self._keep_shown(one)
        elif isinstance(node, list):
            for one in node:
                self._keep_shown(one)

    async def find(self, wanted: Id, user: str) -> Json | None:
        """Return a payload for an id that says more to somebody who may than to ask again.

        It is what was sent on some way, or shown, or for one of its kind; else a guess.
        """
        known = self.held | self.shown
        if wanted in known:
            return known[wanted]
        stem = (wanted[0], wanted[1].rpartition(".")[0])
        like = [one for key, one in known.items() if (key[0], key[1].rpartition(".")[0]) == stem]
        refused = place.catalogue("en")["error.button"]
        for payload in (*(_renamed(one, wanted[1]) for one in like), *_guesses(wanted[1])):
            heard = await self.send(self.by(payload, user, "C01SUPPORT"))
            await self.desk.undo(user)
            if heard.code == 200 and str(refused) not in heard.text:
                return payload
        return None


def click(action: Json, view: Json | None) -> Json:
    """Return a click in a view, or else in a message."""
    made = {"type": "block_actions", "team": {"id": "T01LOCAL"}, "actions": [action]}
    if view is None:
        return made | {"container": {"type": "message", "message_ts": "1.1"}}
    opened = {"id": "V0FORGED", "hash": "1.1", "root_view_id": "V0FORGED", "private_metadata": ""}
    return made | {"view": opened | {"state": {"values": {}}} | view}


def _click_on(shown: Json, block_id: str, one: Json) -> Json:
    options = one.get("options") or [
        option for group in one.get("option_groups", []) for option in group["options"]
    ]
    action = {"action_id": one["action_id"], "block_id": block_id, "type": one["type"]}
    if options:
        action["selected_option"] = options[-1]
    elif "value" in one:
        action["value"] = one["value"]
    return click(action, shown if shown.get("type") in {"modal", "home"} else None)


def _renamed(payload: Json, action_id: str) -> Json:
    made = copy.deepcopy(payload)
    made["actions"][0]["action_id"] = action_id
    return made


def _guesses(action_id: str) -> Iterator[Json]:
    for model in MODELS:
        value = json.dumps(
            {
                name: _KNOWN[name]
                for name, info in model.model_fields.items()
                if name in _KNOWN and (info.is_required() or name in _ALWAYS)
            }
        )
        option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
        for view in (None, {"type": "modal", "callback_id": "x", "private_metadata": value}):
            for chosen in ({"value": value}, {"selected_option": option}):
                yield click({"action_id": action_id, "block_id": value, **chosen}, view)


def _parsed(text: Any) -> Any:
    if not isinstance(text, str) or text[:1] not in {"{", "["}:
        return text
    with contextlib.suppress(ValueError):
        return json.loads(text)
    return text
