"""What proves that an item is met: a link, a file in Slack, or both."""

from bot.metrics.files import SlackFile
from bot.metrics.plans.plans import ItemFacts
from bot.text import t
from bot.views.blocks import file_words
from bot.views.plans.words import item_name

_LINK = 700


def words(item: ItemFacts, language: str) -> str | None:
    """Return what proves an item, as `mrkdwn`: a link, a file by its name; None without any."""
    file = file_words(item.file) if item.file else None
    if not item.evidence:
        return t(language, "checklist.evidence.file", file=file) if file else None
    escaped = item.evidence.replace("&", "&amp;")
    label = t(language, "checklist.evidence")
    link = f"<{escaped}|{label}>" if len(escaped) <= _LINK else label
    return f"{link} · {file}" if file else link


def shared(item: ItemFacts, file: SlackFile, who: str, language: str) -> str:
    """Return the sentence with which a file is posted to its team's channel."""
    return t(
        language,
        "checklist.file.shared",
        who=f"<@{who}>",
        item=item_name(item, language),
        file=file_words(file),
    )
