"""A bot on the migrated data of a recorded state, beside a Slack that shows what was posted."""

import copy
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from bot.db import NOT_COUNTED, Database, migrate, sync_engine
from bot.text import catalogue
from tests.released import rows as tables
from tests.released import scene as scenes
from tests.released.clicks import SEND, SHORTCUT, Click
from tests.scenarios.office import Json, Office

Before = tuple[dict[str, str], set[str]]
_ASIDE = {"seen_requests", "slack_users", "database_state"}
"""Tables that any request may touch; the bot remembers for a while who people are."""


@dataclass
class Outcome:
    """What became of a click: `does` in words, the rows that are new, what is shown now."""

    does: str
    rows: tables.Rows
    said: str
    shown: Json
    opened: Json | None


@dataclass
class Replay:
    """Clicks in a recorded scene; each finds everything as it was recorded."""

    office: Office
    scene: Json
    engine: Engine
    rows: tables.Rows = field(default_factory=dict)
    modals: list[Json] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    now: tables.Rows = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        self.text = json.dumps(self.scene)
        self.office.clock.now = datetime.fromisoformat(self.scene["now"])
        with self.engine.begin() as connection:
            self._tables = [one for one in tables.tables(connection) if one.name not in _ASIDE]
            self.rows = tables.read(connection, self._tables)
            self._before = tables.written(connection, self._tables)
        scenes.restore(self.workspace, self.text)

    @property
    def workspace(self) -> Any:
        return self.office.slack.workspace

    async def does(self, click: Click, values: Json | None = None) -> Outcome:
        """Click and say what became of it; values are what is typed into a form that is sent."""
        client, place = self.office.slack.client, click.place
        if click.is_modal:
            place = {"id": scenes.open_again(self.workspace, place).id}
        before = self._modals(click.user), self._homes()
        if click.block_id == SHORTCUT:
            done = await client.shortcut(click.user, click.action_id, on=place)
        elif click.action_id == SEND:
            done = await client.submit(click.user, place, values)
        else:
            more = {"block_id": click.block_id, "value": click.value, "values": values}
            done = await client.click(click.user, click.action_id, on=place, **more)
        await self.office.settle()
        assert done["ack"] is None or done["ack"]["status"] == "ok", (click.name, done)
        return self._outcome(click, before, done.get("errors") or {})

    def undo(self) -> None:
        """Put everything back as it was recorded."""
        changed = [one for one in self._tables if one.name in self.now]
        if changed:
            with self.engine.begin() as connection:
                tables.put_back(connection, changed, self.rows)
        scenes.restore(self.workspace, self.text)

    def _outcome(self, click: Click, before: Before, errors: Json) -> Outcome:
        modals, homes = before
        with self.engine.begin() as connection:
            found = tables.written(connection, self._tables)
            differ = [one for one in self._tables if found[one.name] != self._before[one.name]]
            self.now = tables.read(connection, differ)
        fresh = {
            name: [row for row in found if row not in self.rows[name]]
            for name, found in self.now.items()
        }
        opened = self._opened(click.user, modals)
        said = self._said()
        does = [f"errors in {', '.join(sorted(errors))}"] if errors else []
        does += [opened[0]] if opened else []
        does += ["draws the Home tab"] if self._homes() != homes else []
        does += sorted({how for how, _ in said})
        does += [f"writes {', '.join(sorted(fresh))}"] if fresh else []
        texts = [json.dumps(shown, ensure_ascii=False) for _, shown in said]
        view = opened[1] if opened else None
        return Outcome(
            "; ".join(does) or "nothing",
            fresh,
            "\n".join([*texts, json.dumps(view, ensure_ascii=False)]),
            self._place(click),
            view,
        )

    def _modals(self, user: str) -> dict[str, str]:
        return {view.id: view.hash for view in self.workspace.modals.get(user, [])}

    def _homes(self) -> set[str]:
        return {view.hash for view in self.workspace.homes.values()}

    def _opened(self, user: str, before: dict[str, str]) -> tuple[str, Json | None] | None:
        now = self._modals(user)
        for ident, hashed in reversed(now.items()):
            if before.get(ident) != hashed:
                view = self.workspace.view(ident)
                name = view.payload.get("callback_id") or "a notice"
                how = "draws anew" if ident in before else "opens"
                return f"{how} {name}", scenes.view(self.workspace, view)
        return ("closes", None) if set(before) - set(now) else None

    def _said(self) -> list[tuple[str, Json]]:
        """Return what is new and what is drawn anew on messages."""
        known = {(row["channel"], row["ts"]): row for row in self.scene["messages"]}
        found = []
        for room in self.workspace.messages.values():
            for one in room:
                shown = {"text": one.text, "blocks": one.blocks}
                before = known.get((one.channel, one.ts))
                if before is None:
                    found.append((f"says {self._where(one)}", shown))
                elif {"text": before["text"], "blocks": before["blocks"]} != shown:
                    found.append((f"redraws {self._where(one)}", shown))
        return found

    def _where(self, message: Any) -> str:
        if message.only_for:
            return "to one"
        direct = self.workspace.channels[message.channel].kind == "im"
        return "directly" if direct else "in a thread" if message.thread_ts else "in a channel"

    def _place(self, click: Click) -> Json:
        """Return what was clicked on as it stands now."""
        if "ts" not in click.place:
            return {}
        message = self.workspace.message(click.place["channel"], click.place["ts"])
        return copy.deepcopy({"text": message.text, "blocks": message.blocks}) if message else {}


def load(database_url: str, recorded: Json) -> None:
    """Fill an empty database with the rows of a state, and bring it up to date."""
    fill(database_url, recorded)
    migrate(database_url)


def fill(database_url: str, recorded: Json) -> None:
    """Fill an empty database with the rows of a state, in the tables of that time."""
    migrate(database_url, recorded["revision"])
    engine = sync_engine(database_url).execution_options(**NOT_COUNTED)
    try:
        with engine.begin() as connection:
            found = tables.tables(connection)
            tables.write(connection, found, tables.typed(recorded["rows"], found))
    finally:
        engine.dispose()


async def as_it_is(_database: Database) -> None:
    """Leave a database as it was loaded."""


def apologies() -> list[str]:
    """Return how each sentence begins that tells somebody that a click came to nothing."""
    found = []
    for language in ("en", "zh"):
        words = catalogue(language)
        keys = [key for key in words if key.startswith("error.")]
        found += [str(words[key]).partition("{")[0] for key in keys]
    return [text for text in found if len(text) > 8]
