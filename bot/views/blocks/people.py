"""People and files as Slack shows them in `mrkdwn`."""

from collections.abc import Iterable

from bot.metrics.files import SlackFile
from bot.text import t
from bot.views.blocks.outside import markup


def person(user_id: str | None, language: str) -> str:
    """Return somebody as `mrkdwn`, or that it is nobody yet."""
    return f"<@{user_id}>" if user_id else t(language, "checklist.nobody")


def who_words(who: str) -> str:
    """Return who did something, as `mrkdwn`: somebody in Slack, or a name in the shell."""
    return f"<@{who}>" if who[:1] in {"U", "W"} and who.isalnum() else markup(who)


def mentions(users: Iterable[str]) -> str:
    """Return mentions that ping: only for user IDs from the list of members."""
    return " ".join(f"<@{user_id}>" for user_id in users)


def file_words(file: SlackFile) -> str:
    """Return a file by its name, as a `mrkdwn` link that opens it in Slack."""
    return f"<{file.link.replace('&', '&amp;')}|{markup(file.name)}>"
