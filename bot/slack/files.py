"""Files that people hand to the bot in Slack: what Slack says of one, and its bytes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.metrics.files import is_of_slack
from bot.metrics.imports import MEGABYTE
from bot.slack.calls import Redirected, part, session
from bot.slack.client import Slack
from bot.slack.failures import code_of, post_failed

_SECONDS = 120.0
_CHUNK = 1 << 18
_GONE = frozenset({"file_not_found", "file_deleted"})


@dataclass(frozen=True, slots=True)
class Held:
    """A file as Slack knows it: by whom it was uploaded, how many bytes of what kind, and where."""

    id: str
    name: str
    user: str
    size: int
    address: str
    kind: str = ""


async def held(slack: Slack, file_id: str) -> Held:
    """Return what Slack says of a file.

    Raises BotError for one that is gone, lies in another service, or that the bot may not read.
    """
    try:
        answer = await slack.client.files_info(file=file_id)
        told: dict[str, Any] = part(answer, "file", dict)
    except SlackApiError as error:
        code = code_of(error)
        if code in _GONE:
            raise BotError("intake.error.gone") from error
        if code == "missing_scope":
            raise BotError("intake.error.scope") from error
        raise
    if told.get("is_external") or told.get("mode") in {"external", "tombstone", "hidden_by_limit"}:
        raise BotError("intake.error.elsewhere")
    address = str(told.get("url_private_download") or told.get("url_private") or "")
    size = told.get("size")
    return Held(
        id=str(told.get("id") or file_id),
        name=str(told.get("name") or file_id),
        user=str(told.get("user") or ""),
        size=size if isinstance(size, int) else 0,
        address=address,
        kind=str(told.get("mimetype") or ""),
    )


async def download(slack: Slack, file: Held, path: Path, most: int) -> None:
    """Write a file's bytes to a path; raises BotError where it has more than `most` or is cut.

    The bot's token goes to Slack alone.
    """
    if not _is_slacks(file.address, slack.client.base_url):
        raise BotError("intake.error.elsewhere")
    headers = {"Authorization": f"Bearer {slack.client.token}"}
    try:
        async with session(_SECONDS) as opened, opened.get(file.address, headers=headers) as answer:
            if answer.status != 200 or _is_no_file(answer, file):
                raise BotError("intake.error.unread", status=answer.status)
            length = await _kept(answer, path, most)
    except Redirected as error:
        raise BotError("intake.error.scope") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise BotError("intake.error.cut") from error
    except OSError as error:
        raise BotError("import.no_room") from error
    if file.size and length != file.size:
        raise BotError("intake.error.cut")


async def _kept(answer: aiohttp.ClientResponse, path: Path, most: int) -> int:
    """Write what comes to a path; return how many bytes that were."""
    length = 0
    with path.open("wb") as kept:
        async for chunk in answer.content.iter_chunked(_CHUNK):
            length += len(chunk)
            if length > most:
                raise BotError("intake.error.big", most=most // MEGABYTE)
            kept.write(chunk)
    return length


async def share(slack: Slack, channel_id: str, name: str, content: bytes, said: str) -> None:
    """Post a file in a conversation with what is said of it. Raises PostFailed."""
    await slack.pace.post(channel_id)
    try:
        await slack.client.files_upload_v2(
            channel=channel_id, filename=name, title=name, content=content, initial_comment=said
        )
    except Exception as error:
        raise post_failed(error) from error


def _is_no_file(answer: aiohttp.ClientResponse, file: Held) -> bool:
    """Return whether a page came in place of a file."""
    return answer.content_type == "text/html" and "html" not in file.kind


def _is_slacks(address: str, api_url: str) -> bool:
    """Return whether an address is Slack's own, or of the workspace that stands in for it."""
    parts, api = urlsplit(address), urlsplit(api_url)
    if is_of_slack(api.hostname):
        return parts.scheme == "https" and is_of_slack(parts.hostname)
    return (parts.scheme, parts.netloc) == (api.scheme, api.netloc)
