"""How products, fields and failures of helpdesks are put to people."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.metrics.clocks import SECOND, to_micros
from bot.metrics.feeds import Connected
from bot.text import catalogue, formats, t
from bot.views.blocks import literal, markup


def product_words(language: str, key: str, title: str) -> str:
    """Return what a product is called: its name, or words where it has none."""
    told = f"feeds.product.{key}"
    return t(language, told) if told in catalogue(language) else literal(title, 60)


def label_words(language: str, name: str) -> str:
    """Return the label of a field."""
    key = f"feeds.label.{name}"
    other = t(language, "feeds.label.other", name=literal(name, 40))
    return t(language, key) if key in catalogue(language) else other


def hint_words(language: str, product: str, name: str) -> str | None:
    """Return where in a product one finds what a field asks for; None for what needs no hint."""
    key = f"feeds.hint.{product}.{name}"
    return t(language, key) if key in catalogue(language) else None


def example_of(language: str, product: str, name: str) -> str | None:
    """Return what stands in an empty field as an example."""
    key = f"feeds.placeholder.{product}.{name}"
    return t(language, key) if key in catalogue(language) else None


def failure_words(language: str, failure: str) -> str:
    """Return why a helpdesk that is connected could not be asked, and what to do about it."""
    return t(language, f"feeds.failure.{failure}")


def tried_words(language: str, failure: str) -> str:
    """Return why a helpdesk that is tried could not be asked, and what to do about it."""
    key = f"feeds.tried.{failure}"
    return t(language, key) if key in catalogue(language) else failure_words(language, failure)


def standing(one: Connected, language: str, now: datetime) -> str:
    """Return in a line how a helpdesk stands, or what is the matter and what to do."""
    count = formats.number(language, one.tickets)
    tickets = t(language, "feeds.state.tickets", n=one.tickets, count=count)
    if one.state == "paused":
        return t(language, "feeds.state.paused", tickets=tickets)
    if one.failure:
        since = one.heard_at or one.failed_since or now
        ago = ago_words(language, since, now)
        return t(language, "feeds.state.failed", ago=ago, why=_here(language, one.failure))
    if one.heard_at is None:
        return t(language, "feeds.state.new" if one.is_asked else "feeds.state.waits")
    key = "feeds.state.asked" if one.is_asked else "feeds.state.sent"
    asked = t(language, key, ago=ago_words(language, one.heard_at, now))
    brought = t(language, "feeds.state.nothing")
    if one.brought_at is not None:
        ago = ago_words(language, one.brought_at, now)
        brought = t(language, "feeds.state.brought", ago=ago)
    return t(language, "feeds.state", asked=asked, brought=brought, tickets=tickets)


def home_words(one: Connected, language: str, now: datetime) -> str | None:
    """Return in a line when tickets last came in, or what is the matter; None for nothing yet."""
    name = markup(one.name, 60)
    if one.state == "paused":
        return t(language, "feeds.home.paused", name=name)
    if one.failure:
        since = one.heard_at or one.failed_since or now
        ago, why = ago_words(language, since, now), failure_words(language, one.failure)
        return t(language, "feeds.home.failed", name=name, ago=ago, why=why)
    if one.brought_at is None:
        return None
    return t(language, "feeds.home", name=name, ago=ago_words(language, one.brought_at, now))


def ago_words(language: str, at: datetime, now: datetime) -> str:
    """Return how long ago an instant was."""
    seconds = max((to_micros(now) - to_micros(at)) / SECOND, 0.0)
    return formats.duration(language, seconds)


def instant_words(language: str, at: datetime, zone: ZoneInfo) -> str:
    """Return an instant with its day and year, as tickets are shown."""
    day, time = at.astimezone(zone).date(), formats.clock_time(at, zone)
    return f"{formats.days(language, day, day, years=True)} {time}"


def _here(language: str, failure: str) -> str:
    """Return why a helpdesk could not be asked, beside the buttons that mend it."""
    key = f"feeds.here.{failure}"
    return t(language, key) if key in catalogue(language) else failure_words(language, failure)
