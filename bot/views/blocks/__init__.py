"""What every view is built of: blocks, inputs, pages, wordings, harmless text."""

from bot.views.blocks import inputs
from bot.views.blocks.edits import edit_words
from bot.views.blocks.history import history_button, history_modal
from bot.views.blocks.inputs import (
    INPUT,
    NEW,
    Fields,
    Late,
    above,
    block_id_of,
    changed_by_others,
    form,
    removal_of,
)
from bot.views.blocks.labels import label
from bot.views.blocks.length import MOST_CHARACTERS, as_much_as_fits, characters
from bot.views.blocks.metrics import (
    goal_words,
    metric_title,
    metric_words,
    short_value,
    target_words,
    value_words,
)
from bot.views.blocks.notices import notice, notice_modal
from bot.views.blocks.origins import made_from
from bot.views.blocks.outside import literal, markup
from bot.views.blocks.paging import page_words, turns, with_page
from bot.views.blocks.parts import (
    MOST_BLOCKS,
    MOST_POINTS,
    MOST_ROWS,
    Cell,
    Payload,
    actions,
    bar_chart,
    button,
    context,
    fields,
    header,
    home,
    item,
    line_chart,
    message,
    modal,
    section,
    select,
    table,
)
from bot.views.blocks.people import file_words, mentions, person, who_words
from bot.views.blocks.revisions import revision_words
from bot.views.blocks.slices import slice_kind, slice_words
from bot.views.blocks.teams import MOST, choosing
from bot.views.blocks.tickets import ticket_cell, ticket_link
from bot.views.blocks.verdicts import late_words, verdict_words
from bot.views.blocks.words import (
    as_of_team,
    as_of_words,
    before_words,
    capital,
    dates_words,
    filter_words,
    period_words,
    ticket_value,
    time_axis,
)

__all__ = [
    "INPUT",
    "MOST",
    "MOST_BLOCKS",
    "MOST_CHARACTERS",
    "MOST_POINTS",
    "MOST_ROWS",
    "NEW",
    "Cell",
    "Fields",
    "Late",
    "Payload",
    "above",
    "actions",
    "as_much_as_fits",
    "as_of_team",
    "as_of_words",
    "bar_chart",
    "before_words",
    "block_id_of",
    "button",
    "capital",
    "changed_by_others",
    "characters",
    "choosing",
    "context",
    "dates_words",
    "edit_words",
    "fields",
    "file_words",
    "filter_words",
    "form",
    "goal_words",
    "header",
    "history_button",
    "history_modal",
    "home",
    "inputs",
    "item",
    "label",
    "late_words",
    "line_chart",
    "literal",
    "made_from",
    "markup",
    "mentions",
    "message",
    "metric_title",
    "metric_words",
    "modal",
    "notice",
    "notice_modal",
    "page_words",
    "period_words",
    "person",
    "removal_of",
    "revision_words",
    "section",
    "select",
    "short_value",
    "slice_kind",
    "slice_words",
    "table",
    "target_words",
    "ticket_cell",
    "ticket_link",
    "ticket_value",
    "time_axis",
    "turns",
    "value_words",
    "verdict_words",
    "who_words",
    "with_page",
]
