"""The rules of cards, tasks, alerts, videos and remote files; a container is with the blocks."""

from __future__ import annotations

from bot.workspace import limits
from bot.workspace.checks import (
    Report,
    each,
    is_object,
    items,
    one_of,
    optional_text,
    string,
    text,
)
from bot.workspace.element_rules import element, image
from bot.workspace.entities import Json
from bot.workspace.rich_text_rules import rich_text

LEVELS = frozenset({"default", "info", "warning", "error", "success"})
STATUSES = frozenset({"pending", "in_progress", "complete", "error"})


def alert(report: Report, at: str, block: Json) -> None:
    """Check an alert: its text and level."""
    text(report, f"{at}/text", block.get("text"), limits.ALERT_TEXT)
    one_of(report, f"{at}/level", block.get("level"), LEVELS)


def card(report: Report, at: str, block: Json) -> None:
    """Check a card: that it says something, its texts, images and buttons."""
    if not any(block.get(part) for part in ("hero_image", "title", "body", "actions")):
        report.fault(at, "must provide at least one of hero_image, title, body or actions")
    if block.get("icon") is not None and block.get("slack_icon") is not None:
        report.fault(at, "must provide only one of icon or slack_icon")
    buttons = block.get("actions")
    if buttons is not None and items(buttons, report, f"{at}/actions", limits.CARD_ACTIONS):
        each(report, f"{at}/actions", buttons, lambda r, a, e: element(r, a, e, {"button"}))
    for name, longest in limits.CARD_TEXTS.items():
        optional_text(report, f"{at}/{name}", block.get(name), longest, plain=False)
    for name in ("hero_image", "icon"):
        picture = block.get(name)
        if is_object(picture):
            image(report, f"{at}/{name}", picture)


def carousel(report: Report, at: str, block: Json) -> None:
    """Check a carousel and its cards."""
    cards = block.get("elements")
    if items(cards, report, f"{at}/elements", limits.CAROUSEL_CARDS):
        each(report, f"{at}/elements", cards, card)


def plan(report: Report, at: str, block: Json) -> None:
    """Check a plan: its title and tasks, whose ids are unique."""
    string(report, f"{at}/title", block.get("title"), limits.SECTION_TEXT, required=True)
    tasks = block.get("tasks")
    if items(tasks, report, f"{at}/tasks", limits.PLAN_TASKS, least=0):
        each(report, f"{at}/tasks", tasks, _task)
        ids = [one.get("task_id") for one in tasks if is_object(one)]
        if len(set(ids)) != len(ids):
            report.fault(f"{at}/tasks", "task_id must be unique")


def task_card(report: Report, at: str, block: Json) -> None:
    """Check a task card that stands alone, which cannot be pending."""
    _task(report, at, block)
    if block.get("status") == "pending":
        report.fault(f"{at}/status", "must be one of complete, error, in_progress")


def _task(report: Report, at: str, value: Json) -> None:
    string(report, f"{at}/task_id", value.get("task_id"), limits.BLOCK_ID, required=True)
    string(report, f"{at}/title", value.get("title"), limits.SECTION_TEXT, required=True)
    one_of(report, f"{at}/status", value.get("status"), STATUSES, required=True)
    for name in ("details", "output"):
        written = value.get(name)
        if is_object(written):
            rich_text(report, f"{at}/{name}", written)


def video(report: Report, at: str, block: Json) -> None:
    """Check a video: its title, addresses and the words around it."""
    text(report, f"{at}/title", block.get("title"), limits.VIDEO_TITLE, plain=True)
    described = block.get("description")
    optional_text(report, f"{at}/description", described, limits.VIDEO_DESCRIPTION)
    needed = {"alt_text", "thumbnail_url", "video_url"}
    for name, longest in limits.VIDEO_STRINGS.items():
        string(report, f"{at}/{name}", block.get(name), longest, required=name in needed)


def file(report: Report, at: str, block: Json) -> None:
    """Check a remote file."""
    string(report, f"{at}/external_id", block.get("external_id"), limits.BLOCK_ID, required=True)
    one_of(report, f"{at}/source", block.get("source"), {"remote"}, required=True)
