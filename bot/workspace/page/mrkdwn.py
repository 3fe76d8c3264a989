"""Slack's mrkdwn drawn as HTML."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Literal

from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from markupsafe import Markup, escape

from bot.workspace.page.emoji import drawn as with_images
from bot.workspace.page.emoji import with_emoji
from bot.workspace.page.html import link, tag
from bot.workspace.page.look import Look

BLOCK_CODE = re.compile(r"```(.*?)```", re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
ANGLE = re.compile(r"<([^<>\n]+)>")
BARE = re.compile(r"(?<![\w\"'>=/])https?://[^\s<>\x00]+[^\s<>\x00.,;:!?)\]]")
QUOTE = re.compile(r"(?:^&gt; ?.*(?:\n|$))+", re.MULTILINE)
STYLES = [
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])"), "s"),
]

TIMES: dict[str, Literal["short", "medium"]] = {"time": "short", "time_secs": "medium"}
SKELETONS = {"date_num": "yMMdd", "date_slash": "yMMdd", "date_short": "yMMMd", "date": "yMMMMd"}


def mrkdwn(look: Look, text: str) -> Markup:
    """Return mrkdwn as safe HTML; everything that is not Slack's markup is shown as typed."""
    kept: list[Markup] = []

    def keep(made: Markup) -> str:
        kept.append(made)
        return f"\x00{len(kept) - 1}\x00"

    text = text.replace("\x00", "")
    text = BLOCK_CODE.sub(lambda found: keep(_code("pre", found[1].strip("\n"))), text)
    text = CODE.sub(lambda found: keep(_code("code", found[1])), text)
    text = ANGLE.sub(lambda found: keep(_angle(look, found[1])), text)
    text = BARE.sub(lambda found: keep(link(html.unescape(found[0]), unescape(found[0]))), text)
    drawn = with_images(str(escape(with_emoji(unescape(text)))))
    for pattern, name in STYLES:
        drawn = pattern.sub(rf"<{name}>\1</{name}>", drawn)
    drawn = QUOTE.sub(_quote, drawn).replace("\n", "<br>")
    while "\x00" in drawn:
        drawn = re.sub(r"\x00(\d+)\x00", lambda found: str(kept[int(found[1])]), drawn)
    return Markup(drawn)  # noqa: S704


def plain(text: str) -> Markup:
    """Return plain text as safe HTML, with emoji and line breaks."""
    drawn = with_images(str(escape(with_emoji(unescape(text)))))
    return Markup(drawn.replace("\n", "<br>"))  # noqa: S704


def unescape(text: str) -> str:
    """Undo Slack's three escapes and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def text_object(look: Look, given: object) -> Markup:
    """Return a text object, mrkdwn or plain, as safe HTML; nothing for nothing."""
    if not isinstance(given, dict):
        return Markup("")
    text = str(given.get("text") or "")
    return mrkdwn(look, text) if given.get("type") == "mrkdwn" else plain(text)


def date_words(look: Look, seconds: float, pattern: str) -> str:
    """Return Slack's date pattern, such as ``{date_short} at {time}``, in the viewer's words."""
    moment = datetime.fromtimestamp(seconds, UTC).astimezone(look.zone)
    return re.sub(
        r"\{(\w+)\}", lambda found: _date_part(look, moment, found[1]) or found[0], pattern
    )


def _date_part(look: Look, moment: datetime, name: str) -> str | None:
    kind = name.removesuffix("_pretty")
    if name == "ago":
        return format_timedelta(moment - look.now, add_direction=True, locale=look.locale)
    if kind in TIMES:
        return format_time(moment, TIMES[kind], locale=look.locale)
    if kind != name and (near := _near(look, moment)):
        return near
    if kind in {"date_long", "day_divider"}:
        return format_date(moment, "full", locale=look.locale)
    if kind in SKELETONS:
        return format_skeleton(SKELETONS[kind], moment, locale=look.locale)
    return None


def _near(look: Look, moment: datetime) -> str | None:
    today = look.now.date()
    days = {today - timedelta(1): "yesterday", today: "today", today + timedelta(1): "tomorrow"}
    key = days.get(moment.date())
    return look.words[key].lower() if key else None


def _quote(found: re.Match[str]) -> str:
    lines = [re.sub(r"^&gt; ?", "", line) for line in found[0].rstrip("\n").split("\n")]
    return f"<blockquote>{'<br>'.join(lines)}</blockquote>"


def _code(name: str, text: str) -> Markup:
    shown = ANGLE.sub(lambda found: found[1].rpartition("|")[2], text)
    return tag(name, unescape(shown))


def _angle(look: Look, inner: str) -> Markup:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return mention(look, target[1:])
    if target.startswith("#"):
        return tag("span", "#", look.channel_name(target[1:]), class_="mention")
    if target.startswith("!"):
        return _special(look, target[1:], label)
    if ":" in target:
        return link(html.unescape(target), plain(label or target))
    return escape(unescape(f"<{inner}>"))


def mention(look: Look, user_id: str) -> Markup:
    """Return a mention of a user by name."""
    own = " own" if user_id == look.viewer.id else ""
    return tag("span", "@", look.name(user_id), class_=f"mention{own}")


def _special(look: Look, inner: str, label: str) -> Markup:
    name, _, rest = inner.partition("^")
    if name in {"here", "channel", "everyone"}:
        return tag("span", f"@{name}", class_="mention own")
    if name == "date":
        seconds, _, pattern = rest.partition("^")
        pattern, _, address = pattern.partition("^")
        try:
            shown = plain(date_words(look, float(seconds), pattern))
        except (ValueError, OverflowError):
            return plain(label)
        return link(address, shown) if address else tag("time", shown)
    return tag("span", label or f"@{name}", class_="mention")
