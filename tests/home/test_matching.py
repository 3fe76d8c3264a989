"""Names that helpdesks use, matched with people in Slack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.team.membership import Colleague
from bot.services.team.matching import Matcher, digest, emails_in

EMMA = Colleague("U1", "emma", "Emma Clarke", "emma.c", "emma@example.com")
OTHER_EMMA = Colleague("U2", "emmac", "Emma Clarke", "emma2", "emma2@example.com")
WANG = Colleague("U3", "王芳", "王芳", "wangfang", "wang@example.cn")
NOBODY = Colleague("U4", "", "", "", None)
PEOPLE = (EMMA, WANG, NOBODY)


@pytest.mark.parametrize(
    ("name", "by", "who"),
    [
        ("emma@example.com", "email", ["U1"]),
        ("Someone Else <EMMA@Example.com>", "email", ["U1"]),
        ("Emma Clarke", "name", ["U1"]),
        ("  emma   CLARKE ", "name", ["U1"]),
        ("Clarke, Emma", "name", ["U1"]),
        ("clarke,emma", "name", ["U1"]),
        ("Emma-Clarke", "name", ["U1"]),
        ("Emma Clarke (Support)", "name", ["U1"]),
        ("emma.c", "name", ["U1"]),
        ("王芳", "name", ["U3"]),
        ("王 芳", "name", ["U3"]),
        ("王芳（夜班）", "name", ["U3"]),
        ("WANGFANG", "name", ["U3"]),
        ("Clarke Emma", None, []),
        ("Emma", "name", ["U1"]),
        ("emma@elsewhere.com", None, []),
        (",", None, []),
        ("", None, []),
        ("()", None, []),
    ],
)
def test_whom_a_name_may_belong_to(name: str, by: str | None, who: list[str]):
    match = Matcher(PEOPLE).match(name)
    assert (match.by, [person.user_id for person in match.people]) == (by, who)


def test_namesakes_are_all_proposed_and_an_address_of_two_decides_nothing():
    twin = Colleague("U5", "x", "Y", "z", "emma@example.com")
    matcher = Matcher((EMMA, OTHER_EMMA, twin))
    assert [one.user_id for one in matcher.match("Emma Clarke").people] == ["U1", "U2"]
    assert matcher.match("emma@example.com").by is None


@given(st.text())
def test_any_text_is_matched_without_harm(name: str):
    Matcher(PEOPLE).match(name)
    assert len(digest(name)) == 16


def test_addresses_inside_a_name():
    assert emails_in("A <a@b.co>, c@d.org.") == ["a@b.co", "c@d.org"]
