"""Fault switches: what shall go wrong with which call, how often, and from when on.

A rule names a ``method`` (of the Web API, ``response_url``, ``upload``, ``to_app`` for what is
sent to the app, or ``*`` for every call that the app makes), perhaps a ``channel``, and a kind:

=================  ==============================================================================
``delay``          waits ``seconds``, then does the work
``late``           does the work, then waits ``seconds`` before answering
``drop_request``   cuts the connection; nothing was done
``drop_reply``     does the work, then cuts the connection
``truncate``       does the work, then cuts the connection in the middle of the answer
``html``           answers HTTP 200 with a web page; with ``done`` after the work
``server_error``   answers HTTP ``status`` (503); with ``done`` after the work
``internal_error`` does the work, then answers ``internal_error``
``fatal_error``    does the work, then answers ``fatal_error``
``error``          answers ``code``; nothing was done
``rate_limited``   answers HTTP 429 with any ``retry_after``; null leaves the header out; with
                   ``done`` after the work
``redirect``       answers HTTP 307, back to the same address; with ``done`` after the work
``refuse_block``   answers ``invalid_blocks`` to what holds a block of the type ``block``
=================  ==============================================================================

``to_app`` knows ``delay``, ``late``, ``drop_request`` and ``drop_reply``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.workspace.entities import Json
from bot.workspace.errors import invalid_arguments

TO_APP = "to_app"
EVERY_CALL = "*"
OPTIONS: dict[str, Json] = {
    "delay": {"seconds": 1.0},
    "late": {"seconds": 1.0},
    "drop_request": {},
    "drop_reply": {},
    "truncate": {},
    "html": {"done": False},
    "server_error": {"status": 503, "done": False},
    "internal_error": {},
    "fatal_error": {},
    "error": {"code": "internal_error"},
    "rate_limited": {"retry_after": "1", "done": False},
    "redirect": {"done": False},
    "refuse_block": {"block": "data_visualization"},
}
ON_THE_WAY_TO_APP = {"delay", "late", "drop_request", "drop_reply"}
LONGEST_SECONDS = 600.0


@dataclass
class Fault:
    """One rule; ``times`` 0 means until it is cleared, ``after`` calls are let pass first."""

    id: int
    method: str
    kind: str
    channel: str | None = None
    times: int = 1
    after: int = 0
    options: Json = field(default_factory=dict)
    passed: int = 0
    used: int = 0

    @property
    def seconds(self) -> float:
        """How long to wait, for ``delay`` and ``late``."""
        return float(self.options["seconds"])

    @property
    def over(self) -> bool:
        """Whether it has happened as often as it should."""
        return bool(self.times) and self.used >= self.times

    def told(self) -> Json:
        """Return what the traffic log says of it."""
        return {"id": self.id, "kind": self.kind, **self.options}

    def concerns(self, method: str, channel: str | None) -> bool:
        """Return whether a call is one of those that the rule is about."""
        named = self.method == method or (self.method == EVERY_CALL and method != TO_APP)
        return named and self.channel in {None, channel}

    def is_about(self, blocks: Sequence[str]) -> bool:
        """Return whether blocks of these types hold what the rule refuses, if it does."""
        return self.kind != "refuse_block" or self.options["block"] in blocks


class Faults:
    """The switches that are on; with ``token_error`` every call of the bot's token is refused."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self.token_error: str | None = None
        self.removed_scopes: list[str] = []
        self._last = 0

    def add(self, given: Json, channel: str | None) -> Fault:
        """Switch a rule on and return it; ``channel`` is the id of the channel it is about.

        Raises SlackError ``invalid_arguments`` for an unknown kind or option, or a bad value.
        """
        kind, method = str(given.get("kind")), str(given.get("method") or EVERY_CALL)
        if kind not in OPTIONS or (method == TO_APP and kind not in ON_THE_WAY_TO_APP):
            raise invalid_arguments(f"kind {kind} cannot happen to {method}")
        self._last += 1
        rule = Fault(
            id=self._last,
            method=method,
            kind=kind,
            channel=channel,
            times=_count(given, "times", 1),
            after=_count(given, "after", 0),
            options=_options(kind, given.get("options") or {}),
        )
        self.rules.append(rule)
        return rule

    def clear(self, number: int | None = None) -> None:
        """Switch one rule off, or all of them."""
        self.rules = [one for one in self.rules if number not in {None, one.id}]

    def take(self, method: str, channel: str | None, blocks: Sequence[str] = ()) -> Fault | None:
        """Return the rule that this call falls under and count it; rules that are over go.

        ``blocks`` are the types of the blocks that it carries, in their order.
        """
        for rule in self.rules:
            if not rule.concerns(method, channel) or not rule.is_about(blocks):
                continue
            if rule.passed < rule.after:
                rule.passed += 1
                continue
            rule.used += 1
            self.rules = [one for one in self.rules if not one.over]
            return rule
        return None


def _count(given: Json, name: str, default: int) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise invalid_arguments(f"{name} must be a whole number from 0")
    return value


def _options(kind: str, given: object) -> Json:
    if not isinstance(given, dict) or not set(given) <= set(OPTIONS[kind]):
        raise invalid_arguments(f"options of {kind}: {', '.join(OPTIONS[kind]) or 'none'}")
    options = {**OPTIONS[kind], **given}
    seconds, status = options.get("seconds", 0), options.get("status", 500)
    if not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_SECONDS:
        raise invalid_arguments(f"seconds must be from 0 to {LONGEST_SECONDS:.0f}")
    if not isinstance(status, int) or not 500 <= status <= 599:
        raise invalid_arguments("status must be from 500 to 599")
    return options
