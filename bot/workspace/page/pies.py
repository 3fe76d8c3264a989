"""Pie charts: slices, their shares, and the values that they tell."""

from __future__ import annotations

import math

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.chart_shapes import number
from bot.workspace.page.chart_shapes import pixels as _n
from bot.workspace.page.html import tag

WIDE, HEIGHT, RADIUS = 300, 212, 96.0


def pie(drawn: Json) -> Markup:
    """Return the slices; the larger ones have their share written on them."""
    made, labels, start = [], [], 0.0
    for index, (one, share) in enumerate(_shares(drawn)):
        text = f"{one['label']}: {number(float(one['value']))} ({share:.0%})"
        shape = _slice((start, start + share))
        made.append(tag("path", tag("title", text), d=shape, class_=f"slice s{index}"))
        if index:
            made.append(tag("path", d=shape, class_=f"hatch p{index}"))
        if share >= 0.06:
            labels.append(_label(start + share / 2, f"{share:.0%}"))
        start += share
    return tag(
        "svg",
        *made,
        *labels,
        viewBox=f"0 0 {WIDE} {HEIGHT}",
        width=WIDE,
        height=HEIGHT,
        role="img",
        aria_label="pie",
        class_="plot pie wide",
    )


def pie_keys(drawn: Json) -> list[str]:
    """Return what the legend says of each segment: label, value and share."""
    return [
        f"{one['label']} · {number(float(one['value']))} ({share:.0%})"
        for one, share in _shares(drawn)
    ]


def pie_values(drawn: Json) -> Json:
    """Return labels and values for pointing and for screen readers."""
    values = [f"{number(float(one['value']))} ({share:.0%})" for one, share in _shares(drawn)]
    labels = [str(one["label"]) for one in drawn["segments"]]
    return {"labels": labels, "series": [{"name": "", "values": values}]}


def _shares(drawn: Json) -> list[tuple[Json, float]]:
    segments = drawn["segments"]
    total = sum(float(one["value"]) for one in segments) or 1.0
    return [(one, float(one["value"]) / total) for one in segments]


def _point(share: float, radius: float) -> tuple[float, float]:
    turn = 2 * math.pi * share - math.pi / 2
    return WIDE / 2 + radius * math.cos(turn), HEIGHT / 2 + radius * math.sin(turn)


def _label(share: float, text: str) -> Markup:
    x, y = _point(share, RADIUS * 0.68)
    back = tag("rect", x=_n(x - 17), y=_n(y - 10), width=34, height=19, rx=5, class_="share-back")
    words = tag("text", text, x=_n(x), y=_n(y + 4), text_anchor="middle", class_="share")
    return tag("g", back, words)


def _slice(shares: tuple[float, float]) -> str:
    first, last = shares
    x, y = WIDE / 2, HEIGHT / 2
    if last - first > 0.9999:
        half = f"A{RADIUS} {RADIUS} 0 1 1"
        return f"M{x} {y - RADIUS}{half} {x} {y + RADIUS}{half} {x} {y - RADIUS}Z"
    ends = [" ".join(_n(one) for one in _point(share, RADIUS)) for share in shares]
    large = int(last - first > 0.5)
    return f"M{x} {y}L{ends[0]}A{RADIUS} {RADIUS} 0 {large} 1 {ends[1]}Z"
