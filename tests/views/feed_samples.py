"""Helpdesks to draw: listed, asked for, tried, refused, connected, told of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

from bot import ids
from bot.metrics.feeds import Connected, FeedNotice, FeedsPage, Tried
from bot.services.feeds.sources import CONNECTABLE
from bot.sources.pulls import Ask, Product
from bot.sources.pulls.products import PRODUCTS
from bot.views.feeds import answers, forms, listed, notice, words
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]
NAME = "Freshdesk (acme.freshdesk.com)"
FORM = ids.FeedFormValue(team_id=1, product="freshdesk")
AGAIN = FORM.model_copy(update={"address": "https://acme.freshdesk.com", "back": 365})
VALUE = ids.FeedValue(team_id=1, number=3)
TICKET = {
    "external_id": "381",
    "opened_at": "2026-11-20T05:14:00Z",
    "first_response_at": "2026-11-20T05:19:00Z",
    "status": "resolved",
    "agent": "Noah",
}
WAITING = {
    "external_id": "382",
    "opened_at": "2026-11-20T05:14:00Z",
    "first_response_at": None,
    "status": "open",
    "agent": None,
}
SEEN = Tried((TICKET, WAITING), 50, 48, "freshdesk", 2_330, timedelta(minutes=3))


def feed(**changes: Any) -> Connected:
    told = Connected(
        team_id=1,
        team_name="North Desk",
        number=3,
        product="freshdesk",
        name=NAME,
        address="https://acme.freshdesk.com",
        state="on",
        tickets=1_204,
        heard_at=s.NOW - timedelta(minutes=2),
        brought_at=s.NOW - timedelta(minutes=3),
        failure=None,
        failed_since=None,
    )
    return replace(told, **changes)


FAILED = feed(
    number=4, failure="credentials", heard_at=s.NOW - timedelta(hours=2), failed_since=s.NOW
)
FEEDS = (
    feed(),
    FAILED,
    feed(number=5, state="paused"),
    feed(number=6, tickets=0, heard_at=None, brought_at=None),
    feed(number=7, tickets=0, brought_at=None),
)
TEAMS = ((1, "North Desk"), (2, "South Desk"))


def shown(*feeds: Connected, done: str | None = None, **more: Any) -> Case:
    products = (("freshdesk", "Freshdesk"), ("address", "File"))
    page = FeedsPage(feeds, TEAMS[:1], None, products, may_seal=True, as_of=s.NOW)
    return lambda language: listed.listed(replace(page, **more), language, done)


def tried(seen: Tried, name: str = NAME, team: str = "North Desk") -> Case:
    return lambda language: answers.found(
        seen, VALUE, name, team, language, s.READERS[language].zone
    )


def told(what: Literal["failed", "resumed", "first"], **more: Any) -> Case:
    def draw(language: str) -> dict[str, Any]:
        made = FeedNotice(
            what=what,
            language=language,
            zone=s.READERS[language].zone,
            team_id=1,
            team_name=s.TEAMS[language].name,
            number=3,
            name=NAME,
            product="freshdesk",
            since=s.NOW - timedelta(hours=2),
        )
        return notice.notice(replace(made, **more), s.NOW)

    return draw


class Several:
    """A product that asks for one field of each kind."""

    key = "chatwoot"
    title = "Chatwoot"
    asks = (Ask("address"), Ask("account"), Ask("token", is_secret=True), Ask("pin", True, False))
    address = pages = newest = None


def asked(product: Product | Any, value: ids.FeedFormValue, team: str = "North Desk") -> Case:
    return lambda language: forms.form(product, value, team, language)


CHANNEL = ids.FeedFormValue(team_id=1, product="slack", address="C01SUPPORT")
HOOK = ids.FeedFormValue(team_id=1, product="hook")
ASKED = {"subject": "Where is the VPN guide?"}
MEASURED = replace(
    SEEN,
    tickets=(TICKET | ASKED, WAITING | ASKED),
    known=0,
    source=None,
    name="#it-help",
    every=timedelta(minutes=1),
)
URL = "https://frt.example.com/hooks/1-3"
EVIL = replace(SEEN, tickets=(dict.fromkeys(TICKET, s.HOSTILE) | {"opened_at": "x"},) * 5)
FEED_CASES: dict[str, Case] = {
    "feed_list": shown(*FEEDS, teams=TEAMS, meant=2),
    "feed_list_others": shown(
        feed(product="slack", name="#it-help", is_renewable=False),
        feed(number=4, product="hook", name="Order desk", is_asked=False),
        feed(number=5, product="hook", name="New", is_asked=False, heard_at=None, brought_at=None),
    ),
    "feed_list_none": shown(),
    "feed_list_no_key": shown(feed(), may_seal=False),
    "feed_list_done": shown(feed(state="paused"), done="*Done.*"),
    "feed_list_many": shown(*(feed(number=at, name=f"Desk {at}") for at in range(1, 41))),
    "feed_list_hostile": shown(feed(name=s.HOSTILE, team_name=s.HOSTILE), teams=TEAMS),
    "feed_form": asked(PRODUCTS["freshdesk"], FORM),
    "feed_form_again": asked(PRODUCTS["freshdesk"], AGAIN, s.HOSTILE),
    "feed_form_several": asked(Several(), FORM.model_copy(update={"product": "chatwoot"})),
    "feed_form_channel": asked(CONNECTABLE["slack"], CHANNEL),
    "feed_form_file": asked(CONNECTABLE["address"], FORM.model_copy(update={"product": "address"})),
    "feed_form_hook": lambda language: forms.hook(
        CONNECTABLE["hook"], HOOK, "North Desk", language
    ),
    "feed_hook_made": lambda language: answers.made(
        language, "Order desk", URL, "x" * 43, is_new=True
    ),
    "feed_hook_rotated": lambda language: answers.made(
        language, s.HOSTILE, URL, "x" * 43, is_new=False
    ),
    "feed_renewal": lambda language: forms.renewal(
        PRODUCTS["freshdesk"], FORM.model_copy(update={"number": 3}), NAME, language
    ),
    "feed_asking": lambda language: answers.asking(language, NAME),
    "feed_found": tried(SEEN),
    "feed_found_unknown": tried(replace(SEEN, known=0, shortest=timedelta(hours=1))),
    "feed_found_channel": tried(MEASURED, "#it-help"),
    "feed_found_channel_none": tried(replace(MEASURED, tickets=(), seen=0), "#it-help"),
    "feed_found_none": tried(Tried((), 0, 0, None)),
    "feed_found_hostile": tried(EVIL, s.HOSTILE, s.HOSTILE),
    "feed_refused": lambda language: answers.refused(
        words.tried_words(language, "credentials"), NAME, AGAIN, language
    ),
    "feed_connected": lambda language: answers.connected(language, NAME, s.TEAMS[language].name),
    "feed_renewed": lambda language: answers.renewed(language, NAME),
    "feed_notice_failed": told("failed", failure="credentials"),
    "feed_notice_resumed": told("resumed"),
    "feed_notice_first": told("first", tickets=1_204, set_aside=2, first=s.NOW, last=s.NOW),
    "feed_notice_channel": told("failed", failure="channel", name="#it-help", product="slack"),
    "feed_notice_first_none": told("first", name=s.HOSTILE),
}
