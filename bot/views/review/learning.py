"""The cases that a weekly review learns from: in its message, and the form that changes one."""

from collections.abc import Sequence

from slackblocks import (
    Block,
    Element,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
)

from bot import ids
from bot.metrics.figures import TicketLine
from bot.metrics.review.learning import KINDS, Candidate, Kind
from bot.metrics.review.review import LONGEST_LEARNED, LearningCase, Review
from bot.text import t
from bot.text.formats import duration, number
from bot.views.blocks import (
    INPUT,
    Payload,
    button,
    literal,
    markup,
    section,
    ticket_link,
    verdict_words,
)
from bot.views.blocks import inputs as form_fields

TICKET, NUMBER, LEARNED = "ticket", "number", "learned"
"""The block ids of the inputs."""
_LONGEST_VALUE = 150
_LONGEST_NUMBER = 200
_SUBJECT = 100

Candidates = Sequence[tuple[Candidate, TicketLine]]


def case_blocks(review: Review, language: str, *, may_change: bool) -> list[Block]:
    """Return a paragraph for each case, with a button that changes it if `may_change`."""
    found = {case.kind: case for case in review.learning}
    made = []
    for kind in KINDS:
        opens = _change(review, language, kind, found.get(kind)) if may_change else None
        made.append(_case(language, kind, found.get(kind), opens))
    return made


def form(
    language: str,
    value: ids.ReviewCaseValue,
    case: LearningCase | None,
    candidates: Candidates,
    typed: str | None = None,
    *,
    is_stale: bool = False,
) -> Payload:
    """Return the modal that chooses another ticket and takes what is learned from it.

    `typed` is what somebody wrote already; `is_stale` says that the case was changed meanwhile and
    shows how it stands now.
    """
    shown = [section(t(language, f"review.case.rule.{value.kind}"), "rule")]
    if is_stale:
        shown = [section(_stale(language, case), "stale")]
    blocks: list[Block] = [
        *shown,
        *_ticket_input(language, value, case, candidates),
        InputBlock(
            PlainText(t(language, "review.case.number" if candidates else "review.case.only")),
            PlainTextInput(INPUT, max_length=_LONGEST_NUMBER),
            block_id=NUMBER,
            optional=True,
        ),
        InputBlock(
            PlainText(t(language, "review.case.learned")),
            PlainTextInput(
                INPUT,
                multiline=True,
                max_length=LONGEST_LEARNED,
                initial_value=(case.learned if case and typed is None else typed) or None,
                placeholder=PlainText(t(language, "review.case.learned.placeholder")),
            ),
            block_id=LEARNED,
            optional=True,
        ),
    ]
    title, submit = t(language, "review.case.title"), t(language, "review.case.submit")
    callback_id = ids.REVIEW_CASE_FORM
    return form_fields.form(title, blocks, language, callback_id, value, submit=submit)


def told(language: str, who: str, case: LearningCase) -> str:
    """Return what the thread is told of a changed case."""
    learned = f"\n>{markup(case.learned, LONGEST_LEARNED)}" if case.learned else ""
    title = t(language, f"review.case.{case.kind}.chosen")
    ticket = _ticket(case)
    return t(language, "review.case.told", who=f"<@{who}>", title=title, ticket=ticket) + learned


def _change(review: Review, language: str, kind: Kind, case: LearningCase | None) -> Element:
    value = ids.ReviewCaseValue(
        team=review.team.id,
        week=review.state.week,
        kind=kind,
        version=case.version if case else 0,
    )
    return button(t(language, "review.button.case"), ids.REVIEW_CASE, value)


def _case(language: str, kind: Kind, case: LearningCase | None, opens: Element | None) -> Block:
    if case is None:
        return section(t(language, f"review.case.{kind}.none"), f"learn_{kind}", opens)
    title = t(language, f"review.case.{kind}.{case.reason}")
    lines = [f"*{title}* · {_ticket(case)}", _details(case, language)]
    if case.learned:
        who = f"<@{case.learned_by}>"
        lines.append(f">{markup(case.learned, LONGEST_LEARNED)} · {who}")
    return section("\n".join(lines), f"learn_{kind}", opens)


def _ticket(case: LearningCase) -> str:
    line = case.line
    subject = line.subject if line else None
    number = ticket_link(case.external_id, case.ticket_address)
    return f"{number} · {markup(subject, _SUBJECT)}" if subject else number


def _details(case: LearningCase, language: str) -> str:
    if case.line is None:
        return t(language, "review.case.gone")
    if case.kind == "waited":
        parts = [verdict_words(language, case.line.verdict)]
    else:
        parts = _merits(language, case.rating, case.replies, case.handling_seconds)
    own = (case.complexity, case.line.channel, case.line.tier)
    return " · ".join([*parts, *(markup(text, 40) for text in own if text)])


def _merits(
    language: str, rating: float | None, replies: int | None, handling: float | None
) -> list[str]:
    parts = []
    if rating is not None:
        parts.append(t(language, "review.case.rating", rating=number(language, rating)))
    if replies:
        parts.append(t(language, "review.case.replies", n=replies))
    if handling is not None:
        parts.append(t(language, "review.case.handling", time=duration(language, handling)))
    return parts


def _ticket_input(
    language: str, value: ids.ReviewCaseValue, case: LearningCase | None, candidates: Candidates
) -> list[Block]:
    options = []
    for candidate, line in candidates:
        chosen = ids.CaseValue(team=value.team, source=line.source, id=line.external_id).dump()
        if len(chosen) <= _LONGEST_VALUE:
            words = literal(_option(language, value.kind, candidate, line), 75)
            options.append((Option(PlainText(words), chosen), line))
    if not options:
        return []
    held = (case.line.source, case.external_id) if case and case.line else None
    initial = next(
        (option for option, line in options if (line.source, line.external_id) == held), None
    )
    menu = StaticSelectMenu(
        INPUT,
        [option for option, _ in options],
        initial_option=initial,
        placeholder=PlainText(t(language, "review.case.choose")),
    )
    label = PlainText(t(language, "review.case.ticket"))
    return [InputBlock(label, menu, block_id=TICKET, optional=True)]


def _option(language: str, kind: Kind, candidate: Candidate, line: TicketLine) -> str:
    ticket = candidate.ticket
    if kind == "waited":
        wait = duration(language, candidate.wait_seconds or 0)
        parts = [t(language, "review.case.waited", time=wait)]
    else:
        parts = _merits(language, ticket.csat, ticket.replies, candidate.handling_seconds)
    return " · ".join([literal(line.external_id, 30), *parts[:2]])


def _stale(language: str, case: LearningCase | None) -> str:
    ticket = _ticket(case) if case else "–"
    learned = markup(case.learned, LONGEST_LEARNED) if case and case.learned else "–"
    return t(language, "review.case.stale", ticket=ticket, learned=learned)
