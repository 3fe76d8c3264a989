"""Showing what others may be changing: again, until what was shown is what stands."""

from collections.abc import Awaitable, Callable

from bot.views.blocks import Payload

_MOST = 2


async def show_current(
    draw: Callable[[], Awaitable[Payload | None]], show: Callable[[Payload], Awaitable[object]]
) -> None:
    """Show what `draw` makes of the present state, and once more if that has changed since.

    So of several that show the same thing at once, in whatever processes and whatever order, the
    last one leaves the present state. None from `draw` shows nothing. What `draw` makes must hang
    on the state alone, so it draws as of one instant: a `response_url` can be used five times.
    """
    shown = None
    for _ in range(_MOST):
        drawn = await draw()
        if drawn is None or drawn == shown:
            return
        await show(drawn)
        shown = drawn
