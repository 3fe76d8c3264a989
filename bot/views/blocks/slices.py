"""What tickets of a group have in common, in words."""

from bot.metrics.daily import Slice
from bot.text import formats, t
from bot.text.words import SAME
from bot.views.blocks.outside import literal

_CHANNELS = {words[0]: words for words in SAME["channel"] if words[0] in {"email", "chat", "phone"}}
"""Channels whose tickets have a name of their own, by what sources call the channel."""
_LONGEST = 40


def slice_words(language: str, n: int, one: Slice) -> str:
    """Return `19 e-mails, 11:00–14:00 · Billing`, plain: for where no markup is read.

    `n` is how many tickets it are. What was looked at and none of them has is said as well.
    """
    kind = _kind(one)
    title = t(language, f"cases.group.{kind}", n=n)
    if one.hour is not None and one.end is not None:
        hours = formats.hours(one.hour, one.end)
        title = t(language, "cases.group.hours", tickets=title, hours=hours)
    told = [("group", one.group), ("category", one.category)]
    if kind == "ticket":
        told.insert(0, ("channel", one.channel))
    parts = [
        literal(text, _LONGEST) if text is not None else t(language, f"cases.group.without.{name}")
        for name, text in told
        if text is not None or name in one.by
    ]
    rest = [t(language, "cases.group.rest")] if "rest" in one.by else []
    return " · ".join([title, *rest, *parts])


def slice_kind(language: str, one: Slice) -> str:
    """Return which tickets they are within a sentence, plain: `e-mails of 11:00–14:00`."""
    kind = _kind(one)
    words = t(language, f"cases.kind.{kind}")
    if kind == "ticket" and one.channel:
        words = t(language, "cases.kind.by", channel=literal(one.channel, _LONGEST))
    if one.hour is None or one.end is None:
        return words
    first, end = f"{one.hour:02}:00", f"{one.end:02}:00"
    return t(language, "cases.kind.hours", kind=words, first=first, end=end)


def _kind(one: Slice) -> str:
    called = (one.channel or "").strip().casefold()
    return next((name for name, words in _CHANNELS.items() if called in words), "ticket")
