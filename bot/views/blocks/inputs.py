"""The inputs that forms are built of, and what a form drawn anew shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from slackblocks import (
    Block,
    CheckboxGroup,
    DatePicker,
    Element,
    FileInput,
    InputBlock,
    ModalView,
    Option,
    PlainText,
    PlainTextInput,
    StaticMultiSelectMenu,
    StaticSelectMenu,
    UserMultiSelectMenu,
    UserSelectMenu,
)

from bot import ids
from bot.metrics.files import SlackFile, file_of
from bot.metrics.history import Edit
from bot.metrics.team import Reader
from bot.text import t
from bot.views.blocks.edits import edit_words, label_key, placeholder_key
from bot.views.blocks.labels import labelled
from bot.views.blocks.outside import literal, markup
from bot.views.blocks.parts import Payload, context, section

INPUT = "value"
"""The action_id of every input; the block_id is the field's name and how often it was drawn."""


class Fields:
    """Makes inputs in one language that hold some texts; `turn` is how often they were drawn.

    Drawn anew they have other block ids, or Slack would keep what was typed before. `limits` are
    the most characters of the texts that have a limit.
    """

    def __init__(
        self,
        room: str,
        limits: Mapping[str, int],
        language: str,
        texts: Mapping[str, str],
        turn: int,
    ) -> None:
        self._room, self._limits = room, limits
        self._language, self._texts, self._turn = language, texts, turn

    def written(
        self,
        name: str,
        *,
        needed: bool = False,
        multiline: bool = False,
        label: str | None = None,
        limit: str | None = None,
        placeholder: str | None = "",
    ) -> Block:
        """Return a field for text; unless a `placeholder` is given, its own stands in it."""
        if placeholder == "":
            placeholder = t(self._language, placeholder_key(self._room, limit or name))
        made = PlainTextInput(
            INPUT,
            initial_value=self._texts.get(name) or None,
            multiline=multiline,
            max_length=self._limits.get(limit or name),
            placeholder=PlainText(placeholder) if placeholder else None,
        )
        return self._input(name, made, needed=needed, label=label)

    def chosen(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        *,
        needed: bool = True,
        label: str | None = None,
        placeholder: str | None = None,
    ) -> Block:
        """Return a select of (text, value); nothing is chosen at first where it may be left so."""
        made = [Option(PlainText(literal(text, 75)), value) for text, value in options]
        held = self._texts.get(name)
        first = next((one for one in made if one.value == held), made[0] if needed else None)
        hint = PlainText(placeholder) if placeholder else None
        menu = StaticSelectMenu(INPUT, made, initial_option=first, placeholder=hint)
        return self._input(name, menu, needed=needed, label=label)

    def person(self, name: str, *, needed: bool, label: str | None = None) -> Block:
        """Return a field for somebody."""
        menu = UserSelectMenu(INPUT, initial_user=self._texts.get(name) or None)
        return self._input(name, menu, needed=needed, label=label)

    def people(self, name: str, *, needed: bool = False, label: str | None = None) -> Block:
        """Return a field for several people."""
        held = [one for one in self._texts.get(name, "").split(",") if one]
        menu = UserMultiSelectMenu(INPUT, initial_users=held or None)
        return self._input(name, menu, needed=needed, label=label)

    def several(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        *,
        needed: bool = True,
        label: str | None = None,
        most: int | None = None,
    ) -> Block:
        """Return a select of several of (text, value), `most` of them; held ones are chosen."""
        made = [Option(PlainText(literal(text, 75)), value) for text, value in options]
        held = self._texts.get(name, "").split(",")
        chosen = [one for one in made if one.value in held]
        menu = StaticMultiSelectMenu(
            INPUT, made, initial_options=chosen or None, max_selected_items=most
        )
        return self._input(name, menu, needed=needed, label=label)

    def day(self, name: str, *, needed: bool, label: str | None = None) -> Block:
        """Return a field for a date."""
        held = self._texts.get(name) or None
        picker = DatePicker(
            INPUT, initial_date=date.fromisoformat(held).isoformat() if held else None
        )
        return self._input(name, picker, needed=needed, label=label)

    def file(
        self, name: str, held: SlackFile | None, *, has_channel: bool, label: str | None = None
    ) -> list[Block | None]:
        """Return a field for one file and, where one is held, the tick that takes it away.

        Slack lets none be held at first, and keeps none in a form that is drawn anew, so the one
        chosen before is named.
        """
        language, wanted = self._language, self._texts.get(name)
        chosen = file_of(wanted or "")
        hint = t(language, "checklist.hint.file" if has_channel else "checklist.hint.file.unshared")
        again = removal = None
        if chosen is not None and chosen != held:
            again = t(language, "checklist.file.again", file=markup(chosen.name))
        if held is not None:
            option = t(language, "checklist.file.remove", file=held.name)
            above = label or t(language, "checklist.label.no_file")
            removal = self.ticked(removal_of(name), option, held=wanted == "", label=above)
        upload = FileInput(INPUT, max_files=1)
        made = self._input(name, upload, needed=False, hint=hint, label=label)
        return [context(again, f"{name}_again"), made, removal]

    def ticked(self, name: str, text: str, *, held: bool, label: str | None = None) -> Block:
        """Return a single box to tick; the field then holds `yes`."""
        option = Option(PlainText(literal(text, 75)), "yes")
        box = CheckboxGroup(INPUT, [option], initial_options=[option] if held else None)
        return self._input(name, box, needed=False, label=label)

    def _input(
        self,
        name: str,
        element: Element,
        *,
        needed: bool,
        label: str | None = None,
        hint: str | None = None,
    ) -> Block:
        words = PlainText(label or t(self._language, label_key(self._room, name)))
        block_id = block_id_of(name, self._turn)
        below = PlainText(hint) if hint else None
        return InputBlock(words, element, block_id=block_id, hint=below, optional=not needed)


