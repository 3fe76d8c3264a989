"""A payload in which one thing after the other is changed to what is another team's."""

import contextlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from bot import ids
from bot.services.team.matching import digest
from tests.rights import twin
from tests.rights.twin import FURTHER
from tests.scenarios.office import Json

MODELS = [
    one
    for one in vars(ids).values()
    if isinstance(one, type) and issubclass(one, ids.Value) and one is not ids.Value
]
_EDGES = (0, -1, 2**63 - 1)
_NUMBER = FURTHER + 1
_ANOTHER_DAY, _ANOTHER_TIME = "2026-11-12", "2026-11-19T11:00:00Z"
_DELIVERY = twin.delivery(f"{10:032}")
THEIRS: Mapping[str, tuple[Any, ...]] = {
    "team_id": (twin.TEAM,),
    "team": (twin.TEAM, twin.NAME),
    "number": (_NUMBER,),
    "plan": (_NUMBER,),
    "item": (_NUMBER,),
    "problem": (_NUMBER,),
    "id": (twin.ticket("C1"), _DELIVERY),
    "ticket": (twin.ticket("C1"),),
    "ref": (str(_NUMBER), f"file/{twin.ticket('T3')}"),
    "key": (str(_NUMBER), f"file/{twin.ticket('T3')}", "2"),
    "subject": ("import", "problem", "team"),
    "person": ("U01LIWEI",),
    "user": ("U01LIWEI", "U01BOTH"),
    "name": (digest("李伟"),),
    "channel": (twin.ROOM,),
    "text": (
        f"today {twin.NAME}",
        f"actions {twin.NAME}",
        f"deliveries {twin.NAME}",
        "for <@U01LIWEI>",
    ),
    "kind": ("solved", "met"),
    "of": ("problem",),
    "file": (twin.FILE,),
}
"""What is the other team's or of another kind, by the names of fields."""
OTHERWISE: Mapping[str, tuple[Any, ...]] = {
    "version": (7,),
    "group": ("others",),
    "unnamed": (7,),
    "asks": (False,),
    "all": (True,),
    "turn": (3,),
    "page": (2,),
    "names_page": (2,),
    "asked": (5,),
    "drawn": (1,),
    "reports": (9,),
    "source": ("helpdesk",),
    "origin": ("problem", "warning", "review"),
    "role": ("lead",),
    "metric": ("attainment", "frt_p90"),
    "raised": (_ANOTHER_DAY,),
    "shown": (_ANOTHER_DAY,),
    "week": (_ANOTHER_DAY,),
    "day": (_ANOTHER_DAY,),
    "first": (_ANOTHER_DAY,),
    "last": (_ANOTHER_DAY,),
    "before": (_ANOTHER_TIME,),
    "since": (_ANOTHER_TIME,),
    "opened": (_ANOTHER_TIME,),
    "as_of": (_ANOTHER_TIME,),
    "scope": ("all", "mine"),
    "step": ("make", "close"),
    "adds": (True,),
    "period": ("yesterday",),
    "by": ("agent",),
    "clock": ("calendar",),
    "outcome": ("missed",),
    "cause": ("skill",),
    "status": ("met",),
    "language": ("zh",),
    "on": (False, True),
    "days": ({"prepare": "9"},),
    "seen": ({"name": "x"}, "x"),
    "was": (["1m", "1m", ""],),
    "where": ([["channel", "chat"]],),
    "columns": ({"agent": [1]},),
    "stood": ({"agent": [1]},),
    "order": ("mdy",),
    "zone": ("Asia/Tokyo",),
    "sheet": ("2",),
    "header_row": (2,),
    "product": ("zendesk",),
    "address": ("https://elsewhere.example.com",),
    "account": ("2",),
    "back": (365,),
}
"""What is only another one."""
_ANYWHERE = {"container", "message", "view"}
"""What is looked at in one place, or the same way by whatever answers."""
_A_TICKET = re.compile(r"[A-Z]?\d+")
"""What names a ticket or a number of Global support's in a form."""


@dataclass(frozen=True)
class World:
    """What only Slack names: a card, a modal, a `response_url` of theirs, and a channel besides."""

    card: str
    modal: str
    response_url: str
    hidden: str


@dataclass(frozen=True)
class Change:
    """A payload with one field otherwise, and the text that then carries the field, if one does.

    `of` is the model that the field is one of, or where in the payload it stands. `at` is what
    Slack calls the text, `within` the field that holds a nested one, `maybe` are all the models
    that the text may be read as.
    """

    of: Any
    field: str
    value: Any
    payload: Json
    carried: str = ""
    at: str = ""
    within: str = ""
    maybe: frozenset[Any] = frozenset()

    @property
    def is_edge(self) -> bool:
        """Whether it is a number that nothing has."""
        return self.value in _EDGES and not isinstance(self.value, bool)

    @property
    def is_theirs(self) -> bool:
        """Whether it is something of the other team."""
        return not self.is_edge and (isinstance(self.of, str) or self.field not in OTHERWISE)

    def is_read(self, taken: Collection[object]) -> bool:
        """Return whether the bot read such a field of every model that this may be."""
        models = {self.of} if self.within else self.maybe
        return all(
            (model, self.field) in taken for model in models if self.field in model.model_fields
        )

    def once(self, handler: object) -> object:
        """Return for what it is tried once: with what answers it, or wherever its model is read."""
        what = (self.at, str(self.of), self.field, str(self.value))
        if self.is_edge and self.value:
            return what[2:]
        if not self.is_theirs or self.field == "reply_url" or self.of in _ANYWHERE:
            return what
        return (handler, *what)


