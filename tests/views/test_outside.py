"""Text from outside never pings, never opens markup and never turns a line around."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.metrics.figures.report import Ask
from bot.metrics.review.review import NoteFacts, Promises
from bot.metrics.tickets import ticket_url
from bot.views import help as helping
from bot.views.blocks import ticket_cell, ticket_link
from bot.views.blocks.outside import literal, markup
from bot.views.figures import report, waiting
from bot.views.imports import forms
from bot.views.review import minutes as review_minutes
from bot.views.review import week_card as review
from bot.views.team import choosing as team
from tests.views import review_samples as reviews
from tests.views import samples as s
from tests.views.action_samples import facts

PIECES = st.sampled_from(
    [
        "<!channel>",
        "<!here|x>",
        "<@U0BOSS>",
        "<#C0NORTH>",
        "&lt;!channel&gt;",
        "&amp;lt;@U0BOSS&amp;gt;",
        "@here",
        "@Everyone",
        "*",
        "`",
        "```",
        "~",
        "_",
        "\n",
        "\u202e",
        "\u2067",
        "\u200b",
        "\x00",
        "<",
        ">",
        "&",
        "<\u200b!channel>",
        "@\u200bchannel",
    ]
)
OUTSIDE = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)
PING = re.compile(r"<[!@#]|@(?:here|channel|everyone)\b", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"value", "private_metadata"}:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@given(OUTSIDE)
def test_markup_is_inert(text: str) -> None:
    made = markup(text)
    assert not PING.search(made)
    assert not UNSEEN.search(made)
    assert not re.search(r"[<>*`~]|&(?!(?:amp|lt|gt);)", made)
    read = made.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert 1 <= len(read) <= 80


@given(OUTSIDE)
def test_literal_is_inert(text: str) -> None:
    made = literal(text)
    assert not re.search(r"&(?:lt|gt|amp|#)", made)
    assert not PING.search(made)
    assert not UNSEEN.search(made)
    assert 1 <= len(made) <= 80


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parcel & <b>refund</b>", "Parcel &amp; &lt;b&gt;refund&lt;/b&gt;"),
        ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),
        ("bob@example.com, snake_case", "bob@example.com, snake_case"),
        ("hello @here", "hello \uff20here"),
        ("a\r\nb\tc", "a b c"),
        ("退款\u200b进度", "退款进度"),
        ("\u202e", "–"),
        ("é" * 100, "é" * 79 + "…"),
        ("e\u0301" * 60, "e\u0301" * 39 + "…"),
    ],
)
def test_markup_of(text: str, expected: str) -> None:
    assert markup(text) == expected


@settings(max_examples=60, deadline=None)
@given(OUTSIDE, st.sampled_from(["en", "zh"]))
def test_no_view_lets_outside_text_ping(text: str, language: str) -> None:
    reader = s.READERS[language]
    named = replace(s.TEAMS[language], name=text, leaderboard_open=True)
    made = s.report(
        language, Ask("week", by="agent"), team=named, groups=s.groups(text, None), person=text
    )
    lines = tuple(
        replace(line, external_id=text, subject=text, channel=text, tier=text, agent=text)
        for line in s.lines()
    )
    drawn = [
        report.answer(made, reader),
        report.why(s.ticket_list(language, team=named, lines=lines), reader),
        waiting.answer(
            s.waiting_list(
                language, team=named, lines=lines, first=lines[0], person="U0LI", shown=text
            ),
            reader,
        ),
        helping.not_understood(text, text, reader, "agent"),
        forms.sent("F1", text, language),
        helping.to_open(reader, text),
        team.choose(Ask(), [named], reader),
    ]
    for view in drawn:
        for said in texts(view):
            assert not PING.search(said)
    for said in texts(report.shared(made, "U0EMMA")):
        assert not PING.search(said.replace("<@U0EMMA>", ""))


@settings(max_examples=40, deadline=None)
@given(OUTSIDE, st.sampled_from(["en", "zh"]))
def test_no_review_lets_outside_text_ping(text: str, language: str) -> None:
    action = facts(language, measure=text)
    made = reviews.made(
        language,
        team=replace(s.TEAMS[language], name=text),
        decisions=reviews.decided(language, 2, text),
        last_decisions=reviews.decided(language, 2, text),
        learning=reviews.learning(
            language, learned=text, learned_by="U0EMMA", external_id=text, complexity=text
        ),
        notes=(NoteFacts("17.2", text, "U0LI"),),
        actions=Promises((action,), (action,), (action,), 3, 0),
    )
    for view in (
        review.prompt(made),
        review_minutes.minutes(replace(made, state=reviews.FINISHED)),
    ):
        for said in texts(view):
            assert not PING.search(said.replace("<@U0EMMA>", ""))


@given(OUTSIDE)
def test_a_ticket_is_one_link_whatever_its_number_is(text: str) -> None:
    pattern = "https://help.example/tickets/{id}?a=1&b=2"
    said = ticket_link(text, pattern)
    assert not PING.search(said)
    assert not UNSEEN.search(said)
    assert ticket_link(text, "") == markup(text, 40)
    if ticket_url(pattern, text) is None:
        assert said == markup(text, 40)
        return
    found = re.fullmatch(r"<([^<>|]+)\|([^<>|]+)>", said)
    assert found is not None
    assert found[1].startswith("https://help.example/tickets/")
    assert found[1].endswith("?a=1&amp;b=2")
    cell = ticket_cell(text, pattern)
    assert cell.text == literal(text, 40)
    assert cell.url == found[1].replace("&amp;", "&")


def test_what_was_typed_is_shown_as_typed() -> None:
    said = helping.not_understood("for <@U0EMMA|emma> a &amp; b &lt;", None, s.EN, "agent")["text"]
    assert "“for @emma a &amp; b &lt;”" in said
