"""Not-met tickets in groups, in a modal: one click names the cause of a whole group."""

from slackblocks import Block, Element

from bot import ids
from bot.metrics.daily import GroupNamed
from bot.metrics.daily.cases import CAUSES, GroupLine, GroupList
from bot.metrics.daily.groups import OTHERS
from bot.metrics.team import Reader
from bot.text import t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    context,
    item,
    markup,
    modal,
    section,
    select,
    slice_words,
)
from bot.views.daily.cases import basis_words, here_of, summary_words


def all_groups(listed: GroupList, reader: Reader, done: GroupNamed | None = None) -> Payload:
    """Return the modal with the groups, and a select of causes for each to a member.

    `done` is what became of the last click.
    """
    language = reader.language
    hint = "cases.group.hint" if listed.may_name else "cases.members_only"
    blocks: list[Block | None] = [
        section(_done_words(language, done), "done") if done else None,
        section(summary_words(listed, language), "summary"),
        context(t(language, hint), "hint"),
    ]
    for number, one in enumerate(listed.groups):
        blocks += _group(listed, language, number, one)
    if listed.others:
        blocks += _others(listed, language)
    blocks.append(context(basis_words(listed, reader), "basis"))
    return modal(
        t(language, "cases.groups.title" if listed.may_name else "cases.title"),
        blocks,
        close=t(language, "cases.close"),
        callback_id=ids.CASES_OPEN,
        metadata=here_of(listed),
    )


def _group(listed: GroupList, language: str, at: int, one: GroupLine) -> list[Block | None]:
    key = one.slice.key
    row = ids.GroupValue(group=key, unnamed=one.unnamed).dump()
    here = here_of(listed).model_copy(update={"group": key, "page": 1})
    elements = [_tickets_button(listed, language, key)]
    if listed.may_name:
        make = button(t(language, "action.button.make"), ids.ACTION_MAKE_GROUP, here)
        elements = [_cause_select(language, one), *elements, make]
    words = slice_words(language, one.total, one.slice)
    return [item(words, _named_words(language, one), f"group-{at}"), actions(elements, row)]


def _others(listed: GroupList, language: str) -> list[Block | None]:
    counts = t(language, "cases.all_named")
    if listed.others_unnamed:
        counts = t(language, "cases.unnamed", n=listed.others_unnamed)
    title = t(language, "cases.group.others", n=listed.others)
    return [
        item(title, counts, OTHERS),
        actions([_tickets_button(listed, language, OTHERS)], "others-tickets"),
    ]


def _tickets_button(listed: GroupList, language: str, key: str) -> Element:
    here = here_of(listed).model_copy(update={"group": key, "page": 1})
    return button(t(language, "cases.group.tickets"), ids.CASES_GROUP, here)


def _named_words(language: str, one: GroupLine) -> str:
    parts = [t(language, "cases.unnamed", n=one.unnamed)] if one.unnamed else []
    parts += [
        t(language, "cases.group.named", cause=t(language, f"cases.cause.{cause}"), n=n)
        for cause, n in one.named
    ]
    words = " · ".join(parts)
    return words if one.unnamed else f"✓ {words}"


def _cause_select(language: str, one: GroupLine) -> Element:
    """Return the causes for those without one and, where others have one, also for all of them."""
    names = {cause: t(language, f"cases.cause.{cause}") for cause in CAUSES}
    options = []
    if one.unnamed:
        options += [(names[cause], ids.GroupCauseValue(cause=cause).dump()) for cause in CAUSES]
    if one.named:
        if one.unnamed:
            names = {
                cause: t(language, "cases.group.all", n=one.total, cause=name)
                for cause, name in names.items()
            }
        options += [
            (names[cause], ids.GroupCauseValue(cause=cause, all=True).dump()) for cause in CAUSES
        ]
    only = one.named[0][0] if not one.unnamed and len(one.named) == 1 else None
    return select(
        ids.CASES_GROUP_CAUSE,
        options,
        placeholder=t(language, "cases.cause"),
        initial=ids.GroupCauseValue(cause=only, all=True).dump() if only else None,
    )


def _done_words(language: str, named: GroupNamed) -> str:
    done = named.done
    words = {
        "group": markup(slice_words(language, named.total, named.slice), 200),
        "cause": t(language, f"cases.cause.{done.cause}"),
    }
    key = "cases.group.done" if done.changed else "cases.group.unchanged"
    parts = [t(language, key, n=done.changed, **words)]
    if done.kept and done.changed:
        parts.append(t(language, "cases.group.kept", n=done.kept))
    if done.gone:
        parts.append(t(language, "cases.group.gone", n=done.gone))
    return "\n".join(parts)
