"""What nobody should type after `/frt`: one answer that says what to do, and no ping."""

import pytest
from pytest import Subtests  # noqa: PT013

from bot import ids
from bot.errors import BotError
from bot.services.team.values import read_zone
from bot.text import LANGUAGES, t
from tests.bad_input.forger import MENTION, PING, Forger
from tests.scenarios.office import Office

TEXTS = {
    "empty": "",
    "10,000 characters": "x" * 10_000,
    "10,000 spaces": " " * 10_000,
    "10,000 words": "by " * 3_333,
    "<!channel>": "<!channel>",
    "<!here>": "today <!here>",
    "<!everyone|x>": "<!everyone|today>",
    "<@U…>": "<@U01NOAH|noah> <@U01SOFIA|sofia>",
    "<@U…> who is nobody": "for <@U0NOBODY>",
    "<!subteam^…>": "<!subteam^S012345|@support>",
    "<http://evil|trusted>": "<http://evil.example|trusted>",
    "<mailto:…>": "<mailto:a@evil.example|a@good.example>",
    "&lt;!channel&gt;": "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;": "&amp;lt;!channel&amp;gt;",
    "backticks": "```today``` `week`",
    "bold and struck": "*today* ~week~ _month_",
    "newlines": "today\nby channel\r\n<!channel>",
    "smart quotes": "team “Global support’s” x",
    "a smart quote left open": "团队 “Global",
    "SQL": "today'; DROP TABLE tickets; --",
    "SQL in a team's name": 'team "x\' OR 1=1 --"',
    "{0.__class__}": "{0.__class__} {text} {}",
    "%s": "%(text)s %s %n",
    "an impossible date": "2026-02-30",
    "year 0": "0000-00-00",
    "year 9999": "9999-12-31",
    "an end before its start": "2026-11-15..2026-11-01",
    "days beyond all": "last 99999999999999999999 days",
    "unknown zone": "today in Mars/Phobos",
    "NUL": "team a\0b",
    "control characters": "to\x07day\x1b[31m",
    "right-to-left and zero-width": "\u202etoday\u200b",
    "half an emoji": "team \U0001f600\u200d",
    "a path": "../../etc/passwd",
    "HTML": "<script>alert(1)</script>",
}
UNDERSTOOD = {
    "full-width digits": ("最近\uff17天", "week"),
    "full-width letters and spaces": (
        "\uff54\uff4f\uff44\uff41\uff59\u3000\uff42\uff59\u3000channel",
        "today",
    ),
    "full-width date": ("\uff12\uff10\uff12\uff16-\uff11\uff11-\uff12\uff10", "today"),
}
WAYS = (
    "{}",
    "team {}",
    "action {}",
    "actions {}",
    "report {}",
    "review {}",
    "warnings {}",
    "setup {}",
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_text_gets_one_answer_in_both_languages(forger: Forger, subtests: Subtests):
    before = await forger.kept()
    for row, text in TEXTS.items():
        for way in WAYS:
            for user in ("U01EMMA", "U01WANG"):
                with subtests.test(row, way=way, user=user):
                    heard = await forger.send(forger.command(way.format(text), user))
                    assert heard.status == 200
                    assert len(heard.sent) == 1, heard
                    assert "went wrong on our side" not in heard.words
                    assert "出了点问题" not in heard.words
                    assert not PING.search(heard.words), heard.words
                    assert set(MENTION.findall(heard.words)) <= set(MENTION.findall(text))
    assert await forger.kept() == before


async def test_ten_thousand_characters_are_too_long_to_be_a_question(forger: Forger):
    for user, language in (("U01EMMA", "en"), ("U01WANG", "zh")):
        heard = await forger.send(forger.command(TEXTS["10,000 characters"], user))
        assert t(language, "error.words_too_long", most=300) in heard.words


async def test_full_width_is_as_good_as_plain(either: Office, subtests: Subtests):
    for row, (text, _) in UNDERSTOOD.items():
        with subtests.test(row):
            assert "median first response" in (await either.type("emma", text))["text"]


async def test_what_is_typed_comes_back_as_it_was_typed(either: Office, subtests: Subtests):
    for text in ("<!channel>", "<!here>", "`{0.__class__}` *x*", "<http://evil|trusted>"):
        for user, channel in (("emma", "support-global"), ("wangfang", "客服一组")):
            with subtests.test(text, user=user):
                message = await either.type(user, text, channel)
                assert not PING.search(str(message["text"]))
                assert not MENTION.search(str(message["text"]))
                assert ids.HELP_RUN in str(message["blocks"])


def test_an_unknown_zone_is_named_with_what_to_write():
    for zone in ("Mars/Phobos", "../../etc/passwd", "<!channel>", "", "\0", "x" * 10_000):
        try:
            read_zone(zone)
        except BotError as error:
            refused = error
        else:
            raise AssertionError(zone)
        for language in LANGUAGES:
            assert "Asia/Shanghai" in t(language, refused.key, **refused.params)
