"""The rules of Block Kit: which blocks stand where, and their limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.workspace import card_rules, limits
from bot.workspace.chart_rules import data_table, data_visualization, table
from bot.workspace.checks import Report, each, is_object, items, one_of, optional_text, string, text
from bot.workspace.copies import copied
from bot.workspace.element_rules import (
    IN_ACTIONS,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    element,
    image,
)
from bot.workspace.entities import File, Json, Surface
from bot.workspace.errors import SlackError
from bot.workspace.rich_text_rules import rich_text

EVERYWHERE = {
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
}
OWN_LIMITS = {"table", "data_table", "data_visualization", "markdown"}
READING = {"table", "data_table", "data_visualization", "carousel", "container"}
ALLOWED: dict[Surface, frozenset[str]] = {
    "message": frozenset(
        EVERYWHERE | READING | {"markdown", "context_actions", "plan", "task_card", "file"}
    ),
    "modal": frozenset(EVERYWHERE | {"alert"}),
    "home": frozenset(EVERYWHERE | READING),
}
IN_CONTAINER = frozenset(EVERYWHERE - {"card"} | {"table", "file"})


def refuse_bad_blocks(blocks: object, files: Mapping[str, File] | None = None) -> list[Json]:
    """Return the blocks of a message with ids filled in.

    ``files`` are those that images may show. Raises SlackError ``invalid_blocks_format``,
    ``invalid_blocks`` or ``msg_blocks_too_long``.
    """
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    report = Report(files)
    check_blocks(report, "/blocks", blocks, "message")
    if report.faults:
        said = {"messages": report.messages()}
        raise SlackError("invalid_blocks", errors=report.lines(), response_metadata=said)
    if _characters(blocks) > limits.MESSAGE_BLOCK_TEXT:
        raise SlackError("msg_blocks_too_long")
    return with_ids(blocks)


def _characters(node: object) -> int:
    """Return how long all texts in blocks are together, but for blocks with limits of their own."""
    if isinstance(node, list):
        return sum(map(_characters, node))
    if not is_object(node) or node.get("type") in OWN_LIMITS:
        return 0
    written = node.get("text")
    own = len(written) if isinstance(written, str) else 0
    return own + sum(_characters(part) for part in node.values())


def check_blocks(report: Report, at: str, blocks: object, surface: Surface) -> None:
    """Check the list of blocks of a message, modal or Home tab."""
    try:
        _check_blocks(report, at, blocks, surface)
    except (LookupError, TypeError, ValueError, AttributeError):
        report.fault(at, "invalid structure")


def _check_blocks(report: Report, at: str, blocks: object, surface: Surface) -> None:
    most = limits.MESSAGE_BLOCKS if surface == "message" else limits.VIEW_BLOCKS
    if items(blocks, report, at, most, least=0):
        each(report, at, blocks, lambda r, a, b: _block(r, a, b, ALLOWED[surface]))
        _whole(report, at, [block for block in blocks if is_object(block)], surface)


def with_ids(blocks: object) -> list[Json]:
    """Return a copy of the blocks in which every block and element has an id, as Slack does."""
    found: list[Json] = copied(blocks) if isinstance(blocks, list) else []
    for number, block in enumerate(found):
        block.setdefault("block_id", f"b{number}")
        for place, one in enumerate(elements_of(block)):
            one.setdefault("action_id", f"a{number}.{place}")
    return found


def elements_of(block: Json) -> list[Json]:
    """Return the interactive elements inside a block, in reading order."""
    kind = block.get("type")
    found: list[Json] = []
    if kind in {"actions", "context_actions"}:
        found = list(block.get("elements") or [])
    elif kind == "section":
        found = [block["accessory"]] if is_object(block.get("accessory")) else []
    elif kind == "input":
        found = [block["element"]] if is_object(block.get("element")) else []
    elif kind == "card":
        found = list(block.get("actions") or [])
    elif kind in {"carousel", "container"}:
        for child in block.get("elements") or block.get("child_blocks") or []:
            found += elements_of(child)
    return [one for one in found if one.get("type") != "image"]


def _whole(report: Report, at: str, blocks: list[Json], surface: Surface) -> None:
    kinds = [block.get("type") for block in blocks]
    if surface == "message" and kinds.count("data_visualization") > limits.MESSAGE_CHARTS:
        report.fault(at, f"no more than {limits.MESSAGE_CHARTS} data_visualization blocks allowed")
    if surface == "message" and kinds.count("table") > limits.MESSAGE_TABLES:
        report.fault(at, "only_one_table_allowed")
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(set(ids)) != len(ids):
        report.fault(at, "block_id must be unique")
    written = sum(len(str(one.get("text"))) for one in blocks if one.get("type") == "markdown")
    if written > limits.MARKDOWN_TOTAL:
        report.fault(at, f"markdown must be less than {limits.MARKDOWN_TOTAL + 1} characters")


def _block(report: Report, at: str, block: Json, allowed: frozenset[str]) -> None:
    kind = block.get("type")
    if kind is None:
        report.missing(f"{at}/type")
        return
    if not isinstance(kind, str) or kind not in allowed:
        report.fault(f"{at}/type", f"unsupported type: {kind}")
        return
    string(report, f"{at}/block_id", block.get("block_id"), limits.BLOCK_ID)
    check = RULES.get(kind)
    if check is not None:
        check(report, at, block)


def _section(report: Report, at: str, block: Json) -> None:
    fields = block.get("fields")
    if block.get("text") is None and fields is None:
        report.fault(at, "missing required field: text or fields")
    if block.get("text") is not None:
        text(report, f"{at}/text", block["text"], limits.SECTION_TEXT)
    if fields is not None and items(fields, report, f"{at}/fields", limits.SECTION_FIELDS):
        for index, one in enumerate(fields):
            text(report, f"{at}/fields/{index}", one, limits.SECTION_FIELD_TEXT)
    accessory = block.get("accessory")
    if is_object(accessory):
        element(report, f"{at}/accessory", accessory, IN_SECTION)
    elif accessory is not None:
        report.fault(f"{at}/accessory", "must be an object")


def _header(report: Report, at: str, block: Json) -> None:
    text(report, f"{at}/text", block.get("text"), limits.HEADER_TEXT, plain=True)


def _listing(allowed: frozenset[str] | set[str], most: int) -> Callable[[Report, str, Json], None]:
    def check(report: Report, at: str, block: Json) -> None:
        found = block.get("elements")
        if items(found, report, f"{at}/elements", most):
            each(report, f"{at}/elements", found, lambda r, a, e: element(r, a, e, allowed))
            ids = [one.get("action_id") for one in found if is_object(one)]
            named = [one for one in ids if one]
            if len(set(named)) != len(named):
                report.fault(f"{at}/elements", "action_id must be unique within a block")

    return check


def _image(report: Report, at: str, block: Json) -> None:
    image(report, at, block)
    optional_text(report, f"{at}/title", block.get("title"), limits.IMAGE_TITLE)


def _input(report: Report, at: str, block: Json) -> None:
    text(report, f"{at}/label", block.get("label"), limits.INPUT_LABEL, plain=True)
    optional_text(report, f"{at}/hint", block.get("hint"), limits.INPUT_HINT)
    found = block.get("element")
    if is_object(found):
        element(report, f"{at}/element", found, IN_INPUT)
    else:
        report.missing(f"{at}/element")


def _markdown(report: Report, at: str, block: Json) -> None:
    string(report, f"{at}/text", block.get("text"), limits.MARKDOWN_TOTAL, required=True)


def _container(report: Report, at: str, block: Json) -> None:
    if block.get("title") is None and block.get("rich_text_title") is None:
        report.missing(f"{at}/title")
    optional_text(report, f"{at}/title", block.get("title"), limits.CONTAINER_TITLE)
    under = block.get("subtitle")
    optional_text(report, f"{at}/subtitle", under, limits.CONTAINER_TITLE, plain=False)
    one_of(report, f"{at}/width", block.get("width"), {"narrow", "standard", "wide", "full"})
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        report.fault(f"{at}/default_collapsed", "requires is_collapsible")
    inner = block.get("child_blocks")
    if items(inner, report, f"{at}/child_blocks", limits.CONTAINER_BLOCKS):
        each(report, f"{at}/child_blocks", inner, lambda r, a, b: _block(r, a, b, IN_CONTAINER))


RULES: dict[str, Callable[[Report, str, Json], None]] = {
    "section": _section,
    "header": _header,
    "actions": _listing(IN_ACTIONS, limits.ACTIONS_ELEMENTS),
    "context": _listing(IN_CONTEXT, limits.CONTEXT_ELEMENTS),
    "context_actions": _listing(IN_CONTEXT_ACTIONS, limits.CONTEXT_ACTIONS_ELEMENTS),
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": rich_text,
    "alert": card_rules.alert,
    "card": card_rules.card,
    "carousel": card_rules.carousel,
    "container": _container,
    "plan": card_rules.plan,
    "task_card": card_rules.task_card,
    "video": card_rules.video,
    "file": card_rules.file,
    "data_visualization": data_visualization,
    "table": table,
    "data_table": data_table,
}
