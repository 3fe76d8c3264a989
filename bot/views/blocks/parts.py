"""The blocks that every view is built of; slackblocks checks their limits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Literal

from slackblocks import (
    ActionsBlock,
    AxisConfig,
    BarChart,
    Block,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    DataPoint,
    DataSeries,
    DataTableBlock,
    DataVisualizationBlock,
    Element,
    HeaderBlock,
    LengthError,
    LineChart,
    Markdown,
    ModalView,
    Option,
    PlainText,
    RawNumber,
    RawText,
    RichText,
    RichTextBlock,
    RichTextLink,
    RichTextSection,
    SectionBlock,
    StaticSelectMenu,
)

from bot.ids import Value
from bot.views.blocks.labels import label, labelled
from bot.views.blocks.tickets import Linked

Payload = dict[str, Any]
Cell = str | tuple[float, str] | Linked

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_CHARTS = 2
MOST_POINTS = 20
MOST_ROWS = 99
_CHART_TITLE = 50
_CHART_LABEL = 20


class _Drawn(DataVisualizationBlock):
    """A chart that is rendered once, however many answers show it."""

    def _resolve(self) -> Payload:
        return self._rendered

    @cached_property
    def _rendered(self) -> Payload:
        return super()._resolve()


class _LinkCell(RichTextBlock):
    """A cell that holds a link: no block of its own, so it has no id."""

    def _resolve(self) -> Payload:
        drawn = super()._resolve()
        del drawn["block_id"]
        return drawn


def message(text: str, blocks: Iterable[Block | None]) -> Payload:
    """Return a message: `text` is what notifications and screen readers say, as `mrkdwn`.

    Raises LengthError for more blocks, charts or tables than a message may hold.
    """
    kept = [block for block in blocks if block is not None]
    kinds = Counter(type(block) for block in kept)
    charts = kinds[DataVisualizationBlock] + kinds[_Drawn]
    tables = kinds[DataTableBlock]
    if len(kept) > MOST_BLOCKS or charts > MOST_CHARTS or tables > 1:
        raise LengthError(f"{len(kept)} blocks, {charts} charts, {tables} tables")
    return {"text": text, "blocks": _rendered(kept)}


def modal(
    title: str, blocks: Iterable[Block | None], *, close: str, callback_id: str, metadata: Value
) -> Payload:
    """Return a modal without a submit button, its `metadata` in `private_metadata`.

    Raises LengthError for more blocks than a view may hold.
    """
    kept = [block for block in blocks if block is not None]
    if len(kept) > MOST_VIEW_BLOCKS:
        raise LengthError(f"{len(kept)} blocks")
    view = ModalView(
        PlainText(title),
        [],
        close=PlainText(close),
        callback_id=callback_id,
        private_metadata=metadata.dump(),
    )
    return {**view.to_dict(), "blocks": _rendered(kept)}


def home(blocks: Iterable[Block | None]) -> Payload:
    """Return a Home tab; raises LengthError for more blocks than a view may hold."""
    kept = [block for block in blocks if block is not None]
    if len(kept) > MOST_VIEW_BLOCKS:
        raise LengthError(f"{len(kept)} blocks")
    return {"type": "home", "blocks": _rendered(kept)}


def header(text: str, block_id: str) -> Block:
    """Return a title in large type; plain text, cut to what a header may hold."""
    return HeaderBlock(PlainText(text if len(text) <= 150 else text[:149] + "…"), block_id=block_id)


def section(text: str, block_id: str, accessory: Element | None = None) -> Block:
    """Return a paragraph of `mrkdwn`, with a button or select beside it if given."""
    return SectionBlock(Markdown(text, verbatim=True), block_id=block_id, accessory=accessory)


def fields(texts: Sequence[str], block_id: str) -> Block:
    """Return up to ten short `mrkdwn` texts in two columns."""
    return SectionBlock(fields=[Markdown(text, verbatim=True) for text in texts], block_id=block_id)


def context(text: str | None, block_id: str) -> Block | None:
    """Return a line of small print in `mrkdwn`, or None without text."""
    if not text:
        return None
    return ContextBlock([Markdown(text, verbatim=True)], block_id=block_id)


def item(title: str, details: str, block_id: str, url: str | None = None) -> Block:
    """Return a bold line and one below it, in which nothing is read as markup.

    With a `url` the bold line leads there.
    """
    line = RichTextLink(url, title, bold=True) if url else RichText(title, bold=True)
    parts = RichTextSection([line, RichText(f"\n{details}")])
    return RichTextBlock([parts], block_id=block_id)


def actions(elements: Sequence[Element], block_id: str) -> Block | None:
    """Return a row of buttons and selects, or None for none."""
    return ActionsBlock(list(elements), block_id=block_id) if elements else None


def button(
    text: str,
    action_id: str,
    value: Value,
    style: Literal["primary", "danger"] | None = None,
    confirm: ConfirmationDialogue | None = None,
    of: str | None = None,
) -> Element:
    """Return a button that carries its value as versioned JSON.

    `of` is what it belongs to, plain, for screen readers, where the text above does not say it.
    """
    return Button(
        PlainText(text),
        action_id=action_id,
        value=value.dump(),
        style=style,
        confirm=confirm,
        accessibility_label=label(text, of) if of else None,
    )


def select(
    action_id: str,
    options: Sequence[tuple[str, str]],
    *,
    placeholder: str,
    initial: str | None = None,
) -> Element:
    """Return a select of up to 100 (text, value); the one whose value is `initial` is chosen."""
    made = [Option(PlainText(text), value) for text, value in options]
    chosen = next((option for option in made if option.value == initial), None)
    return StaticSelectMenu(
        action_id, made, initial_option=chosen, placeholder=PlainText(placeholder)
    )


def table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], page: int = MOST_ROWS
) -> Block:
    """Return a table that readers can sort; a cell is text, a link, or a number and its text.

    The first column names the row. At most 99 rows are drawn, `page` of them at a time.
    """
    drawn = [[_cell(cell) for cell in row] for row in (columns, *rows[:MOST_ROWS])]
    return DataTableBlock(drawn, caption, page_size=min(page, len(drawn) - 1), block_id="table")


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], y_label: str
) -> Block:
    """Return a line chart: every series has one value for each of at most 20 unique labels."""
    chart = LineChart(_series(labels, series), AxisConfig(list(labels), y_label=y_label))
    return _Drawn(title[:_CHART_TITLE], chart, block_id="chart")


def bar_chart(
    title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], y_label: str
) -> Block:
    """Return a chart of grouped bars, one of each series at each of at most 20 unique labels."""
    chart = BarChart(_series(labels, series), AxisConfig(list(labels), y_label=y_label))
    return DataVisualizationBlock(title[:_CHART_TITLE], chart, block_id="bars")


def _series(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]
) -> list[DataSeries]:
    return [
        DataSeries(name[:_CHART_LABEL], [DataPoint(*at) for at in zip(labels, values, strict=True)])
        for name, values in series
    ]


def _cell(cell: Cell) -> RawText | RawNumber | RichTextBlock:
    if isinstance(cell, str):
        return RawText(cell)
    if not isinstance(cell, Linked):
        return RawNumber(*cell)
    if cell.url is None:
        return RawText(cell.text)
    return _LinkCell([RichTextSection([RichTextLink(cell.url, cell.text)])], block_id="cell")


def _rendered(blocks: Iterable[Block]) -> list[Payload]:
    # slackblocks' messages and views render each block four times: too long for an answer.
    return labelled([block._resolve() for block in blocks])  # noqa: SLF001
