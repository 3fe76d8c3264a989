"""The modals of a checklist's item: everything of it, its status with a reason, a new one."""

from collections.abc import Mapping, Sequence

from slackblocks import Block, Confirm, Element, PlainText
from slackblocks import Button as SlackButton

from bot import ids
from bot.metrics.plans.plans import LIMITS, STATUSES, ItemFacts, PlanFacts, phase_name, standard_of
from bot.metrics.team import Reader
from bot.text import t
from bot.views.blocks import (
    NEW,
    Fields,
    Late,
    Payload,
    above,
    actions,
    button,
    context,
    form,
    history_button,
    markup,
    person,
    section,
)
from bot.views.plans import evidence
from bot.views.plans.words import MARKS, due_words, item_name

_ROOM = "checklist"


def edit(
    shown: tuple[PlanFacts, ItemFacts],
    value: ids.ItemFormValue,
    reader: Reader,
    phases: Sequence[str],
    late: Late = NEW,
) -> Payload:
    """Return everything of an item to whoever may change everything."""
    language, (plan, item) = reader.language, shown
    fields = Fields(_ROOM, LIMITS, language, item.texts(language) | dict(late.texts), value.turn)
    blocks = [
        *above(late, reader, _ROOM),
        actions(_manage(item, language), "manage"),
        fields.chosen("status", _statuses(language)),
        fields.written("remark", multiline=True),
        fields.written("evidence"),
        *fields.file("file", item.file, has_channel=plan.channel_id is not None),
        fields.person("owner", needed=False),
        fields.day("due", needed=False),
        fields.written("title", needed=True),
        fields.written("standard", multiline=True),
        fields.chosen("phase", _phases(phases, language)),
    ]
    return _form(t(language, "checklist.form.edit", n=item.number), blocks, language, value)


def own(
    shown: tuple[PlanFacts, ItemFacts],
    value: ids.ItemFormValue,
    reader: Reader,
    late: Late = NEW,
) -> Payload:
    """Return an item to its owner: status, remark, evidence; *met* or *not met* when chosen."""
    language, (plan, item) = reader.language, shown
    fields = Fields(_ROOM, LIMITS, language, item.texts(language) | dict(late.texts), value.turn)
    is_not_met = value.kind == "not_met"
    blocks = [
        *above(late, reader, _ROOM),
        _present(plan, item, language),
        fields.chosen("status", _statuses(language)) if value.kind == "own" else None,
        fields.written("remark", needed=is_not_met, multiline=True),
        *(
            []
            if is_not_met
            else [
                fields.written("evidence"),
                *fields.file("file", item.file, has_channel=plan.channel_id is not None),
            ]
        ),
        actions([_history(item, language)], "manage"),
    ]
    return _form(
        t(language, f"checklist.form.{value.kind}", n=item.number), blocks, language, value
    )


def read_only(
    shown: tuple[PlanFacts, ItemFacts], value: ids.ItemFormValue, language: str, said: str
) -> Payload:
    """Return an item to somebody who may not change it; `said` is who may."""
    plan, item = shown
    blocks = [
        _present(plan, item, language),
        context(said, "said"),
        actions([_history(item, language)], "manage"),
    ]
    title = t(language, "checklist.form.edit", n=item.number)
    return form(title, blocks, language, ids.ITEM_FORM, value)


def add(
    texts: Mapping[str, str], phases: Sequence[str], value: ids.PlanFormValue, language: str
) -> Payload:
    """Return the form of a new item."""
    fields = Fields(_ROOM, LIMITS, language, texts, value.turn)
    blocks = [
        fields.written("title", needed=True),
        fields.written("standard", multiline=True),
        fields.chosen("phase", _phases(phases, language)),
        fields.person("owner", needed=False),
        fields.day("due", needed=False),
    ]
    title, submit = t(language, "checklist.form.add"), t(language, "checklist.form.add.submit")
    return form(title, blocks, language, ids.ITEM_ADD_FORM, value, submit=submit)


def _form(
    title: str, blocks: Sequence[Block | None], language: str, value: ids.ItemFormValue
) -> Payload:
    status = value.kind in {"met", "not_met"}
    callback_id = ids.ITEM_STATUS_FORM if status else ids.ITEM_FORM
    submit = t(language, "plan.form.save")
    return form(title, blocks, language, callback_id, value, submit=submit)


def _present(plan: PlanFacts, item: ItemFacts, language: str) -> Block:
    return section(present_words(plan, item, language), "present")


def present_words(plan: PlanFacts, item: ItemFacts, language: str) -> str:
    """Return an item as it stands: title, standard, status, owner, due date, remark, evidence."""
    standard = markup(standard_of(item, language), 500)
    status = f"{MARKS[item.status]} {t(language, f'checklist.status.{item.status}')}"
    due = due_words(item, language, item.due_on or plan.first_on)
    lines = [
        f"*{item_name(item, language)}*",
        standard,
        f"{status} · {person(item.owner_id, language)} · {due}",
    ]
    if item.remark:
        lines.append(t(language, "checklist.remark", text=markup(item.remark, 160)))
    if proof := evidence.words(item, language):
        lines.append(proof)
    return "\n".join(lines)[:2990]


def _statuses(language: str) -> list[tuple[str, str]]:
    return [(f"{MARKS[one]} {t(language, f'checklist.status.{one}')}", one) for one in STATUSES]


def _phases(phases: Sequence[str], language: str) -> list[tuple[str, str]]:
    return [(phase_name(phase, language), phase) for phase in phases]


def _manage(item: ItemFacts, language: str) -> list[Element]:
    place = _value(item)
    retire = SlackButton(
        PlainText(t(language, "checklist.button.retire")),
        action_id=ids.ITEM_RETIRE,
        value=place.dump(),
        style="danger",
        confirm=Confirm(
            PlainText(t(language, "checklist.retire.title")),
            PlainText(t(language, "checklist.retire.what")),
            PlainText(t(language, "checklist.button.retire")),
            PlainText(t(language, "notice.cancel")),
        ),
    )
    return [
        button(t(language, "checklist.button.up"), ids.ITEM_UP, place),
        button(t(language, "checklist.button.down"), ids.ITEM_DOWN, place),
        retire,
        _history(item, language),
    ]


def _history(item: ItemFacts, language: str) -> Element:
    return history_button(language, item.team_id, "item", f"{item.plan}.{item.number}")


def _value(item: ItemFacts) -> ids.ItemValue:
    return ids.ItemValue(team=item.team_id, plan=item.plan, item=item.number, version=item.version)
