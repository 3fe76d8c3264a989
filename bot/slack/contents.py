"""What Slack does not take of a message: sent again without it, and said in its place."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookResponse

from bot.slack.failures import code_of
from bot.text import LANGUAGES, t
from bot.views.blocks import MOST_CHARACTERS, characters, context, markup, message, section

log = structlog.get_logger()
Payload = dict[str, Any]
Sent = TypeVar("Sent")

PICTURES = frozenset({"data_visualization", "table", "data_table"})
REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
LONGEST_TEXT = 2_900
"""Characters of a message that is sent as text: `chat.update` takes 4,000, a section 3,000."""

_PLACE = re.compile(r"/blocks/(\d+)")


async def accepted(send: Callable[[Payload], Awaitable[Sent]], whole: Payload) -> Sent:
    """Send a message or Home tab; of one whose blocks Slack refuses, what it does take.

    What is longer than a message may be is cut before, between two blocks.

    That is first the message without charts and tables, then its words alone; each says what is
    left out. What Slack refused was not posted, so nothing stands there twice. Which block it
    was is logged. Raises what `send` raises, SlackApiError when the words are refused too.
    """
    tried = shortened(whole)
    for plainer in _plainer(tried):
        try:
            return await send(tried)
        except SlackApiError as error:
            if code_of(error) not in REFUSED:
                raise
            _tell(tried, error)
        tried = plainer
    return await send(tried)


def without_files(view: Payload) -> Payload:
    """Return a form in which, in place of fields for files, stands that none can be given."""
    blocks = view.get("blocks") or []
    asking = [one for one in blocks if (one.get("element") or {}).get("type") == "file_input"]
    if not asking:
        return view
    (note,) = _note("notice.no_file")
    drawn = [{**note, "block_id": one["block_id"]} if one in asking else one for one in blocks]
    return {**view, "blocks": drawn}


def refuse_unsaid(answer: WebhookResponse) -> None:
    """Raise SlackApiError for what a `response_url` refuses, which may be HTTP 200."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = {}
    read = said if isinstance(said, dict) else {}
    if answer.status_code == 200 and read.get("ok", True):
        return
    given = {"error": f"http_{answer.status_code}", **read}
    raise SlackApiError("response_url refused", given)  # type: ignore[no-untyped-call]


def shortened(whole: Payload) -> Payload:
    """Return a message with as many blocks as it may hold; its buttons stay."""
    blocks = whole.get("blocks") or []
    if "text" not in whole or characters(blocks) <= MOST_CHARACTERS:
        return whole
    note, buttons = _note("notice.cut"), [one for one in blocks if one["type"] == "actions"]
    told = [one for one in blocks if one not in buttons]
    while told and characters([told, note, buttons]) > MOST_CHARACTERS:
        told.pop()
    return {**whole, "blocks": [*told, *note, *buttons]}


def _plainer(sent: Payload) -> Iterator[Payload]:
    blocks = sent.get("blocks") or []
    pictures = [at for at, block in enumerate(blocks) if block["type"] in PICTURES]
    if pictures:
        kept = [block for at, block in enumerate(blocks) if at not in pictures[1:]]
        (kept[pictures[0]],) = _note("notice.no_pictures")
        yield {**sent, "blocks": kept}
    if blocks:
        yield _in_words(sent, blocks)


def _in_words(sent: Payload, blocks: list[Payload]) -> Payload:
    """Return a message without blocks; a Home tab, which has no text, with one of words."""
    lines = [line for block in blocks for line in _lines(block)]
    title = sent.get("text")
    text = "\n".join([*([title] if title and title not in lines else []), *lines])
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT].rpartition("\n")[0] or text[:LONGEST_TEXT]
        text += f"\n{_said('notice.cut')}"
    if "text" in sent:
        return {**sent, "text": f"{text}\n{_said('notice.words_only')}", "blocks": []}
    (words,) = message("", [section(text or "–", "words")])["blocks"]
    return {**sent, "blocks": [words, *_note("notice.words_only")]}


def _lines(node: object) -> Iterator[str]:
    """Yield the texts of a block as `mrkdwn`, but for what stands on buttons and in pictures."""
    if isinstance(node, list):
        for one in node:
            yield from _lines(one)
    elif isinstance(node, dict) and node.get("type") not in PICTURES | {"button", "actions"}:
        text = node.get("text")
        if isinstance(text, str) and text.strip():
            yield text if node.get("type") == "mrkdwn" else markup(text, LONGEST_TEXT)
        for name in ("text", "fields", "elements"):
            if not isinstance(node.get(name), str):
                yield from _lines(node.get(name))


def _note(key: str) -> list[Payload]:
    blocks: list[Payload] = message("", [context(_said(key), "left_out")])["blocks"]
    return blocks


def _said(key: str) -> str:
    """Return a sentence in every language: a message does not say whose language it speaks."""
    return " ".join(t(language, key) for language in LANGUAGES)


def _tell(sent: Payload, error: SlackApiError) -> None:
    metadata = error.response.get("response_metadata") or {}
    said = error.response.get("errors") or metadata.get("messages") or []
    places = {int(at) for at in _PLACE.findall(" ".join(map(str, said)))}
    found = [one for at, one in enumerate(sent.get("blocks") or []) if at in places]
    blocks = [f"{one['type']} {one.get('block_id')}" for one in found]
    errors = [str(line)[:200] for line in said[:5]]
    log.warning("blocks refused", slack_error=code_of(error), blocks=blocks, errors=errors)
