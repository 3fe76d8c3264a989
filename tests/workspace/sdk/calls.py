"""One way to call slack_sdk's clients of both kinds, so that each test is written once."""

import inspect
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse


async def done(answer: Any) -> Any:
    """Return what a sync client returned or an async one promises."""
    return await answer if inspect.isawaitable(answer) else answer


async def pages(answer: Any) -> list[Any]:
    """Return every page, by iterating over the first response as slack_sdk offers it."""
    first = await done(answer)
    if isinstance(first, AsyncSlackResponse):
        return [page.data async for page in first]
    return [page.data for page in first]


async def refused(call: Any, *args: Any, **more: Any) -> Any:
    """Return the response that the SlackApiError of a refused call carries."""
    with pytest.raises(SlackApiError) as caught:
        await done(call(*args, **more))
    return caught.value.response
