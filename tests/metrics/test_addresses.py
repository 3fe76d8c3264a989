"""Where a ticket is found."""

import pytest

from bot.metrics.tickets import ticket_url

PATTERN = "https://help.example/tickets/{id}?view=full"


@pytest.mark.parametrize(
    ("external_id", "placed"),
    [
        ("4711", "4711"),
        ("GS-4711", "GS-4711"),
        ("工单 7", "%E5%B7%A5%E5%8D%95%207"),
        ("../admin", "..%2Fadmin"),
        ("7?as=root#x", "7%3Fas%3Droot%23x"),
        ("<!channel>|x", "%3C%21channel%3E%7Cx"),
        ("{id}", "%7Bid%7D"),
        ("~x~*y*`z`", "%7Ex%7E%2Ay%2A%60z%60"),
        ("1\u202e\ud800", "1%E2%80%AE%3F"),
    ],
)
def test_a_number_is_put_in_as_one_harmless_piece(external_id: str, placed: str) -> None:
    assert ticket_url(PATTERN, external_id) == f"https://help.example/tickets/{placed}?view=full"


@pytest.mark.parametrize(
    ("pattern", "external_id"),
    [("", "4711"), (PATTERN, ""), (PATTERN, "."), (PATTERN, ".."), (PATTERN, "工" * 70)],
)
def test_a_number_that_leads_nowhere_has_no_address(pattern: str, external_id: str) -> None:
    assert ticket_url(pattern, external_id) is None
