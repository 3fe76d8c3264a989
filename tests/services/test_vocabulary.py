"""The table of words: every word has one meaning, whatever stands before or after it there."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import complaints, members, report, setup, warnings
from bot.commands.vocabulary import Vocabulary, Words
from bot.commands.words import TABLE, VOCABULARY
from bot.errors import BotError
from bot.metrics.clocks import PERIOD_WORDS
from bot.registers import REGISTERS
from bot.services.figures import NOT_UNDERSTOOD, Values, is_sure
from bot.services.figures.asking import read
from bot.services.figures.scanning import BREAKDOWN_WORDS
from bot.services.team.managing import Words as Managed
from bot.services.warnings.words import Words as Warnings
from bot.text import LANGUAGES, catalogue, t
from bot.text.words import CLOCKS, ME_WORDS, SAME, WAITING_WORDS, normalised, split_team

EVERY = [word for one in TABLE for word in (*one.en, *one.zh)]
FIGURES = [word for one in TABLE if one.is_whole for word in (*one.en, *one.zh)]


async def _answer(*_: object) -> dict:
    return {}


def meaning(*words: str) -> Words:
    return Words(en=words, zh=(), read=str.strip, answer=_answer)


def test_a_word_that_stands_twice_stops_the_start():
    first, other = meaning("queue", "waiting"), meaning("items", "queue")
    for table in ([first, other], [other, first]):
        with pytest.raises(ValueError, match="queue"):
            Vocabulary(table, otherwise=meaning())


def test_the_longest_word_decides_in_whatever_order_they_stand():
    table = [meaning("plan"), meaning("plan for"), meaning("the plan"), meaning("plan for us")]
    for ordered in permutations(table):
        vocabulary = Vocabulary(ordered, otherwise=meaning())
        for typed, word, rest in (
            ("plan", "plan", ""),
            (" PLAN  For  all", "plan for", "all"),
            ("plan for us all", "plan for us", "all"),
            ("plan for useful things", "plan for", "useful things"),
            ("planning", None, "planning"),
            ("a plan", None, "a plan"),
            ("\uff50lan\u3000x", "plan", "x"),
        ):
            found, read = vocabulary.find(typed)
            assert (next(iter(found.en), None), found.read(read)) == (word, rest)


def test_every_word_is_found_as_it_is_compared():
    for word in EVERY:
        assert word == normalised(word).casefold()
        found, _ = VOCABULARY.find(word)
        assert word in (*found.en, *found.zh)


def test_what_the_figures_know_belongs_to_no_other():
    for words in (*PERIOD_WORDS, *WAITING_WORDS, *CLOCKS, *ME_WORDS):
        found, _ = VOCABULARY.find(words)
        assert found.answer is report.answer, words
        assert is_sure(found.read(words)), words
    for words in ("2026-11-20", "7 days", "<@U01AB>", "，今天"):
        assert VOCABULARY.find(words)[0].answer is report.answer


def test_no_other_word_is_understood_as_figures():
    """`团队设置` could be the figures of a team with that name: the longer word decides."""
    kinds = {word for words in SAME["kind"] for word in words}
    for word in {*EVERY} - {*FIGURES, *kinds, "", "团队设置", "团队成员"}:
        assert what_is_unsure(word), word


def what_is_unsure(word: str) -> bool:
    """Return whether the figures do not know a word by themselves."""
    try:
        return not is_sure(read(word), Values({"kind": ("complaint",)}))
    except BotError as error:
        return error.key == NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("typed", "answer", "wish"),
    [
        ("团队设置", setup.answer, Managed()),
        ("团队成员 客服一组", members.answer, Managed("客服一组")),
        ("warning values p90", warnings.answer, Warnings("frt_p90")),
    ],
)
def test_a_longer_word_goes_before_a_shorter_one(typed: str, answer: object, wish: object):
    found, rest = VOCABULARY.find(typed)
    assert (found.answer, found.read(rest)) == (answer, wish)


@pytest.mark.parametrize("text", ["", " ", "help", "HELP", "帮助", "?", "\uff1f"])
def test_help(text: str):
    assert VOCABULARY.find(text)[0] is VOCABULARY.find("help")[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("toady", "today"),
        ("toady by chanel", "today by channel"),
        ("by chanel", "by channel"),
        ("wating", "waiting"),
        ("warnigs", "warnings"),
        ("周复般", "周复盘"),
        ("yesterdya for me", "yesterday for me"),
        ("halp", "help"),
        ("按渠到", "按渠道"),
        ("asdf qwer", None),
        ("y" * 10_000, None),
    ],
)
def test_the_nearest_words(typed, meant):
    assert VOCABULARY.suggestion(typed) == meant


def test_every_offered_phrase_is_understood():
    offered = [phrase for one in TABLE for phrase in one.offered]
    for phrase in (*offered, *(f"by {word}" for word in BREAKDOWN_WORDS if word.isascii())):
        VOCABULARY.understand(phrase)


def test_every_word_on_a_button_is_one_of_the_table():
    for language in LANGUAGES:
        assert VOCABULARY.find(t(language, "complaint.words"))[0].answer is complaints.answer
        for name, words in VOCABULARY.examples(language).items():
            assert VOCABULARY.find(words)[0].helps == name
            key = f"{name}.help" if name in REGISTERS else f"help.{name}.what"
            assert key in catalogue(language)


MORE = (" ", "team ", "团队", "for me", ":", "#3", "<@U123>", "last", "x")
PIECES = st.sampled_from([*EVERY, *MORE])


@given(st.text() | st.lists(PIECES, max_size=8).map("".join) | st.lists(PIECES).map(" ".join))
def test_nothing_typed_makes_it_stumble(text: str):
    wrong = what_is_wrong(text)
    for language in LANGUAGES:
        assert wrong is None or wrong in catalogue(language)
    near = VOCABULARY.suggestion(text)
    assert near is None or what_is_wrong(near) != NOT_UNDERSTOOD


def what_is_wrong(text: str) -> str | None:
    try:
        VOCABULARY.understand(text)
    except BotError as error:
        return error.key
    return None


@pytest.mark.parametrize(
    ("typed", "split", "glued"),
    [
        ("team Global", ("", "Global"), ("", "Global")),
        ("last week  TEAM “A B”", ("last week", "A B"), ("last week", "A B")),
        ("上周 团队「客服一组」", ("上周", "客服一组"), ("上周", "客服一组")),
        ("昨天团队一组", ("昨天团队一组", None), ("昨天", "一组")),
        ("steam Global", ("steam Global", None), ("steam Global", None)),
        ("team", ("team", None), ("team", None)),
    ],
)
def test_a_team_is_named_at_the_end(typed, split, glued):
    assert (split_team(typed), split_team(typed, glued=True)) == (split, glued)
