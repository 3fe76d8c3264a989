"""What may be watched, as it is typed and checked."""

import pytest
from sqlmodel import select

from bot.errors import BotError
from bot.metrics.figures import METRICS
from bot.metrics.typed import read_value
from bot.models import History
from bot.services.warnings.rules import RuleValues, checked, remove_rule, rules_of, set_rule
from bot.services.warnings.words import Words, read_metric
from bot.text import LANGUAGES, catalogue, t
from tests.services.wished import wished
from tests.warnings.desk import desk
from tests.warnings.test_people import MON

NAME = "Global support"


@pytest.mark.parametrize(
    ("metric", "values", "key"),
    [
        ("speed", RuleValues(900), "unknown_metric"),
        ("attainment", RuleValues(0.8), "needs_value"),
        ("csat_mean", RuleValues(4), "needs_value"),
        ("frt_median", RuleValues(0), "range.duration"),
        ("frt_median", RuleValues(float("nan")), "range.duration"),
        ("frt_median", RuleValues(float("inf")), "range.duration"),
        ("attainment", RuleValues(80, 90), "range.share"),
        ("csat_mean", RuleValues(0.5, 4), "range.rating"),
        ("frt_median", RuleValues(900, 900), "order.lower_is_better"),
        ("frt_median", RuleValues(900, 1000), "order.lower_is_better"),
        ("attainment", RuleValues(0.9, 0.8), "order.higher_is_better"),
        ("frt_median", RuleValues(900, 720, 901), "target.lower_is_better"),
        ("attainment", RuleValues(0.8, 0.9, 0.79), "target.higher_is_better"),
    ],
)
def test_values_that_make_no_sense_are_refused_and_say_why(metric, values, key):
    with pytest.raises(BotError) as refused:
        checked(metric, values)
    assert refused.value.key == f"warning.error.{key}"
    assert all(refused.value.key in catalogue(language) for language in LANGUAGES)


def test_values_that_make_sense():
    assert checked("frt_p90", RuleValues(3000)) == ("frt_p90", None, 2400, 3000)
    assert checked("frt_mean", RuleValues(900, target=900)).target == 900
    assert checked("csat_mean", RuleValues(4, 4.2, 4.5)).warning_value == 4.2


def test_values_are_read_as_fits_the_metric():
    assert read_value("frt_mean", "12分钟") == 720
    assert read_value("attainment", "90%") == 0.9
    assert read_value("csat_mean", "\uff14.2") == 4.2
    for metric, text in (("frt_mean", "90%"), ("attainment", "x"), ("csat_mean", "4,2")):
        with pytest.raises(BotError):
            read_value(metric, text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("warnings", Words()),
        ("Warning", Words()),
        ("warnings P90", Words("frt_p90")),
        ("预警", Words()),
        ("预警 达标率", Words("attainment")),
        ("预警值 团队 客服一组", Words(None, "客服一组")),
        ('warnings csat team "North Desk"', Words("csat_mean", "North Desk")),
        ("warnings frt_mean", Words("frt_mean")),
        ("today", None),
        ("warningsign", None),
    ],
)
def test_words_about_warnings(typed, expected):
    assert wished(typed, Words) == expected


def test_every_metric_can_be_named_and_chosen():
    for metric in METRICS:
        assert read_metric(metric) == metric
        for language in LANGUAGES:
            for part in ("metric", "series"):
                assert read_metric(t(language, f"figure.{part}.{metric}")) == metric
        for word in METRICS[metric].words:
            assert read_metric(word) == metric
        assert wished(Words(metric).choice, Words) == Words(metric)
    assert wished("today", Words) is None
    with pytest.raises(BotError, match=r"warning\.error\.unknown_word"):
        wished("warnings speed", Words)


async def test_setting_and_removing_is_remembered_with_before_and_after(database_url):
    async with desk(database_url, MON) as here:
        now = here.office.clock.now
        assert [rule.metric for rule in await rules_of(here.database, NAME, now)] == ["frt_median"]
        for limit in (900, 900, 600):
            await set_rule(here.database, NAME, "frt_p90", RuleValues(limit), "U01EMMA", now)
        assert await rules_of(here.database, NAME, now) == (("frt_p90", None, 480, 600),)
        left = await remove_rule(here.database, NAME, "frt_p90", "shell", now)
        assert left == (("frt_median", None, 720, 900),)
        with pytest.raises(BotError, match=r"warning\.error\.no_rule"):
            await remove_rule(here.database, NAME, "frt_p90", "shell", now)
        async with here.database.read() as session:
            rows = (await session.exec(select(History).order_by(History.number))).all()
        assert [(row.subject, row.event, row.who) for row in rows] == [
            ("warning_rule", "set", "U01EMMA"),
            ("warning_rule", "set", "U01EMMA"),
            ("warning_rule", "removed", "shell"),
        ]
        assert '"limit_value": 900' in (rows[1].before or "")
        assert '"limit_value": 600' in (rows[1].after or "")
        assert rows[2].after is None


async def test_an_unknown_team_is_refused(database_url):
    async with desk(database_url, MON) as here:
        with pytest.raises(BotError, match="unknown"):
            await rules_of(here.database, "Nobody", here.office.clock.now)
