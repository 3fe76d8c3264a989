"""What proves that an item is met: a link, a file in Slack, or both."""

from collections.abc import Mapping

from slackblocks import Block

from bot.metrics.evidence import EvidenceFile, file_of
from bot.metrics.plans import ItemFacts
from bot.text import t
from bot.views.form_fields import Fields
from bot.views.mentions import file_words
from bot.views.outside import markup
from bot.views.parts import context
from bot.views.plan_words import item_name

REMOVED = "no_file"
"""The field by which a file is taken away."""
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


def file_blocks(
    fields: Fields, item: ItemFacts, texts: Mapping[str, str], language: str, *, has_channel: bool
) -> list[Block | None]:
    """Return the field for a file and, where there is one, the tick that takes it away.

    `texts` are those of a form that was overtaken: Slack keeps no file in a form that is drawn
    anew, so the one chosen before is named.
    """
    wanted = texts.get("file")
    chosen = file_of(wanted or "")
    hint = t(language, "checklist.hint.file" if has_channel else "checklist.hint.file.unshared")
    again = removal = None
    if chosen is not None and chosen != item.file:
        again = t(language, "checklist.file.again", file=markup(chosen.name))
    if item.file is not None:
        option = t(language, "checklist.file.remove", file=item.file.name)
        removal = fields.ticked(REMOVED, option, held=wanted == "")
    return [context(again, "file_again"), fields.file("file", hint), removal]


def shared(item: ItemFacts, file: EvidenceFile, who: str, language: str) -> str:
    """Return the sentence with which a file is posted to its team's channel."""
    return t(
        language,
        "checklist.file.shared",
        who=f"<@{who}>",
        item=item_name(item, language),
        file=file_words(file),
    )
