"""Which handler answers: looked up by the command, action_id or callback_id of a request.

Bolt asks every listener in turn, and gathers its arguments anew for each: past a hundred listeners
that takes longer than most answers. Features register with Bolt's own decorators all the same.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from inspect import getargs
from re import Pattern
from types import FunctionType
from typing import Any, cast

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.answers.counted import counted

Matcher = Callable[..., Awaitable[bool]]
Handler = Callable[..., Awaitable[BoltResponse | None]]
Decorator = Callable[..., Handler | None]
Constraints = str | Pattern[str] | dict[str, str | Pattern[str]]
_Call = Callable[[AsyncArgs], Awaitable[Any]]


class RoutedApp(AsyncApp):
    """Bolt's app, with a table of one handler for each id; patterns and matchers are left to Bolt.

    A second handler for an id raises ValueError at the start.
    """

    @cached_property
    def _routes(self) -> dict[tuple[str, str], _Call]:
        return {}

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer a request; one whose event is no object, which Bolt can't read, with 400."""
        if not isinstance(req.body.get("event", {}), dict):
            return BoltResponse(status=400, body="")
        return await super().async_dispatch(req)

    def command(
        self,
        command: str | Pattern[str],
        matchers: Sequence[Matcher] | None = None,
        middleware: Sequence[Any] | None = None,
    ) -> Decorator:
        """Register the handler of a slash command, as Bolt does."""
        if matchers or middleware or not isinstance(command, str):
            return super().command(command, matchers, middleware)
        return self._route("command", command)

    def action(
        self,
        constraints: Constraints,
        matchers: Sequence[Matcher] | None = None,
        middleware: Sequence[Any] | None = None,
    ) -> Decorator:
        """Register the handler of a click, as Bolt does."""
        if matchers or middleware or not isinstance(constraints, str):
            return super().action(constraints, matchers, middleware)
        return self._route("block_actions", constraints)

    def view(
        self,
        constraints: Constraints,
        matchers: Sequence[Matcher] | None = None,
        middleware: Sequence[Any] | None = None,
    ) -> Decorator:
        """Register the handler of a modal that is sent, as Bolt does."""
        if matchers or middleware or not isinstance(constraints, str):
            return super().view(constraints, matchers, middleware)
        return self._route("view_submission", constraints)

    def view_closed(
        self,
        constraints: str | Pattern[str],
        matchers: Sequence[Matcher] | None = None,
        middleware: Sequence[Any] | None = None,
    ) -> Decorator:
        """Register the handler of a modal that is closed, as Bolt does."""
        if matchers or middleware or not isinstance(constraints, str):
            return super().view_closed(constraints, matchers, middleware)
        return self._route("view_closed", constraints)

    def shortcut(
        self,
        constraints: Constraints,
        matchers: Sequence[Matcher] | None = None,
        middleware: Sequence[Any] | None = None,
    ) -> Decorator:
        """Register the handler of a shortcut, as Bolt does."""
        if matchers or middleware or not isinstance(constraints, str):
            return super().shortcut(constraints, matchers, middleware)
        return self._route("shortcut", constraints)

    def look_up_handlers(self, word: Callable[[str], str]) -> None:
        """Let the table answer, after all middleware registered before; then Bolt's listeners.

        `word` returns by which of a few words a command's text is counted; the rest by its id.
        """

        @self.middleware
        async def routed(args: AsyncArgs) -> BoltResponse | None:
            kind, wanted = _asked(args.body)
            handler = self._routes.get((kind, wanted))
            if handler is None:
                await args.next()
                return None
            with counted(word(args.body.get("text") or "") if kind == "command" else wanted):
                await handler(args)
            return args.ack.response

    def _route(self, kind: str, wanted: str) -> Decorator:
        def decorate(handler: Handler) -> Handler:
            if (kind, wanted) in self._routes:
                raise ValueError(f"{wanted!r} has two handlers")
            self._routes[kind, wanted] = _called(handler)
            return handler

        return decorate


def _asked(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return the kind of a request and the id it is for."""
    kind = body.get("type", "")
    if "command" in body:
        return "command", body["command"]
    if kind == "block_actions":
        return kind, body["actions"][0]["action_id"]
    if kind in ("view_submission", "view_closed"):
        return kind, body["view"].get("callback_id")
    if kind in ("shortcut", "message_action"):
        return "shortcut", body["callback_id"]
    return "", ""


def _called(function: Callable[..., Awaitable[Any]]) -> _Call:
    """Return how to call a function with those of Bolt's arguments that it names.

    They are read from its code: a hundred signatures take as long as the rest of a start. Raises
    TypeError for a name that Bolt does not know.
    """
    names = getargs(cast(FunctionType, function).__code__).args
    if unknown := set(names) - AsyncArgs.__annotations__.keys():
        raise TypeError(f"{function.__qualname__} asks Bolt for {unknown}")

    def call(args: AsyncArgs) -> Awaitable[Any]:
        return function(**{name: getattr(args, name) for name in names})

    return call
