"""A tour of the app: steps that tick themselves off when what they ask for has been done.

A seed or ``--tour FILE`` gives it as JSON::

    {"start": {"en": {"as": user id, "in": place}, "zh": …},
     "steps": [{"id", "done_when": {fact: value or [values]}, "point": where,
                "en": {"title", "text", "type", "at": {"as", "in"}}, "zh": …}, …]}

Facts: ``command`` (what was typed, such as ``/app help``), ``click`` (an action_id), ``submit`` (a
callback_id, accepted by the app), ``act_as`` (a user id), ``open`` (``home``), ``clock``
(``moved``); a value ending in ``*`` stands for all that begin so. ``point`` is what the step points
at: ``composer``, ``people``, ``clock``, ``home`` or ``action:ID``; ``at`` where that is to be
found, ``type`` what may be filled into the composer. ``start`` is where a visitor lands who names
neither person nor place.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from bot.workspace.entities import Json
from bot.workspace.journal import Journal


@dataclass(frozen=True)
class Step:
    """One step: what completes it, what it points at, and its words by language."""

    id: str
    done_when: dict[str, list[str]]
    point: str
    words: dict[str, Json]

    def is_done_by(self, facts: dict[str, str]) -> bool:
        """Return whether one of the facts is what the step asks for."""
        return any(
            name in facts and any(_matches(facts[name], wanted) for wanted in values)
            for name, values in self.done_when.items()
        )


@dataclass
class Tour:
    """The steps, which of them are done, and whether the tour has been put away."""

    steps: list[Step]
    start: dict[str, Json]
    journal: Journal
    done: set[str] = field(default_factory=set)
    away: bool = False
    began: float = 0.0

    @property
    def next(self) -> Step | None:
        """The first step that is not done, None after the last."""
        return next((step for step in self.steps if step.id not in self.done), None)

    def noticed(self, facts: dict[str, str]) -> None:
        """Tick off what these facts complete."""
        fresh = {step.id for step in self.steps if step.is_done_by(facts)} - self.done
        if fresh:
            self.done |= fresh
            self.journal.changed("tour")

    def put_away(self, *, away: bool, anew: bool = False) -> None:
        """Put the tour away or bring it back; from its start `anew`, or once it is through."""
        if anew or (not away and self.next is None):
            self.done, self.began = set(), time.time()
        self.away = away
        self.journal.changed("tour")

    async def follow(self) -> None:
        """Notice what goes to the app, for as long as the journal is open."""
        seq = self.journal.seq
        while not self.journal.closed:
            await self.journal.wait(seq, 60)
            fresh = [one for one in self.journal.traffic if one["seq"] > seq]
            seq = self.journal.seq
            for one in fresh:
                if one["direction"] == "to_app" and self._is_of_this_walk(one):
                    self.noticed(_facts(one["request"], one["answer"]))

    def _is_of_this_walk(self, entry: Json) -> bool:
        """Return whether a request was made since the tour began, not only answered since."""
        return bool(entry["at"] - entry.get("ms", 0) / 1000 >= self.began)


def read_tour(given: Json, journal: Journal) -> Tour:
    """Return the tour that a seed describes. Raises TypeError, KeyError or ValueError."""
    steps = [_step(row) for row in given["steps"]]
    if len({step.id for step in steps}) != len(steps):
        raise ValueError("two steps of the tour have the same id")
    return Tour(steps, given.get("start") or {}, journal)


def _step(row: Json) -> Step:
    done_when = {
        str(name): [value] if isinstance(value, str) else list(value)
        for name, value in row["done_when"].items()
    }
    words = {language: dict(row[language]) for language in ("en", "zh")}
    for said in words.values():
        said["title"], said["text"]
    return Step(str(row["id"]), done_when, str(row.get("point") or ""), words)


def _matches(value: str, wanted: str) -> bool:
    value, wanted = value.casefold(), wanted.casefold()
    return value.startswith(wanted[:-1]) if wanted.endswith("*") else value == wanted


def _facts(request: Json, answer: Json) -> dict[str, str]:
    """Return what a request to the app says was done; nothing when the app did not take it."""
    payload: dict[str, Any] = request.get("payload") or {}
    if answer.get("status") != "ok":
        return {}
    if payload.get("command"):
        return {"command": " ".join(f"{payload['command']} {payload.get('text') or ''}".split())}
    if payload.get("type") == "block_actions":
        return {"click": str(payload["actions"][0].get("action_id"))}
    if payload.get("type") == "view_submission":
        body = answer.get("body")
        refused = isinstance(body, dict) and body.get("response_action") == "errors"
        return {} if refused else {"submit": str(payload["view"].get("callback_id"))}
    if (payload.get("event") or {}).get("type") == "app_home_opened":
        return {"open": "home"} if payload["event"].get("tab") == "home" else {}
    return {}
