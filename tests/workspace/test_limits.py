"""Each limit of Block Kit, at it and one over it, asked of ``blocks.validate``."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.workspace import limits
from bot.workspace.server import running

Json = dict[str, Any]
Build = Callable[[int], Any]


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


def on_card(name: str) -> Build:
    return lambda n: [card(**{name: mrkdwn(n)})]


def on_video(name: str) -> Build:
    return lambda n: video(**{name: "x" * n})


BLOCKS: dict[str, tuple[int, Build]] = {
    "blocks in a message": (50, lambda n: [{"type": "divider"}] * n),
    "charts in a message": (2, lambda n: [chart()] * n),
    "tables in a message": (1, lambda n: [table(1)] * n),
    "markdown": (12_000, lambda n: [{"type": "markdown", "text": "x" * n}]),
    "markdown in all": (6000, lambda n: [{"type": "markdown", "text": "x" * n}] * 2),
    "block id": (255, lambda n: [section(block_id="x" * n)]),
    "section text": (3000, lambda n: [{"type": "section", "text": mrkdwn(n)}]),
    "section fields": (10, lambda n: [{"type": "section", "fields": [plain(1)] * n}]),
    "section field": (2000, lambda n: [{"type": "section", "fields": [plain(n)]}]),
    "header": (150, lambda n: [{"type": "header", "text": plain(n)}]),
    "context": (10, lambda n: [{"type": "context", "elements": [mrkdwn(1)] * n}]),
    "context text": (3000, lambda n: [{"type": "context", "elements": [mrkdwn(n)]}]),
    "actions": (25, lambda n: actions(*[button() for _ in range(n)])),
    "context actions": (
        5,
        lambda n: [{"type": "context_actions", "elements": icon()[0]["elements"] * n}],
    ),
    "image address": (3000, lambda n: [image(image_url="x" * n)]),
    "image alt text": (2000, lambda n: [image(alt_text="x" * n)]),
    "image title": (2000, lambda n: [image(title=plain(n))]),
    "input label": (
        2000,
        lambda n: [{**field(type="plain_text_input")[0], "label": plain(n)}],
    ),
    "input hint": (2000, lambda n: [{**field(type="plain_text_input")[0], "hint": plain(n)}]),
    "video title": (200, lambda n: video(title=plain(n))),
    "video description": (200, lambda n: video(description=plain(n))),
    "video author": (50, on_video("author_name")),
    "video provider": (50, on_video("provider_name")),
    "video alt text": (2000, on_video("alt_text")),
    "video thumbnail": (3000, on_video("thumbnail_url")),
    "video address": (3000, on_video("video_url")),
    "video title address": (2000, on_video("title_url")),
    "video provider icon": (2000, on_video("provider_icon_url")),
    "card title": (150, on_card("title")),
    "card subtitle": (150, on_card("subtitle")),
    "card body": (200, on_card("body")),
    "card subtext": (200, on_card("subtext")),
    "card actions": (3, lambda n: [card(actions=[button()] * n)]),
    "carousel": (10, lambda n: [{"type": "carousel", "elements": [card()] * n}]),
    "container": (10, lambda n: container(child_blocks=[{"type": "divider"}] * n)),
    "container title": (150, lambda n: container(title=plain(n))),
    "container subtitle": (150, lambda n: container(subtitle=plain(n))),
    "plan": (50, lambda n: [{"type": "plan", "title": "p", "tasks": tasks(n)}]),
    "rich text indent": (8, lambda n: rich(indent=n)),
    "rich text border": (1, lambda n: rich(border=n)),
    "table rows": (100, lambda n: [table(n)]),
    "table columns": (20, lambda n: [table(1, n)]),
    "table column settings": (20, lambda n: [table(1, column_settings=[{}] * n)]),
    "data table rows": (201, lambda n: data_table(rows=cells(n, 1))),
    "data table columns": (20, lambda n: data_table(rows=cells(2, n))),
    "data table characters": (10_000, lambda n: data_table(rows=cells(2, 1, "x" * n))),
    "data table page": (100, lambda n: data_table(page_size=n)),
    "chart title": (50, lambda n: [chart(title="x" * n)]),
    "chart points": (20, lambda n: [chart(points=n)]),
    "chart series": (6, lambda n: [chart(series=n)]),
    "chart segments": (6, lambda n: pie(*"abcdefgh"[:n])),
    "chart segment label": (20, lambda n: pie("x" * n)),
    "chart series name": (20, lambda n: named_chart(name="x" * n)),
    "chart category": (20, lambda n: named_chart(category="x" * n)),
    "chart x label": (50, lambda n: named_chart({"x_label": "x" * n})),
    "chart y label": (50, lambda n: named_chart({"y_label": "x" * n})),
}
ELEMENTS: dict[str, tuple[int, Build]] = {
    "action id": (255, lambda n: actions(button(action_id="x" * n))),
    "button text": (75, lambda n: actions(button(text=plain(n)))),
    "button value": (2000, lambda n: actions(button(value="x" * n))),
    "button address": (3000, lambda n: actions(button(url="x" * n))),
    "button label": (75, lambda n: actions(button(accessibility_label="x" * n))),
    "button prompt": (4000, lambda n: actions(button(agent_prompt="x" * n))),
    "feedback text": (75, lambda n: feedback(text=plain(n))),
    "feedback value": (2000, lambda n: feedback(value="x" * n)),
    "icon button value": (2000, lambda n: icon(value="x" * n)),
    "icon button label": (75, lambda n: icon(accessibility_label="x" * n)),
    "icon button viewers": (10, lambda n: icon(visible_to_user_ids=["U"] * n)),
    "placeholder": (150, lambda n: actions(select(placeholder=plain(n)))),
    "select options": (100, lambda n: actions(select(options=options(n)))),
    "option groups": (
        100,
        lambda n: actions(
            select(options=None, option_groups=[{"label": plain(1), "options": options(1)}] * n)
        ),
    ),
    "group label": (
        75,
        lambda n: actions(
            select(options=None, option_groups=[{"label": plain(n), "options": options(1)}])
        ),
    ),
    "overflow": (5, lambda n: actions({"type": "overflow", "options": options(n)})),
    "radio buttons": (10, lambda n: actions({"type": "radio_buttons", "options": options(n)})),
    "checkboxes": (10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    "option text": (75, lambda n: actions(select(options=[option(text=plain(n))]))),
    "option value": (150, lambda n: actions(select(options=[option(value="x" * n)]))),
    "option description": (
        75,
        lambda n: actions(select(options=[option(description=plain(n))])),
    ),
    "option address": (
        3000,
        lambda n: actions({"type": "overflow", "options": [option(url="x" * n)]}),
    ),
    "confirm title": (100, lambda n: actions(button(confirm=dialogue(title=plain(n))))),
    "confirm text": (300, lambda n: actions(button(confirm=dialogue(text=plain(n))))),
    "confirm button": (30, lambda n: actions(button(confirm=dialogue(confirm=plain(n))))),
    "deny button": (30, lambda n: actions(button(confirm=dialogue(deny=plain(n))))),
    "input text": (3000, lambda n: field(type="plain_text_input", initial_value="x" * n)),
    "input least": (3000, lambda n: field(type="plain_text_input", min_length=n)),
    "input most": (3000, lambda n: field(type="plain_text_input", max_length=n)),
    "input files": (10, lambda n: field(type="file_input", max_files=n)),
    "rich input lines": (100, lambda n: field(type="rich_text_input", max_lines=n)),
    "dispatch triggers": (
        2,
        lambda n: field(
            type="plain_text_input",
            dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * n},
        ),
    ),
}


def modal(**more: object) -> Json:
    return {"type": "modal", "title": plain(1), "blocks": [section()], **more}


VIEWS: dict[str, tuple[int, Build]] = {
    "blocks in a view": (100, lambda n: modal(blocks=[{"type": "divider"}] * n)),
    "view title": (24, lambda n: modal(title=plain(n))),
    "view submit": (24, lambda n: modal(submit=plain(n))),
    "view close": (24, lambda n: modal(close=plain(n))),
    "private metadata": (3000, lambda n: modal(private_metadata="x" * n)),
    "callback id": (255, lambda n: modal(callback_id="x" * n)),
    "external id": (255, lambda n: modal(external_id="x" * n)),
    "alert": (200, lambda n: modal(blocks=[{"type": "alert", "text": plain(n)}])),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def validate() -> AsyncIterator[Callable[..., Any]]:
    async with running() as slack, aiohttp.ClientSession(slack.api_url) as session:

        async def ask(kind: str, value: object) -> Json:
            async with session.post("blocks.validate", data={kind: json.dumps(value)}) as answer:
                return await answer.json()

        yield ask


CASES = [
    pytest.param(kind, most, build, id=name)
    for kind, rows in {"blocks": {**BLOCKS, **ELEMENTS}, "view": VIEWS}.items()
    for name, (most, build) in rows.items()
]


@pytest.mark.parametrize(("kind", "most", "build"), CASES)
@pytest.mark.asyncio(loop_scope="module")
async def test_at_the_limit_and_one_over(validate, kind: str, most: int, build: Build) -> None:
    assert await validate(kind, build(most)) == {"ok": True}
    over = await validate(kind, build(most + 1))
    assert over["error"] == f"invalid_{kind}", over
    assert over["errors"]


WRONG: dict[str, tuple[list[Json], str, str]] = {
    "an unknown block": ([{"type": "marquee"}], "/0/type", "unsupported type: marquee"),
    "no type": ([{"text": plain(1)}], "/0", "missing required field: type"),
    "a block of modals": ([{"type": "alert", "text": plain(1)}], "/0/type", "unsupported type"),
    "an empty section": ([{"type": "section"}], "/0", "missing required field"),
    "an empty text": ([{"type": "header", "text": plain(0)}], "/0/text/text", "more than 0"),
    "markup in a header": ([{"type": "header", "text": mrkdwn(1)}], "/0/text/type", "one of"),
    "no text in a button": (actions({"type": "button"}), "/0/elements/0", "field: text"),
    "an odd style": (actions(button(style="loud")), "/0/elements/0/style", "danger, primary"),
    "an input in actions": (
        actions({"type": "plain_text_input"}),
        "/0/elements/0/type",
        "unsupported type",
    ),
    "no options": (actions(select(options=[])), "/0/elements/0/options", "no fewer than 1"),
    "markup in an option": (
        actions(select(options=[option(text=mrkdwn(1))])),
        "/0/elements/0/options/0/text/type",
        "plain_text",
    ),
    "an unknown first option": (
        actions(select(initial_option=option(value="other"))),
        "/0/elements/0/initial_option",
        "one of the options",
    ),
    "a date in words": (
        actions({"type": "datepicker", "initial_date": "tomorrow"}),
        "/0/elements/0/initial_date",
        "YYYY-MM-DD",
    ),
    "an hour too late": (
        actions({"type": "timepicker", "initial_time": "25:00"}),
        "/0/elements/0/initial_time",
        "HH:mm",
    ),
    "a number without its kind": (
        field(type="number_input"),
        "/0/element",
        "field: is_decimal_allowed",
    ),
    "more at least than at most": (
        field(type="plain_text_input", min_length=3, max_length=2),
        "/0/element/min_length",
        "max_length",
    ),
    "nothing to select": (
        actions({"type": "multi_users_select", "max_selected_items": 0}),
        "/0/elements/0/max_selected_items",
        "at least 1",
    ),
    "an unknown kind of conversation": (
        actions({"type": "conversations_select", "filter": {"include": ["secret"]}}),
        "/0/elements/0/filter/include/0",
        "one of",
    ),
    "an unknown icon": (icon(icon="rocket"), "/0/elements/0/icon", "trash"),
    "a workflow without trigger": (
        actions({"type": "workflow_button", "text": plain(1)}),
        "/0/elements/0/workflow/trigger",
        "field: url",
    ),
    "half a pair of buttons": (
        [{"type": "context_actions", "elements": [{"type": "feedback_buttons"}]}],
        "/0/elements/0",
        "field: positive_button",
    ),
    "two sources of an image": ([image(slack_file={"id": "F1"})], "/0", "exactly one"),
    "an image that nobody uploaded": (
        [{"type": "image", "alt_text": "a", "slack_file": {"id": "F1"}}],
        "/0/slack_file",
        "invalid slack file",
    ),
    "an unknown list": (rich(style="roman"), "/0/elements/0/style", "bullet, ordered"),
    "a card in a container": (
        container(child_blocks=[card()]),
        "/0/child_blocks/0/type",
        "unsupported type",
    ),
    "a container without title": (container(title=None), "/0", "field: title"),
    "a card that says nothing": ([{"type": "card"}], "/0", "at least one"),
    "a task that waits alone": (
        [{"type": "task_card", "task_id": "1", "title": "t", "status": "pending"}],
        "/0/status",
        "one of",
    ),
    "the same task twice": (
        [{"type": "plan", "title": "p", "tasks": tasks(1) * 2}],
        "/0/tasks",
        "unique",
    ),
    "a local file": ([{"type": "file", "external_id": "x", "source": "local"}], "/0/source", "rem"),
    "the same block id": ([section(block_id="a"), section(block_id="a")], "", "block_id"),
    "the same action id": (
        actions(button(action_id="a"), button(action_id="a")),
        "/0/elements",
        "action_id",
    ),
    "an uneven data table": (
        data_table(rows=[*cells(1, 1), *cells(1, 2)]),
        "/0/rows",
        "same number",
    ),
    "an empty cell": (
        data_table(rows=cells(2, 1, "")),
        "/0/rows/0/0/text",
        "more than 0",
    ),
    "a table of nothing": ([table(0)], "/0/rows", "no fewer than 1"),
    "an odd alignment": (
        [table(1, column_settings=[{"align": "up"}])],
        "/0/column_settings/0/align",
        "center",
    ),
}


@pytest.mark.parametrize(("blocks", "pointer", "said"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_wrong_is_told_with_its_place(validate, blocks, pointer, said) -> None:
    answer = await validate("blocks", blocks)
    assert answer["error"] == "invalid_blocks"
    found = [one["message"] for one in answer["errors"] if one["pointer"] == pointer]
    assert any(said in message for message in found), answer["errors"]


def test_every_limit_of_blocks_and_views_is_tried():
    tried = {most for most, _ in [*BLOCKS.values(), *ELEMENTS.values(), *VIEWS.values()]}
    names = list(vars(limits))
    of_blocks = {name: getattr(limits, name) for name in names[names.index("MESSAGE_BLOCKS") :]}
    of_blocks["DATA_TABLE_CHARACTERS"] //= 2
    assert [
        name for name, most in of_blocks.items() if isinstance(most, int) and most not in tried
    ] == []
