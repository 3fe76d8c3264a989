"""Blocks, elements and views as Slack takes them: as small as may be, and larger by request."""

from typing import Any

Json = dict[str, Any]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**more: object) -> Json:
    return {"type": "section", "text": mrkdwn(1), **more}


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def field(**more: object) -> list[Json]:
    return [{"type": "input", "label": plain(1), "element": more}]


def button(**more: object) -> Json:
    return {"type": "button", "text": plain(1), **more}


def option(**more: object) -> Json:
    return {"text": plain(1), "value": "v", **more}


def options(count: int) -> list[Json]:
    return [option(value=str(number)) for number in range(count)]


def select(**more: object) -> Json:
    return {"type": "static_select", **({"options": options(1)} | more)}


def dialogue(**more: object) -> Json:
    return {"title": plain(1), "text": plain(1), **more}


def image(**more: object) -> Json:
    return {"type": "image", "image_url": "https://a", "alt_text": "a", **more}


def video(**more: object) -> list[Json]:
    base = {"title": plain(1), "alt_text": "a", "thumbnail_url": "t", "video_url": "v"}
    return [{"type": "video", **base, **more}]


def card(**more: object) -> Json:
    return {"type": "card", "title": plain(1), **more}


def container(**more: object) -> list[Json]:
    base = {"title": plain(1), "child_blocks": [{"type": "divider"}]}
    return [{"type": "container", **base, **more}]


def tasks(count: int) -> list[Json]:
    return [{"task_id": str(n), "title": "t", "status": "pending"} for n in range(count)]


def rich(**more: object) -> list[Json]:
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    listing = {"type": "rich_text_list", "style": "bullet", "elements": [line], **more}
    return [{"type": "rich_text", "elements": [listing]}]


def cells(rows: int, columns: int, text: str = "x") -> list[list[Json]]:
    return [[{"type": "raw_text", "text": text}] * columns for _ in range(rows)]


def table(rows: int, columns: int = 1, **more: object) -> Json:
    return {"type": "table", "rows": cells(rows, columns), **more}


def data_table(**more: object) -> list[Json]:
    return [{"type": "data_table", "caption": "c", "rows": cells(2, 1), **more}]


def chart(points: int = 1, series: int = 1, **more: object) -> Json:
    labels = [f"l{number}" for number in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    drawn = {
        "type": "line",
        "axis_config": {"categories": labels},
        "series": [{"name": f"s{number}", "data": data} for number in range(series)],
    }
    return {"type": "data_visualization", "title": "t", "chart": drawn, **more}


def pie(*labels: str) -> list[Json]:
    parts = [{"label": label, "value": 1} for label in labels]
    return [
        {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": parts}}
    ]


def named_chart(axis: Json | None = None, name: str = "s", category: str = "l") -> list[Json]:
    drawn = {
        "type": "bar",
        "axis_config": {"categories": [category], **(axis or {})},
        "series": [{"name": name, "data": [{"label": category, "value": 1}]}],
    }
    return [{"type": "data_visualization", "title": "t", "chart": drawn}]


def icon(**more: object) -> list[Json]:
    found = {"type": "icon_button", "icon": "trash", "text": plain(1), **more}
    return [{"type": "context_actions", "elements": [found]}]


def feedback(**more: object) -> list[Json]:
    one = {"text": plain(1), "value": "v"}
    pair = {"positive_button": {**one, **more}, "negative_button": one}
    return [{"type": "context_actions", "elements": [{"type": "feedback_buttons", **pair}]}]


def modal(**more: object) -> Json:
    return {"type": "modal", "title": plain(1), "blocks": [section()], **more}