def changes(payload: Json, world: World, read: Mapping[str, Collection[Any]]) -> Iterator[Change]:
    """Yield every change of a payload; `read` are the models that texts were read as, if they were.

    What was not is taken for whatever writes it so.
    """
    texts = set()
    for path, raw in _texts(payload):
        held = json.loads(raw)
        kinds = frozenset(read.get(raw) or _models_of(held))
        for kind in kinds:
            for model, at, value in _inside(kind, held, (), world):
                carried = json.dumps(_put(held, at, value))
                if (path, carried) not in texts:
                    texts.add((path, carried))
                    made = _put(payload, path, carried)
                    within = at[0] if at[1:] else ""
                    yield Change(model, at[-1], value, made, carried, path[-1], within, kinds)
    for path, value in _around(payload, world):
        where = "/".join(map(str, path[:-1]))
        yield Change(where, str(path[-1]), value, _put(payload, path, value))


def _models_of(held: Json) -> list[Any]:
    """Return the models that write a text as it is."""
    found = []
    for model in MODELS:
        with contextlib.suppress(ValidationError):
            if json.loads(model.model_validate(held).dump()) == held:
                found.append(model)
    return found


def _inside(
    model: Any, held: Json, path: tuple[str, ...], world: World
) -> Iterator[tuple[Any, tuple[str, ...], Any]]:
    for name, info in model.model_fields.items():
        if name == "v":
            continue
        at = (*path, name)
        nested = next((one for one in _types(info.annotation) if one in MODELS), None)
        if nested is not None:
            inner = held.get(name) or _whole(nested)
            if name not in held:
                yield model, at, inner
            for of, below, value in _inside(nested, inner, (), world):
                yield of, (*at, *below), value
            yield model, at, inner | {"team_id": twin.TEAM}
            continue
        for value in _others(name, info.annotation, world):
            if value != held.get(name):
                yield model, at, value


def _others(name: str, annotation: Any, world: World) -> Iterator[Any]:
    types = _types(annotation)
    if name == "reply_url":
        yield world.response_url
    if name == "channel":
        yield world.hidden
    for value in (*THEIRS.get(name, ()), *OTHERWISE.get(name, ())):
        if not (int in types and isinstance(value, str)) and not (
            int not in types and isinstance(value, int) and not isinstance(value, bool)
        ):
            yield value
    if int in types:
        yield from _EDGES


def _whole(model: Any) -> Json:
    """Return what a nested value of Global support needs at least."""
    wanted = {name for name, info in model.model_fields.items() if info.is_required()}
    return {"v": 1, **dict.fromkeys(wanted | ({"team_id"} & model.model_fields.keys()), 1)}


def _types(annotation: Any) -> list[Any]:
    found = [annotation]
    for one in get_args(annotation):
        found += _types(one) if not isinstance(one, str) else []
    return found


def _texts(payload: Json) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield where a payload carries texts of the bot's own."""
    for at, action in enumerate(payload.get("actions", [])):
        for name in ("value", "block_id"):
            if str(action.get(name)).startswith("{"):
                yield ("actions", at, name), action[name]
        if (chosen := action.get("selected_option")) and chosen["value"].startswith("{"):
            yield ("actions", at, "selected_option", "value"), chosen["value"]
    if (carried := payload.get("view", {}).get("private_metadata", "")).startswith("{"):
        yield ("view", "private_metadata"), carried


def _around(payload: Json, world: World) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield what else a payload says: where it comes from, what was chosen and typed."""
    named = {
        ("channel", "id"): (twin.ROOM, world.hidden),
        ("container", "channel_id"): (twin.ROOM, world.hidden),
        ("container", "message_ts"): (world.card,),
        ("message", "ts"): (world.card,),
        ("view", "id"): (world.modal,),
        ("view", "previous_view_id"): (world.modal,),
        ("actions", 0, "selected_user"): ("U01LIWEI",),
    }
    for (*before, last), values in named.items():
        node: Any = payload
        for one in before:
            node = node[one] if isinstance(node, list) else node.get(one, {})
        if last in node:
            yield from (((*before, last), value) for value in values)
    for block_id, inputs in payload.get("view", {}).get("state", {}).get("values", {}).items():
        for action_id, chosen in inputs.items():
            for at, value in _chosen(chosen, world):
                yield ("view", "state", "values", block_id, action_id, *at), value


def _chosen(chosen: Json, world: World) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for name in ("selected_conversation", "selected_channel"):
        if name in chosen:
            yield from (((name,), value) for value in (twin.ROOM, world.hidden))
    if "selected_user" in chosen:
        yield ("selected_user",), "U01LIWEI"
    if "selected_users" in chosen:
        yield ("selected_users",), ["U01LIWEI"]
    if "selected_options" in chosen:
        yield ("selected_options",), [{"value": str(twin.TEAM)}]
    for at in (("value",), ("selected_option", "value")):
        held = (chosen.get(at[0]) or {}).get("value") if at[1:] else chosen.get("value")
        if _A_TICKET.fullmatch(held or ""):
            yield from ((at, value) for value in (str(twin.TEAM), twin.ticket("T3")))


def _put(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = list(node) if isinstance(node, list) else dict(node or {})
    held = copy[path[0]] if isinstance(copy, list) or path[0] in copy else {}
    copy[path[0]] = _put(held, path[1:], value)
    return copy
