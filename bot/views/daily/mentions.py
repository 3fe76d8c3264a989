"""Who is asked to look at a daily report: the line below it, and the direct message to a lead."""

from bot.metrics.daily import DailyReport
from bot.text import t
from bot.views.blocks import MOST_BLOCKS, Payload, mentions, message, section
from bot.views.daily.report import posted


def with_mentions(language: str, made: Payload, users: tuple[str, ...]) -> Payload:
    """Return a report with a line that asks these people to look, where there is room."""
    if not users or len(made["blocks"]) >= MOST_BLOCKS:
        return made
    asked = message("", [section(t(language, "daily.mentions", who=mentions(users)), "mentions")])
    return {**made, "blocks": [*made["blocks"], *asked["blocks"]]}


def direct(report: DailyReport, link: str | None) -> Payload:
    """Return what a report says in a sentence, and the way to it, for one person."""
    language = report.team.language
    said = str(posted(report)["text"])
    where = t(language, "daily.direct.link")
    channel = t(language, "daily.direct.channel", channel=f"<#{report.team.channel_id}>")
    return message(said, [section(f"{said}\n{f'<{link}|{where}>' if link else channel}", "report")])
