"""Every view, with hostile text in every field that may come from outside.

What is not named as the bot's own word is taken to come from outside, so a new field is hostile
until somebody says that it cannot be.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from sqlmodel import SQLModel

import bot.views
from bot.metrics.registers import Link, Register, Step
from bot.registers import stepped
from tests.views.everything import ALL
from tests.views.test_labels import alike

HOSTILE = (
    "EVIL<!channel><!here|x><@U0EVIL><!subteam^S0EVIL><#C0EVIL><http://evil.example|trusted>"
    "&lt;!channel&gt;@channel @here*bold*`code`~x~\nINJECTED\r\x00\x1b[31m\u202egpj\u2066"
    "\u200bzero\ufeff\u2028LINE"
)
SHORTEST = {"phase": 40, "templates": 40}
"""What is refused where it comes in when it has more characters than this."""

OUTSIDE = {
    "ActionFacts": {
        *("department", "drop_why", "measure", "progress", "resources", "result", "settled_why"),
        *("team_name", "verification"),
    },
    "Clocks": {"open_problems"},
    "ComplaintFacts": {"category", "external_id", "source", "subject"},
    "ComplaintPage": {"open_problems", "other", "ticket"},
    "Colleague": {"handle", "name", "real_name"},
    "DecisionFacts": {"text"},
    "Duty": {"duty"},
    "Edit": {"why"},
    "Filter": {"value"},
    "Group": {"key"},
    "ItemFacts": {"phase", "remark", "standard", "title"},
    "LearningCase": {"complexity", "external_id", "learned"},
    "MemberRow": {"name"},
    "MembersPage": {"team_name"},
    "Moved": {"value"},
    "NameKey": {"name"},
    "NoteFacts": {"text"},
    "Notice": {"team_name"},
    "OwnItem": {"team_name"},
    "Past": {"team_name"},
    "PhaseProgress": {"phase"},
    "PlanFacts": {"team_name"},
    "PostPage": {"team_name"},
    "PostRow": {"by"},
    "ProblemFacts": {
        *("closed_why", "direction", "root_cause", "seen", "team_name", "verification"),
        *("tickets", "whys"),
    },
    "ProblemForm": {"case", "text"},
    "ProblemReportFacts": {
        *("direction", "root_cause", "seen", "team_name", "verification", "whys"),
    },
    "Report": {"person"},
    "ReportedAction": {"measure"},
    "TicketTimes": {"external_id", "source"},
    "SavedSettings": {"name"},
    "SetAside": {"column", "value", "why"},
    "Found": {"read", "tickets", "unused"},
    "Glimpse": {"header", "samples"},
    "Note": {"params"},
    "Connected": {"address", "name", "team_name"},
    "FeedNotice": {"name", "team_name"},
    "FeedsPage": {"teams"},
    "Tried": {"source", "tickets"},
    "feeds.answers": {"name", "team"},
    "feeds.forms": {"name", "team"},
    "imports.columns": {"file"},
    "imports.forms": {"file", "teams"},
    "imports.found": {"file", "team"},
    "imports.progress": {"file"},
    "imports.result": {"file", "team"},
    "imports.words": {"params"},
    "Share": {"key"},
    "Silence": {"team_name"},
    "Slice": {"category", "channel", "group"},
    "TeamView": {"name"},
    "TicketLine": {"agent", "channel", "external_id", "subject", "tier", "source"},
    "RevisedTicket": {"file"},
    "WaitingList": {"shown"},
    "TicketFacts": {"external_id", "source", "subject"},
    "actions.listed": {"team_name"},
    "deliveries.listed": {"teams"},
    "actions.slipping": {"team_name"},
    "help": {"text"},
    "home.leaving": {"of_team"},
    "team.members": {"teams"},
    "review.asking": {"text"},
    "plans.forms": {"names", "templates"},
    "problems.card": {"answers", "root_cause"},
    "problems.forms": {"channels"},
    "team.setup": {"teams"},
    "team.days_off": {"file", "teams"},
    "PhraseMet": {"phrase"},
    "CalendarDays": {"days"},
}
OUTSIDE |= {
    "Entry": {"team_name", "parts"},
    "TicketKey": {"external_id", "source"},
    **{
        kind.model.__name__: {
            kind.column(name)
            for name, held in kind.fields.items()
            if held.personal and not isinstance(held, Link)
        }
        & kind.model.model_fields.keys()
        for kind in stepped().values()
    },
}
OWN = {
    *("currency", "register"),
    *("failure", "product", "products", "secret"),
    *("code", "date_order", "file_id", "phase", "untold", "why"),
    *("duty", "group", "names", "of", "users", "words"),
    *("above", "after", "before", "by", "by_email", "cause", "channel", "channel_id", "chosen"),
    *("chosen_by", "learned_by", "said_by", "ticket_kind", "ts", "typed"),
    *("closed_by", "evidence", "link", "name", "phases", "reader_id", "room", "texts"),
    *("analysis_started_by", "block_id", "made_by", "warned"),
    *("made", "others", "part", "said_by", "slots", "told", "what"),
    *("callback_id", "submit", "title"),
    *("deed", "deeds", "id", "only", "said", "slot", "step", "steps"),
    *("clock", "created_by", "done", "done_by", "event", "failed", "field", "finished_by"),
    *(
        "frt_start",
        "key",
        "kind",
        "language",
        "lead_id",
        "leads",
        "links",
        "mentions",
        "message_ts",
    ),
    *(
        "metric",
        "minutes_ts",
        "named",
        "origin",
        "origin_ref",
        "other_clock",
        "outcome",
        "owner_id",
    ),
    *("comparison", "days", "ease", "examples", "hours", "impact", "people", "said", "settled_by"),
    "verdict",
    *(
        "period",
        "person",
        "progress_by",
        "reason",
        "reasons",
        "recorded_by",
        "role",
        "scope",
        "seen",
        "sentence",
    ),
    *("shared_by", "slack_language", "state", "statistic", "status", "subject", "suggestion"),
    "text",
    *("desks", "own", "pattern", "ticket_address", "desk_addresses", "url"),
    *("user_id", "value", "values", "who", "whose", "zone"),
}
"""The bot's own words, Slack's IDs, addresses that were checked when they came in, and what goes
into a field to be edited as it was typed."""

BAD = {
    "a mention": re.compile(r"<!|<@U0EVIL|<#C0EVIL|@(?:here|channel|everyone)\b", re.IGNORECASE),
    "a link": re.compile(r"<https?://evil"),
    "an unseen character": re.compile(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2028]"
    ),
    "a line of its own": re.compile(r"\n\s*(?:INJECTED|LINE)"),
    "a style": re.compile(r"\*bold\*|`code`|~x~"),
}
BLOCKS = {
    "blocks.labels",
    "blocks.length",
    "blocks.outside",
    "blocks.parts",
    "blocks.words",
    "blocks.notices",
}
"""What is handed texts that are harmless already."""
UNDRAWN = {"value", "private_metadata", "initial_value", "block_id", "action_id", "callback_id"}
EXEMPT = {"a style", "a link"}


class Hostile:
    """Puts hostile text where text may come from outside, and remembers what it met."""

    def __init__(self) -> None:
        self.poisoned: set[tuple[str, str]] = set()
        self.unknown: set[tuple[str, str]] = set()

    def text(self, text: str, holder: str, name: str) -> str:
        if name in OUTSIDE.get(holder, ()):
            self.poisoned.add((holder, name))
            most = SHORTEST.get(name)
            return text if not text or text.isdigit() else HOSTILE[:most]
        if name not in OWN:
            self.unknown.add((holder, name))
        return text

    def value(self, value: Any, holder: str, name: str) -> Any:
        if isinstance(value, str):
            return self.text(value, holder, name)
        if isinstance(value, tuple | list):
            return self.several(value, holder, name)
        if isinstance(value, Mapping):
            return {key: self.value(one, holder, name) for key, one in value.items()}
        if isinstance(value, SQLModel):
            return self.held(value, value.model_dump(), OUTSIDE[type(value).__name__])
        if is_dataclass(value) and not isinstance(value, type | Register | Step):
            names = [one.name for one in fields(value) if one.init]
            return self.held(value, {one: getattr(value, one) for one in names}, names)
        return value

    def several(self, value: Any, holder: str, name: str) -> Any:
        kind = type(value)
        if hasattr(value, "_fields"):
            return kind(
                *(self.value(getattr(value, one), kind.__name__, one) for one in kind._fields)
            )
        return kind(self.value(one, holder, name) for one in value)

    def held(self, value: Any, present: Mapping[str, Any], names: Iterable[str]) -> Any:
        """Return the same kind of thing, hostile in these of its fields."""
        kind = type(value)
        told = {one: self.value(present[one], kind.__name__, one) for one in names}
        return kind(**{**present, **told})


def drawn(node: Any, kind: str = "mrkdwn") -> Iterator[tuple[str, str]]:
    """Yield (kind of text, text) for everything that a reader sees."""
    if isinstance(node, str):
        yield kind, node
    elif isinstance(node, Mapping):
        inner = str(node.get("type", kind)) if "text" in node else kind
        for key, value in node.items():
            if key not in UNDRAWN:
                yield from drawn(value, inner)
    elif isinstance(node, list):
        for one in node:
            yield from drawn(one, kind)


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Hostile:
    """Have every public function of every view draw hostile values instead of what it is given."""
    hostile = Hostile()

    def poisoned(room: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def draw(*args: Any, **kwargs: Any) -> Any:
            given = inspect.signature(function).bind(*args, **kwargs)
            told = {name: hostile.value(one, room, name) for name, one in given.arguments.items()}
            given.arguments.update(told)
            return function(*given.args, **given.kwargs)

        return draw

    for found in pkgutil.walk_packages(bot.views.__path__, "bot.views."):
        module, room = importlib.import_module(found.name), found.name.removeprefix("bot.views.")
        if room in BLOCKS:
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                monkeypatch.setattr(module, name, poisoned(room, function))
    return hostile


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_from_outside_pings_or_breaks_out(language: str, hostile: Hostile) -> None:
    for name, case in ALL.items():
        view = case(language)
        assert alike(view) == {}, name
        for kind, text in drawn(view):
            for what, pattern in BAD.items():
                if kind == "mrkdwn" or what not in EXEMPT:
                    assert not pattern.search(text), f"{name}: {what} in {kind}: {text!r}"
    assert sorted(hostile.unknown) == [], "say of these fields whether they come from outside"
    met = {(holder, name) for holder, names in OUTSIDE.items() for name in names}
    assert hostile.poisoned == met
