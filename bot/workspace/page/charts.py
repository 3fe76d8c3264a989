"""``data_visualization`` drawn as SVG: line, bar, area and pie."""

from __future__ import annotations

import json
import math
import unicodedata

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.chart_shapes import (
    TOP,
    Frame,
    bars,
    legend,
    lines,
    number,
    pixels,
)
from bot.workspace.page.html import join, tag
from bot.workspace.page.pies import pie, pie_keys, pie_values
from bot.workspace.words import ENGLISH

WIDE, NARROW, HEIGHT = 460, 310, 236
RIGHT, BOTTOM = 14, 26
LETTER = 6.2


def chart(block: Json, words: dict[str, str] = ENGLISH) -> Markup:
    """Return a chart with title, plot and legend.

    Every value can be read by pointing, touching or with the arrow keys, and from a table that
    only screen readers see. Series differ by marker, dash or pattern, not by colour alone.
    """
    title, drawn = str(block.get("title") or ""), block["chart"]
    kind = str(drawn["type"])
    if kind == "pie":
        plot, keys, told = pie(drawn), pie_keys(drawn), pie_values(drawn)
    else:
        plot = join(_axis_chart(title, drawn, width) for width in (WIDE, NARROW))
        keys, told = [str(one["name"]) for one in drawn["series"]], _values(drawn)
    plots = tag(
        "div",
        plot,
        class_="plots",
        tabindex="0",
        role="group",
        aria_label=f"{title}. {words['chart_keys']}",
    )
    tip = tag("output", class_="chart-tip", aria_live="polite")
    shapes = join([tag("figcaption", title), plots, tip, legend(kind, keys), _table(told)])
    return tag("figure", shapes, class_=f"chart chart-{kind}", data_values=json.dumps(told))


def _values(drawn: Json) -> Json:
    labels = [str(one) for one in drawn["axis_config"]["categories"]]
    series = [
        {"name": str(one["name"]), "values": [number(value) for value in _ordered(one, labels)]}
        for one in drawn["series"]
    ]
    return {"labels": labels, "series": series}


def _table(told: Json) -> Markup:
    head = tag("tr", tag("td"), *(tag("th", one["name"], scope="col") for one in told["series"]))
    rows = [
        tag(
            "tr",
            tag("th", label, scope="row"),
            *(tag("td", one["values"][place]) for one in told["series"]),
        )
        for place, label in enumerate(told["labels"])
    ]
    return tag("div", tag("table", head, *rows), class_="unseen")


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Return round values that cover the range from ``low`` to ``high``."""
    span = (high - low) or abs(high) or 1.0
    raw = span / wanted
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * place, 10) for place in range(first, max(last, first + 1) + 1)]


def _axis_chart(title: str, drawn: Json, width: int) -> Markup:
    config, kind = drawn["axis_config"], str(drawn["type"])
    categories = [str(one) for one in config["categories"]]
    series = [_ordered(one, categories) for one in drawn["series"]]
    values = [value for one in series for value in one]
    marks = ticks(min(0.0, *values), max(0.0, *values))
    left = 14 + max(_width(number(mark)) for mark in marks) + (14 if config.get("y_label") else 0)
    bottom = HEIGHT - BOTTOM - (16 if config.get("x_label") else 0)
    whole = max(width, _least(kind, left, len(categories), len(series)))
    frame = Frame(left, whole - RIGHT, bottom, marks[0], marks[-1], len(categories))
    hover = [
        [
            f"{one['name']} · {label}: {number(value)}"
            for label, value in zip(categories, row, strict=True)
        ]
        for one, row in zip(drawn["series"], series, strict=True)
    ]
    shapes = (
        bars(frame, series, hover)
        if kind == "bar"
        else lines(frame, series, hover, area=kind == "area")
    )
    return tag(
        "svg",
        _grid(frame, marks),
        _categories(frame, categories),
        _labels(frame, config),
        tag("line", class_="cursor", x1=-9, x2=-9, y1=TOP, y2=pixels(frame.bottom)),
        shapes,
        viewBox=f"0 0 {whole} {HEIGHT}",
        width=whole,
        height=HEIGHT,
        role="img",
        aria_label=f"{title} ({kind})",
        class_=_classes(kind, width, whole),
        data_left=pixels(frame.left),
        data_slot=f"{frame.slot:.2f}",
        data_count=len(categories),
    )


def _least(kind: str, left: float, slots: int, series: int) -> int:
    """Return how wide bars must be drawn to stay apart; wider plots are scrolled."""
    return math.ceil(left + RIGHT + slots * (series * 5 + 5)) if kind == "bar" else 0


def _classes(kind: str, width: int, whole: int) -> str:
    size = "narrow" if width == NARROW else "wide"
    return f"plot {kind} {size}{' long' if whole > width else ''}"


def _ordered(one: Json, categories: list[str]) -> list[float]:
    points = {str(point["label"]): float(point["value"]) for point in one["data"]}
    return [points[label] for label in categories]


def _width(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return LETTER * (len(text) + 0.8 * wide)


def _grid(frame: Frame, marks: list[float]) -> Markup:
    lines = []
    for mark in marks:
        y = frame.y(mark)
        kind = "axis" if mark == 0 else "grid"
        lines.append(
            tag(
                "line",
                x1=pixels(frame.left),
                x2=pixels(frame.right),
                y1=pixels(y),
                y2=pixels(y),
                class_=kind,
            )
        )
        place = {"x": pixels(frame.left - 6), "y": pixels(y + 4), "text_anchor": "end"}
        lines.append(tag("text", number(mark), class_="tick", **place))
    return join(lines)


def _categories(frame: Frame, categories: list[str]) -> Markup:
    widest = max(_width(label) for label in categories) + 8
    every = max(1, math.ceil(widest / frame.slot))
    last = len(categories) - 1
    shown = [place for place in range(len(categories)) if (last - place) % every == 0]
    return join(
        tag(
            "text",
            categories[place],
            x=pixels(min(frame.x(place), frame.right + RIGHT - 2 - _width(categories[place]) / 2)),
            y=pixels(frame.bottom + 17),
            text_anchor="middle",
            class_="tick",
        )
        for place in shown
    )


def _labels(frame: Frame, config: Json) -> Markup:
    x_label, y_label = config.get("x_label"), config.get("y_label")
    middle_x, middle_y = (frame.left + frame.right) / 2, (TOP + frame.bottom) / 2
    across = tag(
        "text", x_label, x=pixels(middle_x), y=HEIGHT - 6, text_anchor="middle", class_="axis-label"
    )
    up = tag(
        "text",
        y_label,
        transform=f"translate(11 {pixels(middle_y)}) rotate(-90)",
        text_anchor="middle",
        class_="axis-label",
    )
    return join([across if x_label else None, up if y_label else None])
