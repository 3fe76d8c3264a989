"""What people write down of an address."""

import re

import pytest

from bot.errors import BotError
from bot.sources.pulls import Place
from bot.sources.pulls.products import PRODUCTS
from bot.views.blocks import ticket_link


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("acme", "https://acme.freshdesk.com"),
        (" Acme ", "https://acme.freshdesk.com"),
        ("acme.freshdesk.com", "https://acme.freshdesk.com"),
        ("https://acme.freshdesk.com/a/tickets?view=7#top", "https://acme.freshdesk.com"),
        ("http://acme.freshdesk.com/", "https://acme.freshdesk.com"),
        ("HTTPS://Support.Acme.COM", "https://support.acme.com"),
        ("support.acme.com:8443/x", "https://support.acme.com:8443"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"),
        ("https://localhost:8080", "https://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_is_understood(told, address):
    assert PRODUCTS["freshdesk"].address(told) == address


@pytest.mark.parametrize(
    "told",
    [
        "",
        " ",
        "my desk",
        "-acme",
        "acme!",
        "ftp://acme.freshdesk.com",
        "https://",
        "https:///a",
        "https://acme",
        "https://user:s3cret@acme.freshdesk.com",
        "https://acme..com",
        "https://acme.freshdesk.com\n.evil.com",
        "javascript:alert(1)",
        "https://acme.freshdesk.com:port",
        "ada@acme.com",
        "x" * 64,
    ],
)
def test_anything_else_is_refused(told):
    with pytest.raises(BotError) as caught:
        PRODUCTS["freshdesk"].address(told)
    assert caught.value.key == "feeds.error.address"


@pytest.mark.parametrize(
    ("product", "address", "found"),
    [
        ("freshdesk", "https://acme.freshdesk.com", "https://acme.freshdesk.com/a/tickets/{id}"),
        ("zendesk", "https://acme.zendesk.com", "https://acme.zendesk.com/agent/tickets/{id}"),
        (
            "chatwoot",
            "https://chat.acme.com",
            "https://chat.acme.com/app/accounts/3/conversations/{id}",
        ),
    ],
)
def test_a_ticket_is_found_in_the_agents_view(product, address, found):
    assert PRODUCTS[product].ticket_address(Place(address, "3")) == found


@pytest.mark.parametrize("account", ["<!channel>", "3|4", "{id}", "3>\n*x*", "../.."])
def test_an_account_makes_nothing_else_of_a_link(account):
    found = PRODUCTS["chatwoot"].ticket_address(Place("https://chat.acme.com", account))
    said = ticket_link("7", found)
    assert re.fullmatch(
        r"<https://chat\.acme\.com/app/accounts/[^<>|\s]+/conversations/7\|7>", said
    )
