"""A list of a register, and the choice of the team that it is of."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.registers import MAKE, AnyRegister, EntryPage, scopes
from bot.metrics.team import Reader, TeamView
from bot.text import t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    choosing,
    context,
    header,
    literal,
    markup,
    message,
    page_words,
    section,
    turns,
)
from bot.views.registers import words
from bot.views.registers.card import line


def answer(found: EntryPage, reader: Reader, now: datetime) -> Payload:
    """Return a page of a register, each entry with *Open*."""
    language, name = reader.language, found.register.name
    listed = _turn(found, found.scope, found.page)
    heading = t(language, f"{name}.list", team=literal(found.team.name, 40))
    blocks: list[Block | None] = [
        header(heading, "title"),
        actions(_above(found, language), "scopes"),
        context(words.sums_words(found.register, found.sums, language), "sums"),
        *(line(one, language, now, listed) for one in found.entries),
    ]
    if not found.entries:
        blocks.append(section(t(language, _none(found)), "none"))
    at = (found.page, found.pages)
    own = t(language, "register.own") if found.is_own else None
    hint = " · ".join(filter(None, (page_words(language, at), own)))
    blocks += [turns(language, at, ids.REGISTER_LIST, listed), context(hint, "hint")]
    return message(markup(heading, len(heading)), blocks)


def choose(
    register: AnyRegister, teams: Sequence[TeamView], value: ids.EntryListValue, language: str
) -> Payload:
    """Return a select of the teams whose entries may be meant."""
    options = [(one.name, value.model_copy(update={"team_id": one.id})) for one in teams]
    return choosing(language, f"{register.name}.choose", ids.REGISTER_TEAM, options)


def _none(found: EntryPage) -> str:
    if found.scope == "overdue":
        return "register.none.overdue"
    return "register.none" if found.counts["all"] else f"{found.register.name}.none"


def _above(found: EntryPage, language: str) -> list[Element]:
    made = [
        button(
            t(language, _scope(found, scope, language), n=found.counts[scope]),
            f"{ids.REGISTER_LIST}.{scope}",
            _turn(found, scope, 1),
            "primary" if scope == found.scope else None,
        )
        for scope in scopes(found.register, is_own=found.is_own)
    ]
    if found.may_make:
        made.append(_make_button(found, language))
    return made


def _scope(found: EntryPage, scope: str, language: str) -> str:
    return words.key_of(found.register.name, f"scope.{scope}", language)


def _make_button(found: EntryPage, language: str) -> Element:
    register = found.register
    listed = _turn(found, found.scope, found.page)
    value = ids.EntryValue(of=register.name, team_id=found.team.id, listed=listed)
    label = words.step_words(register, MAKE, language)
    return button(label, ids.register_step(register.name, MAKE), value)


def _turn(found: EntryPage, scope: str, page: int) -> ids.EntryListValue:
    return ids.EntryListValue(of=found.register.name, scope=scope, page=page, team_id=found.team.id)
