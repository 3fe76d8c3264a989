"""What every form and click needs: done once, written down, and joined with what changed since."""

from bot.services.forms.edited import base_of, edits, merged, write, write_all
from bot.services.forms.seen import Replays, first_click, first_event, first_form, once, was_made

__all__ = [
    "Replays",
    "base_of",
    "edits",
    "first_click",
    "first_event",
    "first_form",
    "merged",
    "once",
    "was_made",
    "write",
    "write_all",
]
