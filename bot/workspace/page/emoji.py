"""A common set of emoji by their short names."""

from __future__ import annotations

import re

from markupsafe import Markup

from bot.workspace.page.html import tag

NAMES = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "ok_hand": "👌",
    "clap": "👏", "wave": "👋", "pray": "🙏", "muscle": "💪", "eyes": "👀", "point_right": "👉",
    "smile": "😄", "slightly_smiling_face": "🙂", "grinning": "😀", "joy": "😂",
    "thinking_face": "🤔", "sweat_smile": "😅", "cry": "😢", "neutral_face": "😐",
    "disappointed": "😞", "rage": "😡", "sunglasses": "😎", "heart": "❤️", "sparkles": "✨",
    "tada": "🎉", "fire": "🔥", "rocket": "🚀", "star": "⭐", "star2": "🌟", "zap": "⚡",
    "trophy": "🏆", "medal": "🏅", "first_place_medal": "🥇", "dart": "🎯", "100": "💯",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️",
    "x": "❌", "warning": "⚠️", "no_entry": "⛔", "rotating_light": "🚨", "exclamation": "❗",
    "question": "❓", "information_source": "\u2139\ufe0f",
    "bulb": "💡", "bell": "🔔", "no_bell": "🔕",
    "mega": "📣", "loudspeaker": "📢", "speech_balloon": "💬", "email": "📧", "inbox_tray": "📥",
    "outbox_tray": "📤", "memo": "📝", "clipboard": "📋", "pushpin": "📌", "paperclip": "📎",
    "link": "🔗", "lock": "🔒", "unlock": "🔓", "key": "🔑", "mag": "🔍", "gear": "⚙️",
    "wrench": "🔧", "hammer_and_wrench": "🛠️", "robot_face": "🤖", "calendar": "📅", "date": "📅",
    "spiral_calendar_pad": "🗓️", "clock1": "🕐", "clock9": "🕘", "alarm_clock": "⏰",
    "stopwatch": "⏱️", "timer_clock": "⏲️", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "chart_with_upwards_trend": "📈",
    "chart_with_downwards_trend": "📉", "bar_chart": "📊", "arrow_up": "⬆️", "arrow_down": "⬇️",
    "arrow_right": "➡️", "arrow_left": "⬅️", "arrow_upper_right": "↗️", "arrow_lower_right": "↘️",
    "small_red_triangle": "🔺", "small_red_triangle_down": "🔻", "red_circle": "🔴",
    "large_green_circle": "🟢", "large_yellow_circle": "🟡", "large_orange_circle": "🟠",
    "large_blue_circle": "🔵", "white_circle": "⚪", "black_circle": "⚫", "sunny": "☀️",
    "crescent_moon": "🌙", "coffee": "☕", "cn": "🇨🇳", "gb": "🇬🇧", "us": "🇺🇸", "seedling": "🌱",
    "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "raising_hand": "🙋",
    "telephone_receiver": "📞", "globe_with_meridians": "🌐", "ticket": "🎫",
}  # fmt: skip
KNOWN = re.compile("|".join(sorted(map(re.escape, set(NAMES.values())), key=len, reverse=True)))
SHORTCODE = re.compile(r":([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?")


def with_emoji(text: str) -> str:
    """Return the text with known short names such as ``:tada:`` drawn; others are kept."""
    return SHORTCODE.sub(lambda found: NAMES.get(found[1], found[0]), text)


def image(character: str) -> Markup:
    """Return a known emoji as an image, so that it looks the same without emoji fonts."""
    return tag("img", src=_address(character), alt=character, class_="emoji")


def icon(character: str) -> Markup:
    """Return a known emoji as an image that says nothing, beside words that do."""
    return tag("img", src=_address(character), alt="", class_="emoji")


def _address(character: str) -> str:
    name = "-".join(f"{ord(one):x}" for one in character if one != "\ufe0f")
    return f"/static/emoji/{name}.svg"


def drawn(markup: str) -> str:
    """Return escaped text with known emoji as images; it must not have them in attributes."""
    return KNOWN.sub(lambda found: str(image(found[0])), markup)
