"""A file given with a form: taken out of it, and shared where its team can open it."""

import structlog

from bot.answers import filled
from bot.answers.clicks import apology
from bot.answers.filled import Body
from bot.errors import BotError
from bot.metrics.files import SlackFile
from bot.services.typed import Errors, files
from bot.slack.client import Slack
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.blocks import file_words, removal_of

log = structlog.get_logger()


def given(body: Body, who: str, api_url: str, name: str = "file") -> SlackFile | None:
    """Return the file in a form, None without one. Raises BotError for one that is not theirs."""
    team = body.get("team") or {}
    workplace = files.Workplace(
        api_url, str(team.get("domain") or ""), bool(body.get("enterprise"))
    )
    return files.read(filled.files_in(body["view"], name), who, workplace)


def take(
    texts: dict[str, str], body: Body, who: str, api_url: str, name: str = "file"
) -> tuple[SlackFile | None, Errors]:
    """Put what a form says of a file into its `texts`; return the new file and what is wrong.

    Nothing chosen leaves the file as it is; only the tick at *Remove* takes it away.
    """
    texts.pop(name, None)
    if texts.pop(removal_of(name), ""):
        texts[name] = ""
    try:
        file = given(body, who, api_url, name)
    except BotError as error:
        return None, {name: error}
    if file is not None:
        texts[name] = file.text
    return file, {}


async def share(
    slack: Slack, channel_id: str | None, file: SlackFile, said: str, language: str
) -> str | None:
    """Post a file in a team's channel, with what is said of it; return why it could not be shared.

    Slack shows a file that came with a form to its uploader alone. Once somebody who has it posts
    its address, all who are in that conversation can open it.
    """
    why = t(language, "checklist.file.no_channel")
    if channel_id is not None:
        try:
            await slack.share_file(channel_id, said)
        except PostFailed as error:
            log.warning("file not shared", channel=channel_id, reason=error.reason)
            why = apology(error, language)
        else:
            return None
    return t(language, "checklist.file.unshared", file=file_words(file), why=why)
