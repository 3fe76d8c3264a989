"""What asks for where a helpdesk is and what it is asked with."""

from typing import Protocol

from slackblocks import (
    Block,
    ConversationFilter,
    ConversationSelectMenu,
    InputBlock,
    PlainText,
    PlainTextInput,
)

from bot import ids
from bot.metrics.feeds import DAYS_BACK
from bot.sources.pulls import Ask
from bot.text import t
from bot.views.blocks import INPUT, Fields, Payload, context, inputs, markup, section
from bot.views.feeds.words import example_of, hint_words, label_words, product_words

_LONGEST = 500


class Form(Protocol):
    """What a form is for: its key, its own name, and what is asked for."""

    key: str
    title: str
    asks: tuple[Ask, ...]


def form(product: Form, value: ids.FeedFormValue, team: str, language: str) -> Payload:
    """Return the form in which a product is connected, with what was written before but secrets."""
    named = {"product": product_words(language, product.key, product.title)}
    intro = t(language, "feeds.form.intro", team=markup(team, 60), **named)
    held = {"back": str(value.back)} if value.back is not None else {"back": str(DAYS_BACK[1])}
    days = [(t(language, "feeds.back", n=days), str(days)) for days in DAYS_BACK]
    label = t(language, "feeds.label.back")
    has_secret = any(one.is_secret for one in product.asks)
    next_key = "feeds.form.next" if has_secret else "feeds.form.next.plain"
    blocks: list[Block | None] = [
        section(intro, "intro"),
        *(_field(product.key, one, value, language) for one in product.asks),
        Fields("feeds", {}, language, held, 0).chosen("back", days, label=label),
        context(t(language, next_key), "next"),
    ]
    return _form(blocks, value, language)


def hook(product: Form, value: ids.FeedFormValue, team: str, language: str) -> Payload:
    """Return the form in which a hook is made."""
    intro = t(language, "feeds.hook.intro", team=markup(team, 60))
    blocks: list[Block | None] = [
        section(intro, "intro"),
        *(_field(product.key, one, value, language) for one in product.asks),
    ]
    return _form(blocks, value, language, "feeds.button.make")


def renewal(product: Form, value: ids.FeedFormValue, name: str, language: str) -> Payload:
    """Return the form for new credentials of a helpdesk that is connected."""
    blocks: list[Block | None] = [
        section(t(language, "feeds.renew.intro", name=markup(name, 100)), "intro"),
        *(_field(product.key, one, value, language) for one in product.asks if one.is_secret),
        context(t(language, "feeds.renew.next"), "next"),
    ]
    return _form(blocks, value, language)


def _form(
    blocks: list[Block | None],
    value: ids.FeedFormValue,
    language: str,
    submit: str = "feeds.button.try",
) -> Payload:
    kept = value.model_copy(update={"address": "", "account": "", "back": None})
    return inputs.form(
        t(language, "feeds.title"),
        blocks,
        language,
        ids.FEED_FORM,
        kept,
        submit=t(language, submit),
    )


def _field(product: str, one: Ask, value: ids.FeedFormValue, language: str) -> Block:
    if one.name == "channel":
        return _channel(value, language)
    held = {"address": value.address, "account": value.account}.get(one.name)
    example, hint = example_of(language, product, one.name), hint_words(language, product, one.name)
    typed = PlainTextInput(
        INPUT,
        initial_value=None if one.is_secret or not held else held[:_LONGEST],
        max_length=_LONGEST,
        placeholder=PlainText(example) if example else None,
    )
    return InputBlock(
        PlainText(label_words(language, one.name)),
        typed,
        block_id=one.name,
        hint=PlainText(hint) if hint else None,
        optional=not one.is_needed,
    )


def _channel(value: ids.FeedFormValue, language: str) -> Block:
    choice = ConversationSelectMenu(
        INPUT,
        initial_conversation=value.address or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        placeholder=PlainText(t(language, "feeds.placeholder.channel")),
    )
    label, hint = t(language, "feeds.label.channel"), t(language, "feeds.hint.slack.channel")
    return InputBlock(PlainText(label), choice, block_id="channel", hint=PlainText(hint))
