"""What every request passes before its handler."""

from collections.abc import Awaitable, Callable

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware

Next = Callable[[], Awaitable[object]]


class Before(AsyncMiddleware):
    """Bolt's middleware from a function of a request and of what comes next.

    For a function alone Bolt gathers, at each request, all that a handler could ask for.
    """

    def __init__(
        self, function: Callable[[AsyncBoltRequest, Next], Awaitable[BoltResponse | None]]
    ) -> None:
        self._function = function

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Next,  # noqa: A002  as Bolt calls it
    ) -> BoltResponse | None:
        """Return what the function does."""
        return await self._function(req, next)
