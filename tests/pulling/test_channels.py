"""A channel that is measured: read as Slack has it, and its members known by their own names."""

from datetime import timedelta

import pytest

from bot.models import Feed, HelpdeskName, Member, SlackUser, Team
from bot.sources.pulls import PullError
from tests.pulling.conftest import LEAD, NOW
from tests.sources.channels.test_channels import Channel

AGENT = "U0AGENT"


class Reader(Channel):
    """A channel of Slack; `refuses` is why it can't be read."""

    refuses = None

    async def history(self, channel_id, oldest):
        if self.refuses:
            raise PullError(self.refuses)
        async for page in super().history(channel_id, oldest):
            yield page


@pytest.fixture
async def channel(fed):
    fed.reader = Reader()
    fed.pulls = fed.process()
    async with fed.database.write() as session:
        session.add(Member(team_id=1, slack_user_id=AGENT, role="agent"))
        session.add(SlackUser(id=AGENT, name="Noah", refreshed_at=NOW))
        session.add(
            Feed(
                team_id=1,
                number=1,
                kind="channel",
                product="slack",
                name="#help",
                source="slack-C1",
                address="C1",
                state="on",
                asked_since=NOW - timedelta(days=30),
                made_by=LEAD,
                made_at=NOW,
                next_at=NOW + timedelta(hours=1),
            )
        )
    fed.now = NOW + timedelta(hours=1)
    return fed.reader


async def test_answers_in_threads_are_counted(fed, channel):
    asked = channel.say(0, text="Help")
    channel.say(12, AGENT, under=asked)
    await fed.pull()
    (ticket,) = (await fed.tickets()).values()
    assert ticket.first_response_at - ticket.opened_at == timedelta(minutes=12)
    assert (ticket.responder, ticket.channel) == ("Noah", "slack")
    names = [(one.name, one.slack_user_id) for one in await fed.all_of(HelpdeskName)]
    assert ("Noah", AGENT) in names


async def test_a_name_that_is_somebody_elses_gives_way_to_the_id(fed, channel):
    async with fed.database.write() as session:
        session.add(HelpdeskName(team_id=1, name="Noah", slack_user_id=LEAD))
    asked = channel.say(0)
    channel.say(12, AGENT, under=asked)
    await fed.pull()
    (ticket,) = (await fed.tickets()).values()
    assert ticket.responder == AGENT
    owners = {one.name: one.slack_user_id for one in await fed.all_of(HelpdeskName)}
    assert (owners["Noah"], owners[AGENT]) == (LEAD, AGENT)


async def test_thanks_are_no_answer_where_the_team_says_so(fed, channel):
    async with fed.database.write() as session:
        team = await session.get_one(Team, 1)
        team.not_replies = "thanks"
        session.add(team)
    asked = channel.say(0)
    channel.say(1, AGENT, "Thanks!", under=asked)
    channel.say(9, AGENT, "It is on its way", under=asked)
    await fed.pull()
    (ticket,) = (await fed.tickets()).values()
    assert ticket.first_response_at - ticket.opened_at == timedelta(minutes=9)


async def test_it_is_read_every_minute(fed, channel):
    channel.say(0)
    await fed.pull()
    assert (await fed.feed()).next_at - fed.now == timedelta(minutes=1)


@pytest.mark.parametrize("why", ["channel", "scope"])
async def test_a_channel_that_cannot_be_read_is_told_of_at_once(fed, channel, why):
    channel.refuses = why
    await fed.pull()
    assert (await fed.feed()).failure == why
    assert await fed.told() == [(LEAD, "failed")]
