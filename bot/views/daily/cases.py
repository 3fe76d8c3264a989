"""Not-met tickets with the causes named for them, in a modal."""

from zoneinfo import ZoneInfo

from slackblocks import Block, Element

from bot import ids
from bot.metrics.daily.cases import CAUSES, Case, CaseList, Listed
from bot.metrics.team import Reader
from bot.metrics.tickets import ticket_url
from bot.text import t
from bot.text.formats import days, instant
from bot.views.actions import make_button
from bot.views.blocks import (
    Payload,
    actions,
    as_of_words,
    button,
    context,
    history_button,
    item,
    literal,
    markup,
    modal,
    page_words,
    section,
    select,
    slice_words,
    turns,
    verdict_words,
)
from bot.views.problems import make_problem_button

_LONGEST_BLOCK_ID = 255


def all_cases(listed: CaseList, reader: Reader) -> Payload:
    """Return the modal with a page of cases, and a select of causes for each to a member."""
    language = reader.language
    here = here_of(listed).model_copy(update={"group": listed.group})
    rows = [
        block
        for at, case in enumerate(listed.cases)
        for block in _modal_row(listed, reader, at, case)
    ]
    notes = [basis_words(listed, reader)]
    if listed.total and not listed.may_name:
        notes.append(t(language, "cases.members_only"))
    blocks = [
        *_of_group(listed, language),
        section(summary_words(listed, language), "summary"),
        context("\n".join(notes), "basis"),
        *rows,
        *_pages(listed, language, here),
    ]
    return modal(
        t(language, "cases.title"),
        blocks,
        close=t(language, "cases.close"),
        callback_id=ids.CASES_OPEN,
        metadata=here,
    )


def _of_group(listed: CaseList, language: str) -> list[Block | None]:
    """Return which group it is, with the way back; nothing for a list of all tickets."""
    if listed.group is None:
        return []
    words = t(language, "cases.group.others", n=listed.total)
    if listed.slice is not None:
        words = slice_words(language, listed.total, listed.slice)
    back = here_of(listed).model_copy(update={"page": 1})
    return [
        actions([button(t(language, "cases.group.back"), ids.CASES_GROUPS, back)], "back"),
        section(f"*{markup(words, 200)}*", "group"),
    ]


def _modal_row(listed: CaseList, reader: Reader, at: int, case: Case) -> list[Block | None]:
    language = reader.language
    url = ticket_url(listed.team.addresses.of(case.line.source), case.line.external_id)
    hides = not listed.may_name
    what = _what(language, reader.zone, case, f"case-{at}", cause=hides, url=url)
    if not listed.may_name:
        return [what]
    key = f"{case.line.source}/{case.line.external_id}"
    elements = [
        _cause_select(language, case),
        make_button(language, "report", key[:300], listed.team.id),
        _problem_button(language, listed.team.id, case),
    ]
    if case.cause:
        elements.append(history_button(language, listed.team.id, "case", key))
    return [what, _controls(listed.team.id, case, elements)]


def _what(
    language: str,
    zone: ZoneInfo,
    case: Case,
    block_id: str,
    *,
    cause: bool = False,
    url: str | None = None,
) -> Block:
    line = case.line
    title = literal(line.external_id, 40)
    if line.subject:
        title = t(language, "report.why.ticket", id=title, subject=literal(line.subject, 100))
    details = [
        verdict_words(language, line.verdict),
        t(language, "cases.opened", at=instant(language, line.opened_at, zone)),
        *(literal(name, 40) for name in (line.channel, line.tier, line.agent) if name),
    ]
    if case.earlier:
        details.append(t(language, "cases.earlier"))
    if cause and case.cause:
        named = t(language, f"cases.cause.{case.cause}")
        details.append(t(language, "cases.cause.named", cause=named))
    return item(title, " · ".join(details), block_id, url)


def _controls(team_id: int, case: Case, elements: list[Element]) -> Block | None:
    """Return the row of controls; none for an id so long that a click could not name it."""
    value = ids.CaseValue(team=team_id, source=case.line.source, id=case.line.external_id).dump()
    return actions(elements, value) if len(value) <= _LONGEST_BLOCK_ID else None


def _problem_button(language: str, team_id: int, case: Case) -> Element:
    line = case.line
    value = ids.MakeProblem(
        origin="case",
        ref=f"{line.source}/{line.external_id}"[:300],
        team_id=team_id,
        source=line.source,
        ticket=line.external_id,
    )
    return make_problem_button(language, value)


def _cause_select(language: str, case: Case) -> Element:
    values = {cause: ids.CauseValue(cause=cause).dump() for cause in CAUSES}
    options = [(t(language, f"cases.cause.{cause}"), values[cause]) for cause in CAUSES]
    placeholder = t(language, "cases.cause")
    chosen = values.get(case.cause or "")
    return select(ids.CASES_CAUSE, options, placeholder=placeholder, initial=chosen)


def summary_words(listed: Listed, language: str) -> str:
    """Return how many tickets were not met, and how many of them have no cause, as `mrkdwn`."""
    if not listed.total:
        return t(language, "cases.none")
    total = t(language, "cases.total", n=listed.total)
    if not listed.unnamed:
        return f"{total} · {t(language, 'cases.all_named')}"
    return f"{total} · {t(language, 'cases.unnamed', n=listed.unnamed)}"


def basis_words(listed: Listed, reader: Reader) -> str:
    """Return the team, the days and the clock of a list, as `mrkdwn`."""
    language, period = reader.language, listed.period
    parts = (
        markup(listed.team.name, 40),
        days(language, period.first_day, period.last_day),
        t(language, f"report.clock.{listed.clock}"),
        as_of_words(listed.as_of, reader, listed.team.zone),
    )
    return " · ".join(parts)


def here_of(listed: Listed) -> ids.CasesValue:
    """Return what names the page that is shown, without a group."""
    return ids.CasesValue(
        team=listed.team.id,
        first=listed.period.first_day,
        last=listed.period.last_day,
        as_of=listed.as_of,
        before=listed.before,
        since=listed.since,
        opened=listed.opened,
        page=listed.page,
    )


def _pages(listed: CaseList, language: str, here: ids.CasesValue) -> list[Block | None]:
    at = (listed.page, listed.pages)
    return [
        turns(language, at, ids.CASES_PREVIOUS.rpartition(".")[0], here),
        context(page_words(language, at), "page"),
    ]
