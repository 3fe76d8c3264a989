"""What registers show in a way of their own, said by whoever draws their cards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.ids import EntryFormValue
from bot.metrics.registers import AnyEntry, AnyStep
from bot.services.people import Profile
from bot.services.registers import Decision

Follow = Callable[[Decision, EntryFormValue, Profile, dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Face:
    """How a step that was taken is shown, and what is said of one that no longer applies.

    `follow` is given the decision, the value of the form, who sent it, and what Slack sent;
    `in_other_state` the entry, the step and a language.
    """

    follow: Follow
    in_other_state: Callable[[AnyEntry, AnyStep, str], str]
