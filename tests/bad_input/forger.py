"""Requests that Slack would never send, signed as if it had, and what then is heard and kept."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.models import Team
from bot.workspace import payloads
from bot.workspace.delivery.signed_http import signed_headers
from tests.scenarios.office import Json, Office
from tests.scenarios.test_door import FORM

PING = re.compile(r"<[!#]|@(?:here|channel|everyone)\b|<(?:https?|mailto):", re.IGNORECASE)
MENTION = re.compile(r"<@\w+")
UNSAID = {"value", "private_metadata", "initial_value"}
UNEXPECTED = re.compile(r"Traceback|\bunexpected\b|Unhandled request")
WHO_CAME_BY = {"slack_users", "seen_requests", "cards", "database_state"}
CHANNELS = {"U01EMMA": "C01SUPPORT", "U01ADMIN": "C01SUPPORT", "U01WANG": "C01KEFU"}


@dataclass(frozen=True)
class Heard:
    """How a request was answered, and the payloads that the bot then sent to Slack."""

    status: int
    ack: str
    sent: list[Json]

    @property
    def words(self) -> str:
        return "\n".join(_strings([self.ack, *self.sent]))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        kept = (inner for name, inner in value.items() if name not in UNSAID)
        return [found for inner in kept for found in _strings(inner)]
    return (
        [found for inner in value for found in _strings(inner)] if isinstance(value, list) else []
    )


class Forger:
    """Somebody who has the signing secret of an office's bot."""

    def __init__(self, desk: Office, session: aiohttp.ClientSession, capsys: Any) -> None:
        self.desk = desk
        self.workspace = desk.slack.workspace
        self._session = session
        self._capsys = capsys
        self._nonce = 0

    def click(self, action: Json, user: str = "U01EMMA") -> Json:
        """Return a click of `user` on a message of the bot, with its own `response_url`."""
        kept = self.workspace.messages[CHANNELS[user]][-1]
        whole = {"type": "button", "block_id": "b", "action_ts": "1"} | action
        return payloads.message_click(self.workspace, user, kept, whole)

    def submission(self, callback_id: str, view: object) -> Json:
        """Return a form sent by Emma; a `view` that holds anything is filled up to be whole."""
        if isinstance(view, dict) and view:
            named = {"type": "modal", "callback_id": callback_id}
            whole = {"id": "V1", "state": {"values": {}}, **named}
            view = whole | {"private_metadata": '{"v":1,"origin":"command"}'} | view
        payload = self.click({}) | {"type": "view_submission", "view": view}
        apart = {"actions", "container", "channel", "message", "response_url"}
        return {name: part for name, part in payload.items() if name not in apart}

    def command(self, text: str, user: str = "U01EMMA") -> Json:
        """Return a slash command of `user` as Slack's form."""
        channel = self.workspace.channel(CHANNELS[user])
        command = next(iter(self.workspace.app.commands))
        return payloads.slash_command(self.workspace, user, channel, command, text)

    async def send(self, payload: Json) -> Heard:
        """Sign and send; nothing unexpected may be logged, whatever it was."""
        self._nonce += 1
        form = payload if "command" in payload else {"payload": json.dumps(payload)}
        after = self.workspace.journal.seq
        self._capsys.readouterr()
        body = urlencode(form | {"nonce": self._nonce})
        headers = FORM | signed_headers(self.desk.slack.signing_secret, body)
        async with self._session.post(self.desk.url, data=body, headers=headers) as answer:
            status, ack = answer.status, await answer.text()
        await self.desk.settle()
        log = "".join(self._capsys.readouterr())
        assert not UNEXPECTED.search(log), log[-3000:]
        assert status < 500
        told = [
            one["request"]
            for one in self.workspace.journal.traffic
            if one["seq"] > after and one["direction"] == "from_app" and "users" not in one["name"]
        ]
        return Heard(status, ack, [*told, *([json.loads(ack)] if ack[:1] == "{" else [])])

    async def kept(self) -> Json:
        """Return every row of every table that holds what people wrote or did."""
        rows: Json = {}
        async with self.desk.database.read() as session:
            connection = await session.connection()
            for table in Team.metadata.sorted_tables:
                if table.name not in WHO_CAME_BY:
                    found = (await connection.execute(table.select())).all()
                    rows[table.name] = sorted(map(str, found))
        return rows
