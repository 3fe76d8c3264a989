"""``data_visualization`` drawn as SVG: line, bar, area and pie."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.html import join, tag

WIDE, NARROW, HEIGHT = 460, 310, 236
TOP, RIGHT, BOTTOM = 12, 14, 26
LETTER = 6.2


@dataclass(frozen=True)
class Frame:
    """Where the plot stands and how values become heights."""

    left: float
    right: float
    bottom: float
    low: float
    high: float
    slots: int

    @property
    def slot(self) -> float:
        """The width of one category."""
        return (self.right - self.left) / self.slots

    def x(self, place: int) -> float:
        """Return the middle of a category."""
        return self.left + self.slot * (place + 0.5)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - TOP)


def chart(block: Json) -> Markup:
    """Return a chart with title, plot and legend; every value can be read by hovering."""
    title, drawn = str(block.get("title") or ""), block["chart"]
    if drawn["type"] == "pie":
        plot, legend = _pie(title, drawn), _pie_legend(drawn)
    else:
        plot = join(_axis_chart(title, drawn, width) for width in (WIDE, NARROW))
        legend = _legend([str(one["name"]) for one in drawn["series"]])
    caption = tag("figcaption", title)
    return tag("figure", caption, plot, legend, class_=f"chart chart-{drawn['type']}")


def number(value: float) -> str:
    """Return a number as people write it: ``1,250``, ``0.5``, ``12.3``."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Return round values that cover the range from ``low`` to ``high``."""
    span = (high - low) or abs(high) or 1.0
    raw = span / wanted
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * place, 10) for place in range(first, max(last, first + 1) + 1)]


def _svg(title: str, kind: str, size: tuple[int, int], *parts: object) -> Markup:
    return tag(
        "svg",
        tag("title", title),
        *parts,
        viewBox=f"0 0 {size[0]} {size[1]}",
        role="img",
        aria_label=f"{title} ({kind})",
        class_=f"plot {kind} {'narrow' if size[0] == NARROW else 'wide'}",
    )


def _axis_chart(title: str, drawn: Json, width: int) -> Markup:
    config = drawn["axis_config"]
    categories = [str(one) for one in config["categories"]]
    series = [_ordered(one, categories) for one in drawn["series"]]
    names = [str(one["name"]) for one in drawn["series"]]
    values = [value for one in series for value in one]
    marks = ticks(min(0.0, *values), max(0.0, *values))
    left = 14 + max(_width(number(mark)) for mark in marks) + (14 if config.get("y_label") else 0)
    bottom = HEIGHT - BOTTOM - (16 if config.get("x_label") else 0)
    frame = Frame(left, width - RIGHT, bottom, marks[0], marks[-1], len(categories))
    hover = [
        [f"{name} · {label}: {number(value)}" for label, value in zip(categories, one, strict=True)]
        for name, one in zip(names, series, strict=True)
    ]
    draw = _bars if drawn["type"] == "bar" else _lines
    shapes = draw(frame, series, hover, area=drawn["type"] == "area")
    axes = [_grid(frame, marks), _categories(frame, categories), _labels(frame, config)]
    return _svg(title, drawn["type"], (width, HEIGHT), *axes, shapes)


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
            tag("line", x1=_n(frame.left), x2=_n(frame.right), y1=_n(y), y2=_n(y), class_=kind)
        )
        place = {"x": _n(frame.left - 6), "y": _n(y + 4), "text_anchor": "end"}
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
            x=_n(min(frame.x(place), frame.right + RIGHT - 2 - _width(categories[place]) / 2)),
            y=_n(frame.bottom + 17),
            text_anchor="middle",
            class_="tick",
        )
        for place in shown
    )


def _labels(frame: Frame, config: Json) -> Markup:
    x_label, y_label = config.get("x_label"), config.get("y_label")
    middle_x, middle_y = (frame.left + frame.right) / 2, (TOP + frame.bottom) / 2
    across = tag(
        "text", x_label, x=_n(middle_x), y=HEIGHT - 6, text_anchor="middle", class_="axis-label"
    )
    up = tag(
        "text",
        y_label,
        transform=f"translate(11 {_n(middle_y)}) rotate(-90)",
        text_anchor="middle",
        class_="axis-label",
    )
    return join([across if x_label else None, up if y_label else None])


def _lines(
    frame: Frame, series: list[list[float]], hover: list[list[str]], *, area: bool
) -> Markup:
    made = []
    for index, values in enumerate(series):
        points = [(frame.x(place), frame.y(value)) for place, value in enumerate(values)]
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        if area:
            base = _n(frame.y(0))
            closed = f"{path}L{_n(points[-1][0])} {base}L{_n(points[0][0])} {base}Z"
            made.append(tag("path", d=closed, class_=f"fill s{index}"))
        made.append(tag("path", d=path, class_=f"stroke s{index}"))
        made += [
            tag("circle", tag("title", text), cx=_n(x), cy=_n(y), r=3.5, class_=f"dot s{index}")
            for (x, y), text in zip(points, hover[index], strict=True)
        ]
    return join(made)


def _bars(frame: Frame, series: list[list[float]], hover: list[list[str]], *, area: bool) -> Markup:
    del area
    room = min(frame.slot * 0.72, 46 * len(series))
    width = room / len(series)
    made = []
    for index, values in enumerate(series):
        for place, value in enumerate(values):
            x = frame.x(place) - room / 2 + width * index
            top, base = sorted((frame.y(value), frame.y(0)))
            shape = {"x": _n(x), "y": _n(top), "width": _n(max(width - 1.5, 1))}
            height = _n(max(base - top, 0.5))
            text = tag("title", hover[index][place])
            made.append(tag("rect", text, **shape, height=height, rx=2, class_=f"bar s{index}"))
    return join(made)


def _pie(title: str, drawn: Json) -> Markup:
    segments = drawn["segments"]
    total = sum(float(one["value"]) for one in segments)
    middle, radius, height = WIDE / 2, 92.0, 204
    made, start = [], 0.0
    for index, one in enumerate(segments):
        share = float(one["value"]) / total
        text = f"{one['label']}: {number(float(one['value']))} ({share:.0%})"
        shape = _slice(middle, height / 2, radius, (start, start + share))
        made.append(tag("path", tag("title", text), d=shape, class_=f"slice s{index}"))
        start += share
    return _svg(title, "pie", (WIDE, height), *made)


def _slice(x: float, y: float, radius: float, shares: tuple[float, float]) -> str:
    first, last = shares
    if last - first > 0.9999:
        half = f"A{radius} {radius} 0 1 1"
        return f"M{x} {y - radius}{half} {x} {y + radius}{half} {x} {y - radius}Z"
    turns = [2 * math.pi * share - math.pi / 2 for share in shares]
    ends = [f"{_n(x + radius * math.cos(a))} {_n(y + radius * math.sin(a))}" for a in turns]
    large = int(last - first > 0.5)
    return f"M{x} {y}L{ends[0]}A{radius} {radius} 0 {large} 1 {ends[1]}Z"


def _pie_legend(drawn: Json) -> Markup:
    total = sum(float(one["value"]) for one in drawn["segments"])
    return _legend(
        [
            f"{one['label']} · {number(float(one['value']))} ({float(one['value']) / total:.0%})"
            for one in drawn["segments"]
        ]
    )


def _legend(names: list[str]) -> Markup:
    entries = (
        tag("li", tag("i", class_=f"key s{index}", aria_hidden="true"), name)
        for index, name in enumerate(names)
    )
    return tag("ul", *entries, class_="legend")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
