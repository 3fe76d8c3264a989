"""What a team watches is set in Slack by who leads it, and only by them."""

import asyncio
from datetime import date, time

import pytest

from bot import ids
from bot.models import Member
from bot.services.warnings.form import RuleWish, save
from bot.services.warnings.rules import RuleValues, rules_of, set_rule
from tests.actions.floor import initial
from tests.scenarios.office import element
from tests.warnings.desk import Desk, desk, words_of

MON = date(2026, 11, 2)


async def opened(here: Desk, user: str = "emma", button: str = ids.WARNING_RULE, words: str = ""):
    """Type `/frt warnings` and open the form for what it shows, or for one more metric."""
    shown = await here.office.type(user, f"warnings {words}".strip())
    await here.office.click(user, shown, button)
    return shown, await here.office.modal(user)


async def sent(here: Desk, form, user: str = "emma", **values):
    done = await here.office.slack.client.submit(user, form, values)
    await here.office.settle()
    return done


async def watched(here: Desk) -> dict[str, tuple[float | None, float, float]]:
    """Return target, warning value and limit of everything that is watched."""
    found = await rules_of(here.database, "Global support", here.office.clock.now)
    return {rule.metric: rule[1:] for rule in found}


async def test_a_lead_changes_the_values_of_what_is_watched(database_url):
    async with desk(database_url, MON) as here:
        here.set(MON, time(10))
        shown, form = await opened(here)
        assert "*Median first response* · Global support" in words_of(form)
        assert [initial(form, name) for name in ("limit", "warning", "target")] == [
            "15m",
            "12m",
            None,
        ]
        await sent(here, form, limit="10m", warning="", target="5m")
        assert await watched(here) == {"frt_median": (300, 480, 600)}
        renewed = words_of(await here.office.seen("emma", shown))
        assert "warning value 8 min · limit 10 min · target 5 min" in renewed
        assert (await here.changes())[-1] == ("set", "U01EMMA")
        await here.days(MON, (500,), (500,))
        assert [row.kind for row in await here.judged()] == ["near", "near"]


async def test_one_more_metric_is_watched_beside_the_default(database_url):
    async with desk(database_url, MON) as here:
        here.set(MON, time(10))
        _, form = await opened(here, button=ids.WARNING_RULE_ANOTHER)
        names = [one["text"]["text"] for one in form["blocks"][1]["element"]["options"]]
        assert "Customer satisfaction" in names
        assert "Median first response" not in names
        values = {"metric": "csat_mean", "limit": "3.8", "warning": "4.0", "target": "4.5"}
        await sent(here, form, **values)
        assert await watched(here) == {
            "frt_median": (None, 720, 900),
            "csat_mean": (4.5, 4.0, 3.8),
        }


async def test_it_is_stopped_and_what_the_team_watches_without_a_choice_can_not_be(database_url):
    async with desk(database_url, MON) as here:
        here.set(MON, time(10))
        _, form = await opened(here)
        assert "Stop watching" not in words_of(form)
        now = here.office.clock.now
        await set_rule(here.database, "Global support", "frt_p90", RuleValues(900), "shell", now)
        _, form = await opened(here)
        assert "Stop watching it: P90 first response" in words_of(form)
        await sent(here, form, stop=["yes"])
        assert list(await watched(here)) == ["frt_median"]
        assert (await here.changes())[-1] == ("removed", "U01EMMA")


@pytest.mark.parametrize(
    ("metric", "values", "field", "words"),
    [
        ("csat_mean", {"limit": "3.8"}, "warning", "Give a warning value too"),
        ("csat_mean", {"limit": "9", "warning": "4"}, "limit", "from 1 to 5"),
        ("csat_mean", {"limit": "4", "warning": "3"}, "warning", "above the limit"),
        ("attainment", {"limit": "eighty", "warning": "85%"}, "limit", "eighty"),
        ("attainment", {"limit": "80%", "warning": "85%", "target": "70%"}, "target", "below"),
        ("frt_p90", {"limit": "15m", "warning": "20m"}, "warning", "below the limit"),
        ("frt_p90", {"limit": " "}, "limit", "fill this in"),
        ("frt_p90", {"limit": "15m", "warning": "5h5"}, "warning", "5h5"),
    ],
)
async def test_what_makes_no_sense_is_said_beside_its_field(
    database_url, metric, values, field, words
):
    async with desk(database_url, MON) as here:
        here.set(MON, time(10))
        _, form = await opened(here, button=ids.WARNING_RULE_ANOTHER)
        done = await sent(here, form, metric=metric, **values)
        assert words in done["errors"][field]
        assert list(await watched(here)) == ["frt_median"]


async def test_others_see_no_button_and_who_leads_no_more_sets_nothing(database_url):
    async with desk(database_url, MON) as here:
        here.set(MON, time(10))
        shown, form = await opened(here)
        for user in ("sofia", "noah"):
            theirs = await here.office.type(user, "warnings")
            assert element(theirs, ids.WARNING_RULE) is None
        async with here.database.write() as session:
            await session.merge(Member(team_id=1, slack_user_id="U01EMMA", role="operations"))
        await sent(here, form, limit="10m")
        assert "Only a team’s lead" in words_of(await here.office.modal("emma"))
        await here.office.click("emma", shown, ids.WARNING_RULE)
        assert "Only a team’s lead" in words_of(await here.office.newest("emma"))
        assert await watched(here) == {"frt_median": (None, 720, 900)}


async def test_two_who_set_it_at_once_lose_nothing(database_url):
    async with desk(database_url, MON) as here:
        here.set(MON, time(10))
        _, form = await opened(here)
        _, other = await opened(here, "robin")
        await sent(here, other, "robin", limit="20m", warning="12m")
        await sent(here, form, target="5m")
        again = await here.office.modal("emma")
        assert "Somebody changed this meanwhile" in words_of(again)
        assert "<@U01ADMIN> set it · limit 20 min · warning value 12 min" in words_of(again)
        assert [initial(again, one) for one in ("limit", "warning", "target")] == [
            "20m",
            "12m",
            "5m",
        ]
        await sent(here, again)
        assert await watched(here) == {"frt_median": (300, 720, 1200)}


async def test_of_many_who_set_it_at_one_moment_one_does(database_url):
    async with desk(database_url, MON) as here:
        now = here.office.clock.now
        typed = [{"limit": f"{n}m"} for n in (20, 20, 30, 40)]
        wishes = [RuleWish(1, "frt_p90", 0, "U01EMMA", one) for one in typed]
        ended = await asyncio.gather(*(save(here.database, one, now) for one in wishes))
        limit = (await watched(here))["frt_p90"][2]
        same = sum(one["limit"] == f"{limit / 60:.0f}m" for one in typed)
        assert [one.form is None for one in ended].count(True) == same
        sets = [event for event, _ in await here.changes()]
        assert sets == ["set", "set"], "the metric, and the default that is kept beside it"


async def test_in_chinese(database_url):
    async with desk(database_url, MON, language="zh") as here:
        here.set(MON, time(10))
        shown = await here.office.type("wangfang", "预警", "客服一组")
        await here.office.click("wangfang", shown, ids.WARNING_RULE_ANOTHER)
        form = await here.office.modal("wangfang")
        assert "为 客服一组 再监控一个指标" in words_of(form)
        values = {"metric": "attainment", "limit": "80%", "warning": "85%"}
        await sent(here, form, "wangfang", **values)
        assert "首次响应达标率" in words_of(await here.office.seen("wangfang", shown))
