"""The form in which a team is set up or changed, and what is said when it is saved."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from slackblocks import (
    Block,
    ConversationFilter,
    ConversationSelectMenu,
    Element,
    InputBlock,
    ModalView,
    Option,
    PlainText,
    PlainTextInput,
    StaticMultiSelectMenu,
    TimePicker,
)

from bot import ids
from bot.metrics.clocks import days_off, runs
from bot.metrics.team.membership import ROLES
from bot.metrics.team.readers import Reader
from bot.metrics.team.settings_form import (
    COMMON_ZONES,
    Moved,
    SavedSettings,
    SettingsForm,
)
from bot.text import LANGUAGES, formats, t
from bot.views.blocks import (
    MOST,
    Payload,
    actions,
    button,
    choosing,
    context,
    history_button,
    literal,
    markup,
    section,
    select,
)
from bot.views.blocks import inputs as form_fields
from bot.views.team.phrases import met_words

ZONE_TYPED = "zone_typed"
"""The field in which a zone is typed that is not among those to pick from."""
Channel = Literal["there", "joined", "invite", "archived", "unknown", "asking"]

_OPTIONAL = frozenset(
    {
        "channel",
        "hours",
        "country",
        "days_off",
        "limits",
        "ticket_address",
        "mentions",
        ZONE_TYPED,
        "not_replies",
    }
)
_MOST = {"name": 80, "limits": 3_000, "days_off": 3_000, "not_replies": 3_000}
_SHOWN = 200
_SHOWN_DAYS = 12


def form(shown: SettingsForm, reader: Reader) -> Payload:
    """Return the modal; the block ids are the fields' names."""
    language = reader.language
    new = shown.team_id is None
    blocks = [
        _notice(t(language, "setup.made_admin"), "made_admin") if shown.made_admin else None,
        _moved(shown.moved, reader) if shown.moved else None,
        None if new else context(t(language, "setup.form.since"), "since"),
        _past(shown.team_id, language),
        *(_input(field, shown, language) for field in _LAYOUT),
    ]
    value = ids.SettingsValue(team_id=shown.team_id, seen=dict(shown.seen), turn=shown.turn)
    title = t(language, "setup.form.new" if new else "setup.form.change")
    submit = t(language, "setup.form.add" if new else "setup.form.save")
    return form_fields.form(title, blocks, language, ids.SETUP_FORM, value, submit=submit)


def saved(
    done: SavedSettings, language: str, channel: Channel | None, *, sample: bool = False
) -> Payload:
    """Return the modal that says what was saved, and whether the bot is in the team's channel.

    `sample` says that a new team is given sample tickets.
    """
    name = markup(done.name, 80)
    key = (
        "setup.saved.new" if done.is_new else "setup.saved" if done.changed else "setup.saved.same"
    )
    blocks: list[Block | None] = [_notice(t(language, key, team=name), "saved")]
    if done.changed and not done.is_new:
        blocks.append(section("\n".join(_changes(done, language)), "changes"))
    if channel is not None:
        sentence = t(language, f"setup.channel.{channel}", channel=f"<#{done.channel_id}>")
        blocks.append(_notice(sentence, "channel"))
    if done.is_new:
        members = button(
            t(language, "setup.button.members"),
            ids.MEMBERS_OPEN,
            ids.ManagedTeam(team_id=done.team_id),
            "primary",
        )
        blocks.append(section(t(language, "setup.saved.next"), "next", members))
        plan = button(
            t(language, "setup.button.plan"),
            ids.PLAN_START,
            ids.PlanValue(team_id=done.team_id),
        )
        blocks.append(section(t(language, "setup.saved.plan"), "plan", plan))
        if not done.has_tickets:
            blocks += _to_tickets(language, sample=sample)
    view = ModalView(
        PlainText(t(language, "setup.saved.title")),
        [block for block in blocks if block is not None],
        close=PlainText(t(language, "notice.close")),
    )
    return view.to_dict()


def _to_tickets(language: str, *, sample: bool) -> list[Block | None]:
    """Return how a new team comes to its tickets."""
    if sample:
        return [context(t(language, "setup.saved.sample"), "tickets")]
    bring = button(t(language, "intake.title"), ids.HELP_RUN, ids.RunValue(text="import"))
    link = button(t(language, "feeds.button.new"), ids.HELP_RUN, ids.RunValue(text="connect"))
    return [
        section(t(language, "setup.saved.tickets"), "tickets", bring),
        section(t(language, "setup.saved.connect"), "connect", link),
    ]


def choose(teams: Sequence[tuple[int, str]], language: str, *, may_add: bool) -> Payload:
    """Return a select of the teams that somebody may set up, and of a new one."""
    options = [(name, ids.ManagedTeam(team_id=team_id)) for team_id, name in teams[: MOST - 1]]
    if may_add:
        options.append((t(language, "setup.choose.new"), ids.ManagedTeam()))
    left = t(language, "setup.choose.more") if len(teams) >= MOST else None
    return choosing(language, "setup.choose.team", ids.SETUP_CHOOSE, options, left)


def value_words(field: str, value: str, language: str) -> str:
    """Return a field's stored text as people read it, as `mrkdwn`."""
    if not value:
        return t(language, "setup.value.none")
    if field == "channel":
        return f"<#{value}>"
    if field in _CHOICES:
        return t(language, f"setup.value.{field}.{value}")
    if (words := _WORDS.get(field)) is not None:
        return words(value, language)
    return markup(value.replace("\n", t(language, "setup.comma")), _SHOWN)