def removal_of(name: str) -> str:
    """Return the field by which the file in a field is taken away."""
    return f"no_{name}"


@dataclass(frozen=True, slots=True)
class Late:
    """What a form drawn anew shows: texts in place of what stands, what others changed, a word.

    `basis` is what speaks for the step or against it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    since: Sequence[Edit] = ()
    said: str | None = None
    basis: str | None = None


NEW = Late()
"""A form that is drawn for the first time."""


def block_id_of(name: str, turn: int) -> str:
    """Return the block id of a field."""
    return f"{name}.{turn}" if turn else name


def form(
    title: str,
    blocks: Sequence[Block | None],
    language: str,
    callback_id: str,
    value: ids.Value,
    *,
    submit: str | None = None,
) -> Payload:
    """Return a modal with a submit button, if it has a word on it."""
    view = ModalView(
        PlainText(title),
        [block for block in blocks if block is not None],
        close=PlainText(t(language, "notice.cancel")),
        submit=PlainText(submit) if submit else None,
        callback_id=callback_id,
        private_metadata=value.dump(),
    )
    made: Payload = view.to_dict()
    return {**made, "blocks": labelled(made["blocks"])}


def above(late: Late, reader: Reader, room: str) -> list[Block | None]:
    """Return what stands above the fields: a word, and what others changed meanwhile."""
    said = section(late.said, "said") if late.said else None
    return [said, *changed_by_others(late, reader, partial(edit_words, room=room))]


def changed_by_others(
    late: Late, reader: Reader, words: Callable[[Edit, Reader], str]
) -> list[Block | None]:
    """Return that nothing was saved and what others changed last, in `words`, where they did."""
    if not late.since:
        return []
    lines = "\n".join(words(edit, reader)[:900] for edit in late.since[-3:])
    stale = section(t(reader.language, "checklist.stale"), "stale")
    return [stale, context(lines[:2900], "since")]
