"""The shapes of charts: lines, bars, markers, and the legend that explains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from bot.workspace.page.html import join, tag

TOP = 12


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


def number(value: float) -> str:
    """Return a number as people write it: ``1,250``, ``0.5``, ``12.3``."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def pixels(value: float) -> str:
    """Return a length for SVG, with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


_n = pixels


def lines(frame: Frame, series: list[list[float]], hover: list[list[str]], *, area: bool) -> Markup:
    """Return lines with a marker at each value; areas are filled down to zero, below all lines."""
    fills, strokes = [], []
    for index, values in enumerate(series):
        points = [(frame.x(place), frame.y(value)) for place, value in enumerate(values)]
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        base = _n(frame.y(0))
        closed = f"{path}L{_n(points[-1][0])} {base}L{_n(points[0][0])} {base}Z"
        fills.append(tag("path", d=closed, class_=f"fill s{index}"))
        strokes.append(tag("path", d=path, class_=f"stroke s{index}"))
        strokes += [
            marker(index, x, y, tag("title", text))
            for (x, y), text in zip(points, hover[index], strict=True)
        ]
    return join([*fills, *strokes] if area else strokes)


def marker(index: int, x: float, y: float, title: Markup | None = None) -> Markup:
    """Return the marker of a series: its shape tells it from the others without colour."""
    shape = MARKERS[index % len(MARKERS)]
    name = f"dot s{index}" + (" hollow" if index % len(MARKERS) == 5 else "")
    if shape is None:
        return tag("circle", title, cx=_n(x), cy=_n(y), r=3.5, class_=name)
    return tag("path", title, d=shape(x, y), class_=name)


def _polygon(*corners: tuple[float, float]) -> Callable[[float, float], str]:
    def shape(x: float, y: float) -> str:
        return "M" + "L".join(f"{_n(x + across)} {_n(y + down)}" for across, down in corners) + "Z"

    return shape


MARKERS = (
    None,
    _polygon((-3.3, -3.3), (3.3, -3.3), (3.3, 3.3), (-3.3, 3.3)),
    _polygon((0, -4.4), (4.2, 3), (-4.2, 3)),
    _polygon((0, -4.8), (4.8, 0), (0, 4.8), (-4.8, 0)),
    _polygon((-4.2, -3), (4.2, -3), (0, 4.4)),
    None,
)


def bars(frame: Frame, series: list[list[float]], hover: list[list[str]]) -> Markup:
    """Return bars from zero up or down, those of a category side by side."""
    room = min(frame.slot * 0.8, 46 * len(series))
    width = room / len(series)
    made = []
    for index, values in enumerate(series):
        for place, value in enumerate(values):
            x = frame.x(place) - room / 2 + width * index
            top, base = sorted((frame.y(value), frame.y(0)))
            shape = {"x": _n(x), "y": _n(top), "width": _n(max(width - 1, 1))}
            shape |= {"height": _n(max(base - top, 0.8)), "rx": "1.5"}
            text = tag("title", hover[index][place])
            made.append(tag("rect", text, **shape, class_=f"bar s{index}"))
            if index:
                made.append(tag("rect", **shape, class_=f"hatch p{index}"))
    return join(made)


def legend(kind: str, names: list[str]) -> Markup:
    """Return the legend: a key per series or segment, drawn like its line, bar or slice."""
    entries = (tag("li", _key(kind, index), name) for index, name in enumerate(names))
    return tag("ul", *entries, class_="legend")


def _key(kind: str, index: int) -> Markup:
    if kind in {"line", "area"}:
        line = tag("path", d="M1 7H25", class_=f"stroke s{index}")
        shapes, wide = [line, marker(index, 13, 7)], 26
    else:
        square = {"x": 1, "y": 1, "width": 12, "height": 12, "rx": 2}
        shapes = [tag("rect", **square, class_=f"bar s{index}")]
        shapes += [tag("rect", **square, class_=f"hatch p{index}")] if index else []
        wide = 14
    return tag("svg", *shapes, width=wide, height=14, class_="key", aria_hidden="true")