def _changes(done: SavedSettings, language: str) -> list[str]:
    return [
        t(
            language,
            "setup.saved.change",
            field=t(language, f"setup.label.{one.field}"),
            before=value_words(one.field, one.before, language),
            after=value_words(one.field, one.after, language),
        )
        for one in done.changed
    ]


def _past(team_id: int | None, language: str) -> Block | None:
    if team_id is None:
        return None
    return actions([history_button(language, team_id, "team", str(team_id))], "history")


def _moved(moved: tuple[Moved, ...], reader: Reader) -> Block:
    language = reader.language
    lines = [t(language, "setup.moved")]
    for one in moved:
        known = one.who is not None and one.at is not None
        at = formats.instant(language, one.at, reader.zone) if one.at else ""
        who = _person(one.who or "")
        lines.append(
            t(
                language,
                "setup.moved.by" if known else "setup.moved.line",
                field=t(language, f"setup.label.{one.field}"),
                value=value_words(one.field, one.value, language),
                who=who,
                at=at,
            )
        )
    return section("\n".join(lines), "moved")


def _person(who: str) -> str:
    return f"<@{who}>" if who.startswith(("U", "W")) else markup(who, 40)


def _notice(text: str, block_id: str) -> Block:
    return section(text, block_id)


def _input(field: str, shown: SettingsForm, language: str) -> Block:
    hint = _hint(field, shown, language)
    return InputBlock(
        PlainText(t(language, f"setup.label.{field}")),
        _element(field, shown, language),
        block_id=field,
        hint=PlainText(hint) if hint else None,
        optional=field in _OPTIONAL,
    )


def _hint(field: str, shown: SettingsForm, language: str) -> str | None:
    for one in shown.moved:
        if one.field == field:
            value = one.value.replace("\n", t(language, "setup.comma"))
            words = _CHOICES.get(field) and t(language, f"setup.value.{field}.{value}")
            if field == "mentions" and value:
                words = _roles(value, language)
            kept = words or (literal(value, _SHOWN) if value else t(language, "setup.value.none"))
            key = "setup.hint.moved.channel" if field == "channel" else "setup.hint.moved"
            return t(language, key, value=kept)
    if field == "not_replies" and shown.phrases:
        return met_words(shown.phrases, language)
    return t(language, f"setup.hint.{field}") if field in _WITH_HINT else None


def _element(field: str, shown: SettingsForm, language: str) -> Element:
    action_id = f"{field}.{shown.turn}"
    value = shown.values.get(field, "")
    if field in _CHOICES:
        options = [(t(language, f"setup.value.{field}.{one}"), one) for one in _CHOICES[field]]
        return _select(action_id, options, value, language)
    if field == "mentions":
        return _role_choice(action_id, value, language)
    if field == "zone":
        return _select(action_id, _zones(value, language), value, language)
    if field == "channel":
        return ConversationSelectMenu(
            action_id,
            initial_conversation=value or None,
            filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
            placeholder=PlainText(t(language, "setup.placeholder.channel")),
        )
    if field in {"report_at", "review_at"}:
        return TimePicker(action_id, initial_time=value or None)
    return PlainTextInput(
        action_id,
        initial_value=value or None,
        multiline=field in {"limits", "days_off", "not_replies"},
        max_length=_MOST.get(field, 300),
        placeholder=PlainText(t(language, f"setup.placeholder.{field}")),
    )


def _select(
    action_id: str, options: Sequence[tuple[str, str]], value: str, language: str
) -> Element:
    placeholder = t(language, "setup.placeholder.choose")
    return select(action_id, options, placeholder=placeholder, initial=value)


def _role_choice(action_id: str, value: str, language: str) -> Element:
    made = [Option(PlainText(t(language, f"members.role.{role}")), role) for role in ROLES]
    held = [one for one in made if one.value in value.split(",")]
    nobody = PlainText(t(language, "setup.placeholder.mentions"))
    return StaticMultiSelectMenu(action_id, made, initial_options=held or None, placeholder=nobody)


def _days(value: str, language: str) -> str:
    found = runs(days_off(value))
    told = [formats.days(language, first, last, years=True) for first, last in found[:_SHOWN_DAYS]]
    if len(found) > _SHOWN_DAYS:
        told.append(t(language, "setup.value.days_off.more", n=len(found) - _SHOWN_DAYS))
    return t(language, "setup.comma").join(told)


def _roles(value: str, language: str) -> str:
    names = [t(language, f"members.role.{role}") for role in value.split(",") if role in ROLES]
    return t(language, "setup.comma").join(names)


def _zones(present: str, language: str) -> list[tuple[str, str]]:
    known = COMMON_ZONES if present in COMMON_ZONES or not present else (present, *COMMON_ZONES)
    return [(formats.zone_name(language, zone), zone) for zone in known]


_LAYOUT = (
    *("name", "channel", "language", "zone", ZONE_TYPED, "hours", "country", "days_off"),
    *("clock", "limit", "limits", "target", "quick", "report_at", "review_weekday", "review_at"),
    *("mentions", "direct", "ticket_address", "not_replies"),
)
_WITH_HINT = frozenset(
    {
        *("channel", ZONE_TYPED, "hours", "country", "days_off", "clock"),
        *(
            "limit",
            "limits",
            "target",
            "quick",
            "report_at",
            "mentions",
            "ticket_address",
            "not_replies",
        ),
    }
)
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "clock": ("business", "calendar"),
    "review_weekday": tuple(map(str, range(7))),
    "direct": ("no", "yes"),
}
_WORDS: Mapping[str, Callable[[str, str], str]] = {
    "mentions": _roles,
    "days_off": _days,
    "zone": lambda value, language: formats.zone_name(language, value),
}
"""What says a field's stored text in a language, where that is neither a choice nor as typed."""
