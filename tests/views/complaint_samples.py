"""Complaints about delay to draw, in every state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import ids
from bot.metrics.complaints.complaints import Analysis, ComplaintFacts, Progress, SetAside
from bot.metrics.complaints.report import Clocks, ComplaintPage
from bot.views.complaints import complaints as view
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SUBJECTS = {"en": "Nobody answers my e-mails", "zh": "三天了没人回复邮件"}
WHYS = {"en": "About the price, not about waiting", "zh": "投诉的是价格，与等待无关"}
CATEGORIES = {"en": "slow reply", "zh": "回复慢"}
PROBLEMS = {
    "en": ((7, "Chats wait at noon"), (4, "The night desk is closed")),
    "zh": ((7, "中午在线咨询等待过长"), (4, "夜间无人值守")),
}


def one(language: str, name: str = "K-1234", **changes: Any) -> ComplaintFacts:
    opened = s.NOW - 12 * HOUR - 40 * MINUTE
    made = ComplaintFacts(
        team_id=1,
        source="zendesk",
        external_id=name,
        opened_at=opened,
        noticed_at=opened,
        reason="category",
        subject=SUBJECTS[language],
        category=CATEGORIES[language],
    )
    return replace(made, **changes)


def every(language: str) -> tuple[ComplaintFacts, ...]:
    """Return one in each state, in the order of a list."""
    late = s.NOW - 26 * HOUR - 12 * MINUTE
    old = s.NOW - 9 * 24 * HOUR
    begun = Analysis("U0NOAH", s.NOW - 6 * HOUR, 7)
    aside = SetAside("U0EMMA", s.NOW - HOUR, WHYS[language])
    return (
        one(language, "K-1200", opened_at=late, reason="still_waiting"),
        one(language),
        one(language, "K-1230", analysis=begun, has_history=True, reason="answered_late"),
        one(
            language,
            "K-1100",
            opened_at=old,
            analysis=Analysis("U0NOAH", old + 30 * HOUR, 6),
            reason="said",
            said_by="U0EMMA",
            has_history=True,
        ),
        one(language, "K-1220", set_aside=aside, has_history=True),
    )


def clocks(complaints: Callable[[str], tuple[ComplaintFacts, ...]], **changes: Any) -> Case:
    def draw(language: str) -> dict[str, Any]:
        shown = complaints(language)
        made = Clocks(s.TEAMS[language], language, s.NOW, shown, is_breach=False)
        return view.clocks(replace(made, **changes))

    return draw


def breach(language: str, **changes: Any) -> dict[str, Any]:
    over = tuple(
        one(language, f"K-{number}", opened_at=s.NOW - 24 * HOUR - number * MINUTE)
        for number in (0, 7)
    )
    made = Clocks(s.TEAMS[language], language, s.NOW, over, True, ("U0EMMA", "U0QUINN"))
    return view.clocks(replace(made, **{"open_problems": PROBLEMS[language], **changes}))


def page(**changes: Any) -> Case:
    def draw(language: str) -> dict[str, Any]:
        made = ComplaintPage(
            team=s.TEAMS[language],
            reader=s.READERS[language],
            as_of=s.NOW,
            progress=Progress(running=1, over=1, in_time=5, too_late=1, set_aside=1),
            complaints=every(language),
            page=1,
            pages=2,
            open_problems=PROBLEMS[language],
        )
        return view.answer(replace(made, **changes))

    return draw


def nothing(**changes: Any) -> Case:
    empty = {"progress": Progress(), "complaints": (), "pages": 1, "open_problems": ()}
    return page(**empty, **changes)


def as_reader(role: str | None) -> Case:
    def draw(language: str) -> dict[str, Any]:
        return page(reader=replace(s.READERS[language], role=role))(language)

    return draw


def hostile(language: str) -> dict[str, Any]:
    told = one(
        language,
        s.HOSTILE[:60],
        subject=s.HOSTILE,
        category=s.HOSTILE,
        set_aside=SetAside("U0EMMA", s.NOW, s.HOSTILE),
        has_history=True,
    )
    waits = one(language, "Z" * 300, subject=s.HOSTILE, category=s.HOSTILE)
    team = replace(s.TEAMS[language], name=s.HOSTILE)
    return page(team=team, complaints=(waits, told), open_problems=((1, s.HOSTILE),))(language)


def form(language: str) -> dict[str, Any]:
    value = ids.ComplaintValue(team=1, source="zendesk", id="K-1234")
    return view.why_not_delay(one(language), value, language)


COMPLAINT_CASES: dict[str, Case] = {
    "complaint_reminder": clocks(lambda language: (one(language),)),
    "complaint_reminder_many": clocks(
        lambda language: tuple(one(language, f"K-{number}") for number in range(14))
    ),
    "complaint_reminder_before_a_break": clocks(
        lambda language: (one(language),), resumes=s.NOW + timedelta(hours=62)
    ),
    "complaint_reminder_done": clocks(lambda language: every(language)[2:]),
    "complaint_breach": breach,
    "complaint_breach_nobody": lambda language: breach(language, told=()),
    "complaint_list": page(),
    "complaint_list_as_agent": as_reader("agent"),
    "complaint_list_as_colleague": as_reader(None),
    "complaint_list_none": nothing(),
    "complaint_list_no_data": nothing(unmarked=True),
    "complaint_one_other": nothing(ticket="K-9", other=("zendesk", "K-9")),
    "complaint_form": form,
    "complaint_hostile": hostile,
}
