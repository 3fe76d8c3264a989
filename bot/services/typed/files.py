"""A file given as evidence, as Slack hands it over with a form: read and checked."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.errors import BotError
from bot.metrics.files import OF_SLACK, SlackFile, is_of_slack
from bot.metrics.texts import cleaned

_ID = re.compile(r"F[A-Z0-9]{1,40}")
_LINK = re.compile(r"https?://[!-~]{1,480}")
_MARKUP = frozenset('<>|"\\')
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where files may lie: the workspace that a form came from.

    `api_url` is where the bot reaches Slack; `domain` is the workspace's, as its payloads name it;
    `is_grid` whether it is part of an Enterprise organisation, whose files lie with that.
    """

    api_url: str
    domain: str
    is_grid: bool = False


def read(given: object, who: str, workplace: Workplace) -> SlackFile | None:
    """Return the file that somebody gave in a form, None without one.

    `given` is the value of a file input. Of a file only its id, name and permalink are kept.
    Raises BotError for more than one, for what is no file, for one that somebody else uploaded and
    for one that lies outside the workspace.
    """
    if given is None or given == []:
        return None
    if not isinstance(given, list):
        raise BotError("checklist.error.file")
    if len(given) > 1:
        raise BotError("checklist.error.files", has=len(given))
    return _file(given[0], who, workplace)


def _file(held: object, who: str, workplace: Workplace) -> SlackFile:
    if not isinstance(held, dict):
        raise BotError("checklist.error.file")
    file_id, name, link = (held.get(key) for key in ("id", "name", "permalink"))
    if not isinstance(file_id, str) or not _ID.fullmatch(file_id) or not isinstance(name, str):
        raise BotError("checklist.error.file")
    if held.get("user") != who:
        raise BotError("checklist.error.file_whose")
    if not isinstance(link, str) or not _opens_here(link, file_id, workplace):
        raise BotError("checklist.error.file_link")
    called = " ".join((cleaned(name) or file_id).split())
    return SlackFile(file_id, called[:_LONGEST_NAME], link)


def _opens_here(link: str, file_id: str, workplace: Workplace) -> bool:
    if not _LINK.fullmatch(link) or _MARKUP & set(link):
        return False
    try:
        parts, api = urlsplit(link), urlsplit(workplace.api_url)
    except ValueError:
        return False
    if file_id not in parts.path.split("/"):
        return False
    if not is_of_slack(api.hostname):
        return (parts.scheme, parts.netloc) == (api.scheme, api.netloc)
    return parts.scheme == "https" and _is_of(parts.netloc, workplace)


def _is_of(host: str, workplace: Workplace) -> bool:
    if workplace.is_grid:
        return host.endswith(OF_SLACK)
    domain = workplace.domain
    return bool(domain) and host in {f"{domain}{ending}" for ending in OF_SLACK}
