"""Doors on App Home: what is asked there is answered in Messages; forms open over it."""

import pytest

from bot import ids
from bot.commands.words import VOCABULARY
from bot.text import LANGUAGES, catalogue
from tests.home.conftest import home_of
from tests.scenarios.office import FAILING, Office, go, words_of


@pytest.mark.parametrize("name", ids.HELP_DOORS)
def test_every_door_asks_words_of_the_table_and_says_what_one_wants(name: str):
    words, _ = VOCABULARY.understand(ids.HELP_DOORS[name])
    assert name in {words.helps, "help"}
    for language in LANGUAGES:
        assert f"help.{name}.door" in catalogue(language)


async def test_what_is_asked_is_answered_in_messages_and_led_to(desk: Office):
    for user, name, said in (
        ("noah", "waiting", "waiting for a first reply"),
        ("emma", "report", "report"),
    ):
        home = await home_of(desk, user)
        await go(desk, user, home, name)
        answer = await desk.newest(user, "app")
        assert said in answer["text"].casefold()
        assert not answer["ephemeral"]
        modal = await desk.modal(user)
        assert modal["title"]["text"] == "Answered in Messages"
        assert answer["ts"].replace(".", "") in words_of(modal)
        await desk.slack.client.close(user, modal)


async def test_long_answers_come_there_too(desk: Office):
    for name in ("plan", "review", "by"):
        home = await home_of(desk, "emma")
        await go(desk, "emma", home, name)
        await desk.slack.client.close("emma", await desk.modal("emma"))
    assert len(await desk.slack.client.messages("emma", "app")) == 3


async def test_everything_else_is_asked_in_a_modal(desk: Office):
    home = await home_of(desk, "emma")
    await desk.click("emma", home, ids.HELP_ALL)
    modal = await desk.modal("emma")
    assert modal["title"]["text"] == "What I can do"
    await desk.click("emma", modal, ids.HELP_RUN, block_id="warnings")
    assert "Warnings · Global support" in words_of(await desk.newest("emma", "app"))
    assert (await desk.modal("emma"))["title"]["text"] == "Answered in Messages"
    await desk.slack.client.close("emma", await desk.modal("emma"))
    await desk.click("emma", modal, ids.HELP_RUN, block_id="setup")
    assert (await desk.modal("emma"))["title"]["text"] == "Team settings"


async def test_an_agent_is_shown_no_door_of_leads(desk: Office):
    home = await home_of(desk, "noah")
    assert "Daily report" not in words_of(home)
    await desk.click("noah", home, ids.HELP_ALL)
    shown = words_of(await desk.modal("noah"))
    assert "/frt setup" not in shown
    assert "/frt training" in shown


@pytest.mark.parametrize(("kind", "options", "words"), FAILING)
async def test_an_answer_that_slack_does_not_take_is_told(
    desk: Office, kind: str, options: dict[str, str], words: str
):
    home = await home_of(desk, "noah")
    await desk.slack.client.fault("chat.postMessage", kind, **options)
    await go(desk, "noah", home, "waiting")
    assert words in words_of(await desk.modal("noah"))
