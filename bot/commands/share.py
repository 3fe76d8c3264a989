"""*Share*: a report into the channel, in the team's language."""

from collections import OrderedDict
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.errors import BotError
from bot.ids import REPORT_SHARE, AskValue
from bot.services.asking import ask_of
from bot.services.report import refuse_to_share, report
from bot.services.standing import Choice, Request
from bot.slack import Payload
from bot.slack_clicks import or_apologise, read_value
from bot.views import report as view

_MOST_REMEMBERED = 1_000


class Shared:
    """The answers that were shared from here, so that a double click posts once."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[str, ...], None] = OrderedDict()

    def claim(self, key: tuple[str, ...]) -> bool:
        """Return whether nobody has shared it yet, and count it as shared."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > _MOST_REMEMBERED:
            self._keys.popitem(last=False)
        return True

    def release(self, key: tuple[str, ...]) -> None:
        """Let it be shared after all."""
        self._keys.pop(key, None)


def register(app: AsyncApp, deps: Deps) -> None:
    """Post a report where its button was clicked, once."""
    shared = Shared()

    async def post(channel_id: str, payload: Payload, key: tuple[str, ...]) -> None:
        try:
            await deps.slack.share(channel_id, payload)
        except Exception:
            shared.release(key)
            raise

    @app.action(REPORT_SHARE)
    async def on_share(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        profile, channel_id, now = context["profile"], context.channel_id or "", deps.clock()
        ask, as_of = ask_of(read_value(AskValue, action.get("value")), now)
        made = await report(deps.database, Request(profile, channel_id, ask, as_of), now=now)
        if isinstance(made, Choice):
            raise BotError("error.button")
        refuse_to_share(made.report)
        payload = view.shared(made.report, profile.user_id)
        await ack()
        key = (channel_id, profile.user_id, (body.get("container") or {}).get("message_ts", ""))
        if shared.claim((*key, action["value"])):
            work = post(channel_id, payload, (*key, action["value"]))
            deps.background.start(or_apologise(deps.slack, work, body, profile.language))
