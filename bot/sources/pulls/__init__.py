"""Helpdesks that are asked for their tickets, page by page."""

from bot.sources.pulls.answer import Answer, PullError
from bot.sources.pulls.asking import Asker, asker
from bot.sources.pulls.protocol import (
    Ask,
    Cursor,
    Download,
    FileProduct,
    Page,
    Place,
    Product,
    Row,
    row,
)

__all__ = [
    "Answer",
    "Ask",
    "Asker",
    "Cursor",
    "Download",
    "FileProduct",
    "Page",
    "Place",
    "Product",
    "PullError",
    "Row",
    "asker",
    "row",
]
