"""What registers show in a way of their own, said by whoever draws their cards."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.ids import EntryFormValue, OpenedValue
from bot.metrics.registers import AnyEntry, AnyStep
from bot.services.people import Profile
from bot.services.registers import Decision
from bot.slack.client import Payload

Follow = Callable[[Decision, EntryFormValue, Profile, dict[str, Any]], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Face:
    """How an entry and a step that was taken are shown, and what no longer applies.

    `opened` is given an entry, the steps that its reader may take, what the modal is to carry, a
    language and the present instant, and returns the modal; `follow` the decision, the value of
    the form, who sent it, and what Slack sent; `in_other_state` the entry, the step and a
    language, and so `basis`: what speaks for a step, above its form.
    """

    opened: Callable[[AnyEntry, Sequence[AnyStep], OpenedValue, str, datetime], Payload]
    follow: Follow
    in_other_state: Callable[[AnyEntry, AnyStep, str], str]
    basis: Callable[[AnyEntry, AnyStep, str], str | None] = lambda *_: None
