"""Each limit of Block Kit, at it and one over it, asked of ``blocks.validate``."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.workspace import limits
from tests.workspace.shapes import (
    actions,
    button,
    card,
    cells,
    chart,
    container,
    data_table,
    dialogue,
    feedback,
    field,
    icon,
    image,
    modal,
    mrkdwn,
    named_chart,
    option,
    options,
    pie,
    plain,
    rich,
    section,
    select,
    table,
    tasks,
    video,
)

Build = Callable[[int], Any]


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
            select(
                options=None,
                option_groups=[{"label": plain(1), "options": [one]} for one in options(n)],
            )
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


def test_every_limit_of_blocks_and_views_is_tried():
    tried = {most for most, _ in [*BLOCKS.values(), *ELEMENTS.values(), *VIEWS.values()]}
    names = list(vars(limits))
    of_blocks = {name: getattr(limits, name) for name in names[names.index("MESSAGE_BLOCKS") :]}
    of_blocks["DATA_TABLE_CHARACTERS"] //= 2
    assert [
        name for name, most in of_blocks.items() if isinstance(most, int) and most not in tried
    ] == []
