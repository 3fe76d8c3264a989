"""What asks for a file and its team."""

from collections.abc import Sequence

from slackblocks import Block, FileInput, InputBlock, PlainText

from bot import ids
from bot.metrics.imports import MEGABYTE, MOST_BYTES, MOST_BYTES_IN_A_FORM
from bot.text import t
from bot.views.blocks import (
    INPUT,
    MOST,
    Fields,
    Payload,
    button,
    context,
    inputs,
    markup,
    message,
    section,
)

KINDS = ("csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson")
"""The endings of files that are read."""


def form(
    teams: Sequence[tuple[int, str]],
    language: str,
    file: tuple[str, str] | None = None,
    team_id: int | None = None,
) -> Payload:
    """Return the form for a file and, where there are several teams, which one it is for.

    `file` is the id and name of one that was sent before, which then is not asked for.
    """
    texts = {"team": str(team_id)} if team_id is not None else {}
    asked = Fields("imports", {}, language, texts, 0)
    options = [(name, str(number)) for number, name in teams[:MOST]]
    blocks: list[Block | None] = [
        section(t(language, "intake.form.sent", file=markup(file[1], 80)), "sent")
        if file
        else _file(language),
        asked.chosen("team", options, label=t(language, "intake.label.team")),
        context(t(language, "intake.form.next"), "next"),
    ]
    value = ids.FileValue(file=file[0] if file else None)
    return inputs.form(
        t(language, "intake.title"),
        blocks,
        language,
        ids.IMPORT_FORM,
        value,
        submit=t(language, "intake.button.look"),
    )


def sent(file_id: str, name: str, language: str) -> Payload:
    """Return the answer to a file that somebody sent who may take it in."""
    sentence = t(language, "intake.sent", name=markup(name, 60))
    look = button(
        t(language, "intake.button.look"),
        ids.IMPORT_OPEN,
        ids.FileValue(file=file_id),
        "primary",
    )
    return message(sentence, [section(sentence, "file", look)])


def _file(language: str) -> Block:
    hint = t(
        language,
        "intake.form.hint",
        form=MOST_BYTES_IN_A_FORM // MEGABYTE,
        most=MOST_BYTES // MEGABYTE,
    )
    upload = FileInput(INPUT, filetypes=list(KINDS), max_files=1)
    label = PlainText(t(language, "intake.label.file"))
    return InputBlock(label, upload, block_id="file", hint=PlainText(hint))
