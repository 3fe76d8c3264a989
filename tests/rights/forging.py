"""Everything that can be sent to the bot, as somebody forges it who was never shown it.

What a lead of Global support sends and is shown on every way is kept: it holds real ids and values
of that team.
"""

import contextlib
import copy
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot import ids
from bot.commands.words import TABLE
from bot.metrics.registers import MAKE
from bot.registers.actions import ACTION
from bot.registers.problems import PROBLEM
from bot.workspace.delivery.envelope import Envelope
from tests.rights import crowd
from tests.rights import desk as place
from tests.rights.deeds import DEEDS, Deed, Step, begin, send, take
from tests.rights.desk import Desk, NotShownError, elements
from tests.rights.test_rights import reached
from tests.scenarios.office import Json

Id = tuple[str, str]
"""A command, a click, a form or a shortcut, and its id, as the bot's table of handlers has them."""
Read = tuple[type[ids.Value], str]
"""A text that the bot read, and as what."""
_MORE_WAYS = [
    Deed("post:checklist", (Step(ids.ITEM_STATUS, 3, form={"remark": "No room"}),)),
    Deed("type:plan", (Step(ids.PLAN_DATES, form={}),)),
    Deed("type:action", (Step(ids.REGISTER_MORE),)),
]


def id_of(payload: Json) -> Id:
    """Return what a payload is for."""
    kind = payload.get("type", "")
    if "command" in payload:
        return "command", payload["command"]
    if kind == "block_actions":
        return kind, payload["actions"][0]["action_id"]
    if kind in {"view_submission", "view_closed"}:
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
    """Sends payloads as Slack does, signed, and hears what comes of it.

    `held` was sent, `shown` can be clicked, `forms` are those of the steps of registers, `inside`
    was clicked in the modal of an entry; `card` is the `ts` of one of another team. `read` is what
    the bot reads, `walked` what it read on the way.
    """

    desk: Desk
    read: list[Read]
    walked: list[Read] = field(default_factory=list)
    held: dict[Id, Json] = field(default_factory=dict)
    shown: dict[Id, Json] = field(default_factory=dict)
    forms: dict[Id, Json] = field(default_factory=dict)
    inside: dict[Id, Json] = field(default_factory=dict)
    card: str = ""
    _numbers: Iterator[int] = field(default_factory=itertools.count)

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
        number = next(self._numbers)
        if "view" in made:
            # A form is saved once, by the id of its modal.
            made["view"]["id"] = f"V0FORGED{number}"
            return made
        made |= {"response_url": url, "channel": {"id": channel, "name": "theirs"}}
        place = {"channel_id": channel, "message_ts": f"{number}.1"}
        made["container"] = {**made.get("container", {}), **place}
        if made["type"] == "block_actions" and "message" in made:
            made["message"]["ts"] = place["message_ts"]
        return made

    def again(self, payload: Json, user: str) -> Json:
        """Return a payload as Slack sends it of somebody anew, with all else as it is."""
        made = {**payload, "trigger_id": self._slack.new_trigger(user)}
        if "response_url" in made:
            made["response_url"] = self._slack.new_response_url(user, "C01SUPPORT")
        if "command" in made:
            return made | {"user_id": user}
        made["user"] = {"id": user, "name": user.lower(), "team_id": "T01LOCAL"}
        return made

    def handler(self, one: Id) -> object:
        """Return what answers an id: a function that may be registered for many."""
        kind, name = one
        routed = self.desk.office.bot.bolt._routes.get((kind, name.partition(" ")[0]))
        if routed is None:
            return name
        return next(
            cell.cell_contents.__code__
            for cell in routed.__closure__ or ()
            if hasattr(cell.cell_contents, "__code__")
        )

    def every(self) -> dict[Id, Json]:
        """Return what was kept by id, with each form of a step and those of earlier versions."""
        form = ids.REGISTER_FORM
        steps = {
            ("view_submission", f"{form} {of} {step}"): one
            for (of, step), one in self.forms.items()
        }
        older = {("view_submission", one["view"]["callback_id"]): one for one in self._older()}
        return {**self.shown, **self.held, **self.inside, **steps, **older}

    def _older(self) -> Iterator[Json]:
        for (of, step), form in self.forms.items():
            value = ids.EntryFormValue.model_validate_json(_metadata(form))
            entry = {"team_id": 1, "number": value.number, "version": value.version}
            if step == MAKE:
                made = {ACTION: ids.MakeAction, PROBLEM: ids.MakeProblem}.get(of)
                if made:
                    carried = made(origin="command", team_id=1)
                    yield _carrying(form, carried, f"{of}.make.form")
            elif of == ACTION:
                yield _carrying(
                    form, ids.ActionFormValue(kind=step, **entry), ids.ACTION_CHANGE_FORM
                )
            elif of == PROBLEM:
                yield _carrying(form, ids.ProblemFormValue(**entry), f"{of}.{step}.form")

    async def walk(self, user: str) -> None:
        """Go every way there is, as somebody who may; keep what is sent and what is shown."""
        self.keep()
        await self._go(user, (*DEEDS.values(), *_MORE_WAYS))
        for words in TABLE:
            await self.desk.client.command(user, place.ROOM, f"/frt {(words.en or words.zh)[0]}")
            await self._back(user)
        for callback_id in (ids.ACTION_SHORTCUT, ids.PROBLEM_SHORTCUT):
            said = await self.desk.client.say(user, place.ROOM, "Chats waited")
            await self.desk.client.shortcut(user, callback_id, on=said["message"])
            await self._back(user)
        await crowd.fill(self.desk)
        self._slack.journal.traffic.clear()
        await self._go(user, crowd.WAYS)
        for another, asked in crowd.CHOOSING.items():
            for words in asked:
                await self.desk.client.command(another, "general", f"/frt {words}")
                await self._back(another)
        self.walked = list(dict.fromkeys(self.read))

    async def _go(self, user: str, deeds: Iterable[Deed]) -> None:
        for deed in deeds:
            with contextlib.suppress(NotShownError):
                await _gone(self.desk, deed, user)
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
                if payload.get("view", {}).get("callback_id") == ids.REGISTER_OPEN:
                    kind, name = id_of(payload)
                    self.inside.setdefault((kind, f"{name} in a modal"), payload)
                if id_of(payload)[1] == ids.REGISTER_FORM:
                    value = ids.EntryFormValue.model_validate_json(_metadata(payload))
                    self.forms.setdefault((value.of, value.step), payload)
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


async def _gone(desk: Desk, deed: Deed, user: str) -> None:
    """Go a whole way, whatever becomes of it."""
    shown = await reached(desk, deed, user)
    if deed.steps:
        await take(desk, user, shown, deed.steps[-1])
        return
    shown = await begin(desk, user, deed)
    if deed.form is not None and shown is not None and "callback_id" in shown:
        await send(desk, user, shown, deed.form)


def _metadata(payload: Json) -> str:
    found: str = payload["view"]["private_metadata"]
    return found


def _carrying(form: Json, value: ids.Value, callback_id: str) -> Json:
    made = copy.deepcopy(form)
    made["view"] |= {"callback_id": callback_id, "private_metadata": value.dump()}
    return made


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
        ours = [option for option in options if '_id":1' in option["value"]]
        action["selected_option"] = (ours or options)[-1]
    elif one["type"] == "users_select":
        action["selected_user"] = "U01OUT"
    elif "value" in one:
        action["value"] = one["value"]
    return click(action, shown if shown.get("type") in {"modal", "home"} else None)


def _parsed(text: Any) -> Any:
    if not isinstance(text, str) or text[:1] not in {"{", "["}:
        return text
    with contextlib.suppress(ValueError):
        return json.loads(text)
    return text
