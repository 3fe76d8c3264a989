"""The form of a new entry: opened by a button, by words, or from a message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.answers.clicks import Asked, Work
from bot.ids import EntryFormValue
from bot.metrics.figures import Ask
from bot.metrics.registers import MAKE, AnyRegister
from bot.services.registers import New, Source
from bot.services.team import Request
from bot.slack.client import Payload, Slack
from bot.text import t
from bot.views.blocks import Late, made_from
from bot.views.registers import step_form

Propose = Callable[[Request, Source, int | None], Awaitable[New]]


@dataclass(frozen=True, slots=True)
class Making:
    """How entries of a register are begun.

    `propose` is given who asks where, what it is made from and a team's id, and returns what is
    proposed. Raises BotError for somebody who is in no such team.
    """

    slack: Slack
    register: AnyRegister
    propose: Propose

    async def opened(
        self, asked: Asked, source: Source, now: datetime, team_id: int | None = None
    ) -> Work:
        """Return what opens the form."""
        request = Request(asked.profile, asked.channel_id, Ask(), now)
        made = await self.propose(request, source, team_id)
        return self.slack.show_modal(asked.body, self._form(made, source, request))

    async def from_message(self, asked: Asked, now: datetime) -> None:
        """Open the form with what somebody wrote, from *More actions* of the message."""
        said, channel_id = asked.body["message"], asked.body["channel"]["id"]
        link = await self.slack.permalink(channel_id, said["ts"])
        source = Source("message", link, said.get("text") or "")
        there = Asked(asked.profile, channel_id, asked.body)
        await (await self.opened(there, source, now))

    def _form(self, made: New, source: Source, request: Request) -> Payload:
        """Return the form; where the maker is in several teams, one is chosen."""
        kind, language, ticket = self.register, request.profile.language, source.ticket
        ref = made.about.origin.ref if made.about else source.ref
        most = kind.most(made.cut) if made.cut else 0
        value = EntryFormValue(
            of=kind.name,
            team_id=made.teams[0].id if len(made.teams) == 1 else 0,
            step=MAKE,
            origin=source.origin,
            ref=ref,
            source=ticket.source if ticket else None,
            ticket=ticket.external_id if ticket else None,
        )
        said = t(language, f"{kind.name}.form.cut", most=most) if made.cut else None
        basis = None
        if source.origin != "command":
            addresses = made.teams[0].addresses
            basis = made_from(kind.name, source.origin, ref, language, addresses, is_short=True)
        late = Late(made.texts, said=said, basis=basis)
        return step_form(None, value, request.profile.reader(), request.as_of, late, made.teams)
