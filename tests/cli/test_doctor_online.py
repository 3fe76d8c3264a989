"""`frt doctor --online`: one of each view is put to `blocks.validate`."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.cli.probe import SlackProbe
from bot.manifest import SCOPES
from bot.services.doctor.checks import Finding
from bot.services.doctor.views import shipped, validated
from bot.slack.client import Slack
from bot.slack.pace import METHODS, Pace
from bot.workspace.server import Running, running
from tests.cli.conftest import Frt, set_up
from tests.cli.test_doctor import APP, settings_for

METHOD = "blocks.validate"
EACH = len(shipped())


@pytest.fixture
async def slack() -> AsyncIterator[Running]:
    async with running({"app": {**APP, "scopes": list(SCOPES)}}) as workspace:
        yield workspace


class Doctor:
    """Asks at Slack's pace, by a clock of its own."""

    def __init__(self, slack: Running) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []
        pace = Pace(lambda: self.seconds, self.sleep)
        self.probe = SlackProbe(Slack(APP["bot_token"], slack.api_url, pace).client, self.wait)

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    async def finds(self) -> list[Finding]:
        return [one async for one in validated(self.probe)]


@pytest.fixture
def doctor(slack: Running) -> Doctor:
    return Doctor(slack)


def asked(slack: Running) -> list[dict[str, Any]]:
    calls = slack.workspace.journal.traffic
    return [one["request"] for one in calls if one["name"] == METHOD]


async def test_each_view_is_asked_about_in_both_languages_and_in_turn(
    slack: Running, doctor: Doctor
) -> None:
    assert await doctor.finds() == [Finding("ok", "doctor.views", {"en": EACH, "zh": EACH})]
    told = asked(slack)
    assert {tuple(one) for one in told} == {("view",), ("message",)}
    allowed = METHODS[METHOD]
    assert allowed.calls <= 50
    assert allowed.seconds == 60
    assert doctor.seconds == (2 * EACH - 1) // allowed.calls * allowed.seconds


@pytest.mark.parametrize("kind", ["data_visualization", "input"])
async def test_a_view_that_slack_refuses_is_named_with_the_place(
    slack: Running, doctor: Doctor, kind: str
) -> None:
    await slack.client.fault(METHOD, "refuse_block", times=0, block=kind)
    *refused, taken = await doctor.finds()
    expected = []
    for name, both in shipped().items():
        for language, view in both.items():
            kinds = [block["type"] for block in view["blocks"]]
            if kind in kinds:
                at = f"/blocks/{kinds.index(kind)}/type: unsupported type: {kind}"
                params = {"view": name, "spoken": language, "places": at}
                expected.append(Finding("fault", "doctor.views.refused", params))
    assert expected
    assert refused == expected
    half = EACH - len(expected) // 2
    assert taken == Finding("ok", "doctor.views", {"en": half, "zh": half})


@pytest.mark.parametrize("code", ["unknown_method", "internal_error"])
async def test_what_was_not_answered_is_not_good(slack: Running, doctor: Doctor, code: str) -> None:
    await slack.client.fault(METHOD, "error", times=0, after=2, code=code)
    taken, unchecked = await doctor.finds()
    assert taken == Finding("ok", "doctor.views", {"en": 1, "zh": 1})
    params = {"n": 2 * EACH - 2, "codes": code}
    assert unchecked == Finding("warning", "doctor.views.unchecked", params)
    assert len(asked(slack)) == 5


async def test_a_pause_that_slack_asks_for_is_kept(slack: Running, doctor: Doctor) -> None:
    await slack.client.fault(METHOD, "rate_limited", times=3, retry_after="7")
    assert await doctor.finds() == [Finding("ok", "doctor.views", {"en": EACH, "zh": EACH})]
    assert doctor.waits == [7.0, 7.0, 7.0]


@pytest.mark.parametrize(("pause", "waits"), [("3600", 0), ("7", 12)])
async def test_a_pause_without_end_is_told(
    slack: Running, doctor: Doctor, pause: str, waits: int
) -> None:
    await slack.client.fault(METHOD, "rate_limited", times=0, retry_after=pause)
    params = {"n": 2 * EACH, "codes": "ratelimited"}
    assert await doctor.finds() == [Finding("warning", "doctor.views.unchecked", params)]
    assert doctor.waits == [7.0] * waits


async def test_a_refusal_ends_with_1(frt: Frt, slack: Running, database_url: str) -> None:
    await set_up(database_url)
    await slack.client.fault(METHOD, "refuse_block", times=1, block="section")
    await slack.client.fault(METHOD, "error", times=0, code="unknown_method")
    ended = await frt("doctor", "--online", **settings_for(slack))
    [fault] = [line for line in ended.out.splitlines() if line.startswith("✗")]
    assert ended.code == 1
    assert fault.startswith("✗ Slack refuses actions.card.card (en) at /blocks/")
    assert "/type: unsupported type: section. Upgrade" in fault


@pytest.mark.parametrize(
    ("language", "said", "good"),
    [
        ("C.UTF-8", "! Not checked: {} messages, modals and Home tabs.", "✓ Slack takes"),
        ("zh_CN.UTF-8", "! 未检查：{} 个界面", "✓ Slack 接受机器人的界面"),
    ],
)
async def test_an_older_workspace_is_said_to_be_not_checked(
    frt: Frt, slack: Running, database_url: str, language: str, said: str, good: str
) -> None:
    await set_up(database_url)
    await slack.client.fault(METHOD, "error", times=0, code="unknown_method")
    ended = await frt("doctor", "--online", **settings_for(slack), LC_ALL=language)
    assert (ended.code, ended.err) == (0, "")
    assert said.format(2 * EACH) in ended.out
    assert "(unknown_method)" in ended.out.replace("（", "(").replace("）", ")")
    assert good not in ended.out


async def test_without_a_token_nothing_is_asked(
    frt: Frt, slack: Running, database_url: str
) -> None:
    await set_up(database_url)
    ended = await frt("doctor", "--online", **settings_for(slack) | {"FRT_SLACK_BOT_TOKEN": ""})
    assert ended.code == 1
    assert "Not checked" in ended.out
    assert not asked(slack)


async def test_it_is_asked_only_where_it_is_wanted(
    frt: Frt, slack: Running, database_url: str
) -> None:
    await set_up(database_url)
    ended = await frt("doctor", **settings_for(slack))
    assert "modals" not in ended.out
    assert not asked(slack)
