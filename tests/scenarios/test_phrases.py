"""Which answer every phrase gets, typed, as a suggestion that is clicked and for a chosen team.

`phrases.txt` holds a line for each: how it is asked, the words as JSON, and what is heard;
`FRT_UPDATE_GOLDEN=1` writes it anew.
"""

import json
import os
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import ids
from bot.commands.words import TABLE
from bot.workspace import payloads
from tests.bad_input.forger import Forger
from tests.plans.floor import Floor
from tests.scenarios.office import Json, Office, office, words_of

RECORD = Path(__file__).with_name("phrases.txt")


@pytest.fixture
async def forger(database_url: str, capsys: Any) -> AsyncIterator[Forger]:
    async with office(database_url, by="http") as desk:
        await Floor(desk).start("emma")
        await Floor(desk).start("wangfang", "客服一组")
        await desk.type("bo", "today", "app")
        async with aiohttp.ClientSession() as session:
            yield Forger(desk, session, capsys)


async def test_every_phrase_gets_its_answer(forger: Forger):
    recorded = RECORD.read_text(encoding="utf-8").splitlines()
    heard = [await answered(forger, line) for line in recorded]
    if os.environ.get("FRT_UPDATE_GOLDEN"):
        RECORD.write_text("\n".join([*heard, ""]), encoding="utf-8")
    assert heard == recorded


async def test_what_is_suggested_means_the_same_clicked_as_typed(forger: Forger):
    offered = [phrase for one in TABLE for phrase in one.offered]
    for words in (*offered, "action call back", "团队设置", "warning values"):
        typed = await answer_to(forger, "typed", words)
        assert await answer_to(forger, "clicked", words) == typed, words


async def answered(forger: Forger, line: str) -> str:
    """Ask what a line of the record asks, and return the line with what is heard now."""
    asked = line.partition(" → ")[0]
    how, _, words = asked.partition(" ")
    return f"{asked} → {await answer_to(forger, how, json.loads(words))}"


async def answer_to(forger: Forger, how: str, words: str | Json) -> str:
    """Ask, and return what is heard in a line."""
    desk: Office = forger.desk
    if how == "typed":
        sent = forger.command(words, "U01EMMA" if words.isascii() else "U01WANG")
    elif how == "clicked":
        button = {"action_id": ids.HELP_RUN, "value": ids.RunValue(text=words).dump()}
        sent = forger.click(button, "U01EMMA" if words.isascii() else "U01WANG")
    else:
        option = {"text": {"type": "plain_text", "text": "A team"}, "value": json.dumps(words)}
        select = {"type": "static_select", "block_id": "team", "action_ts": "1"}
        action = select | {"action_id": ids.TEAM_CHOOSE, "selected_option": option}
        kept = forger.workspace.messages["C01SUPPORT"][-1]
        sent = payloads.message_click(desk.slack.workspace, "U01BOTH", kept, action)
    heard = await forger.send(sent)
    return " + ".join(filter(None, map(in_a_line, heard.sent))) or "nothing"


def in_a_line(told: Json) -> str:
    """Return a message or a modal in a line: which it is, what it says, what can be done.

    What does not fit into the line counts in the number at its end.
    """
    if "view" in told:
        view = told["view"]
        title, held = view["title"]["text"], list(_held(view["blocks"], "initial_value"))
        return f"modal {view.get('callback_id')} {title!r} {held}"
    if "text" not in told:
        return ""
    kept = "" if not told.get("replace_original") else "instead: "
    actions = sorted({*_held(told.get("blocks", []), "action_id")})
    said = zlib.crc32(f"{words_of(told)} {actions}".encode()) % 10_000
    return f"{kept}{' '.join(told['text'].split())[:80]} {' '.join(actions)[:60]} #{said:04}"


def _held(node: Any, name: str) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get(name), str):
            yield node[name]
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from _held(inner, name)
