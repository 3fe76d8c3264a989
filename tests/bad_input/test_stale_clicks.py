"""Buttons that were right once: the ticket, the owner, the team or the message is another now."""

import asyncio
from datetime import timedelta

from sqlalchemy import delete

from bot import ids
from bot.models import Ticket
from bot.text import t
from tests.actions.floor import ROOM, Floor
from tests.bad_input.forger import Forger
from tests.scenarios.office import words_of


async def test_deleted_ticket(forger: Forger):
    cause = {"selected_option": {"value": ids.CauseValue(cause="system").dump()}}
    row = ids.CaseValue(team=1, source="file", id="T3").dump()
    async with forger.desk.database.write() as session:
        await session.exec(delete(Ticket).where(Ticket.external_id == "T3"))
    before = await forger.kept()
    for user, language in (("U01EMMA", "en"), ("U01ADMIN", "en")):
        click = forger.click({"action_id": ids.CASE_CAUSE, "block_id": row} | cause, user)
        heard = await forger.send(click)
        assert t(language, "cases.error.gone", id="T3") in heard.words
    assert await forger.kept() == before


async def test_expired(forger: Forger):
    now = forger.desk.clock()
    for days, is_expired in ((399, False), (401, True)):
        value = ids.AskValue(as_of=now - timedelta(days=days)).dump()
        for name in (ids.REPORT_CLOCK, ids.REPORT_WHY, ids.REPORT_SHARE):
            heard = await forger.send(forger.click({"action_id": name, "value": value}))
            assert (t("en", "error.button") in heard.words) is is_expired, name


async def test_former_owner(floor: Floor):
    card = await floor.make("emma", owner="U01NOAH")
    form = await floor.press("noah", card, ids.ACTION_DONE)
    await floor.change("emma", card, ids.ACTION_REASSIGN, owner="U01SOFIA")
    history = len(await floor.history())
    assert await floor.press("noah", card, ids.ACTION_DONE) is None
    assert "<@U01SOFIA>" in await floor.whispered("noah")
    await floor.fill("noah", form, result="Mine after all")
    assert "<@U01SOFIA>" in words_of(await floor.office.modal("noah"))
    assert (await floor.action()).status == "open"
    assert len(await floor.history()) == history


async def test_other_team(forger: Forger):
    floor = Floor(forger.desk)
    await floor.make("emma")
    before = await forger.kept()
    value = ids.ActionValue(team_id=1, number=1, version=1).dump()
    for action_id in (ids.ACTION_DONE, ids.ACTION_REASSIGN, ids.ACTION_NEW_DATE):
        heard = await forger.send(forger.click({"action_id": action_id, "value": value}, "U01WANG"))
        assert "<@U01EMMA>" in heard.words
        assert await forger.desk.slack.client.views("wangfang") == []
    why = {"action_id": ids.REPORT_WHY, "value": ids.WhyValue(team="Global support").dump()}
    heard = await forger.send(forger.click(why, "U01WANG"))
    assert t("zh", "error.team_forbidden", team="Global support") in heard.words
    assert await forger.kept() == before


async def test_deleted_message(floor: Floor, capsys):
    card = await floor.make("emma")
    form = await floor.press("emma", card, ids.ACTION_DONE)
    await floor.office.bot.deps.slack.client.chat_delete(channel="C01SUPPORT", ts=card["ts"])
    await floor.fill("emma", form, result="Done")
    assert (await floor.action()).status == "done"
    assert card["ts"] not in {one["ts"] for one in await floor.said("emma", ROOM)}
    assert "Traceback" not in "".join(capsys.readouterr())


async def test_two_at_once(floor: Floor):
    card = await floor.make("emma", owner="U01NOAH")
    forms = [(user, await floor.press(user, card, ids.ACTION_DONE)) for user in ("emma", "noah")]
    made = len(await floor.history())
    await asyncio.gather(*(floor.fill(user, form, result=user) for user, form in forms))
    assert (await floor.action()).version == 2
    assert len(await floor.history()) == made + 1
