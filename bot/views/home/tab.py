"""The App Home tab: what waits for the reader, how the team stands, doors to the rest, settings."""

from slackblocks import Block, DividerBlock, Element

from bot import ids
from bot.metrics.home import HomePage, HomeTeam
from bot.text import LANGUAGES, t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    context,
    header,
    history_button,
    home,
    literal,
    section,
    select,
)
from bot.views.feeds import home_words
from bot.views.help import doors
from bot.views.home.standing import basis_words, own_words, team_words
from bot.views.home.waiting import review_words, waiting_blocks
from bot.views.warnings import state_line

_UNEVENTFUL = frozenset({"normal"})
_FEEDS = 3


def answer(page: HomePage) -> Payload:
    """Return the tab. It shows no individual figures but the reader's own."""
    language = page.reader.language
    made_admin = t(language, "setup.made_admin" if page.any_team else "home.made_admin")
    blocks: list[Block | None] = [section(made_admin, "made_admin") if page.made_admin else None]
    if page.teams or page.count:
        blocks += [*waiting_blocks(page), DividerBlock(block_id="end_waiting")]
    for team in page.teams:
        blocks += _team(team, page)
    if not page.teams:
        blocks += _no_team(page)
    elif page.more_teams:
        blocks.append(context(t(language, "home.more_teams", n=page.more_teams), "more_teams"))
    blocks += [DividerBlock(block_id="end_teams"), *_doors(page)]
    blocks += [DividerBlock(block_id="end_doors"), *_settings(page)]
    return home(blocks)


def refused(sentence: str) -> Payload:
    """Return the tab of somebody whom the bot does not answer; the sentence says why."""
    return home([section(sentence, "refused")])


def _no_team(page: HomePage) -> list[Block | None]:
    language = page.reader.language
    if page.is_admin:
        key = "home.no_team.admin" if page.any_team else "home.no_team.first"
    else:
        key = "home.no_team"
    return [header(t(language, "home.welcome"), "welcome"), section(t(language, key), "no_team")]


def _team(shown: HomeTeam, page: HomePage) -> list[Block | None]:
    language, report = page.reader.language, shown.team
    number, name = report.team.id, literal(report.team.name, 100)
    own = own_words(shown.own, language) if shown.own else None
    if own is None and shown.role == "agent":
        own = t(language, "home.no_name")
    above = [one.line for one in page.raised if one.team.id == number]
    notable = [one for one in shown.warnings if one.state not in _UNEVENTFUL and one not in above]
    small = [t(language, "home.warning", line=state_line(line, language)) for line in notable]
    if shown.review is not None:
        small.append(review_words(shown.review, report.team, language))
    feeds = (home_words(one, language, page.as_of) for one in shown.feeds[:_FEEDS])
    small += filter(None, feeds)
    small.append(basis_words(report, page.reader))
    blocks = [
        header(name, f"team_{number}"),
        section("\n".join(filter(None, (team_words(report, language), own))), f"state_{number}"),
        context("\n".join(small), f"basis_{number}"),
    ]
    if shown.manages:
        value, feeds_of = ids.ManagedTeam(team_id=number), ids.FeedValue(team_id=number)
        buttons = [
            button(t(language, "home.button.setup"), ids.SETUP_OPEN, value, of=name),
            button(t(language, "home.button.members"), ids.MEMBERS_OPEN, value, of=name),
            button(t(language, "feeds.button.open"), ids.FEED_OPEN, feeds_of, of=name),
        ]
        blocks.append(actions(buttons, f"manage_{number}"))
    return blocks


def _doors(page: HomePage) -> list[Block | None]:
    """Return what one may want to see, a button each, and everything else behind the last."""
    language = page.reader.language
    first = "mine" if page.duty == "agent" else "report"
    now = doors(language, ("waiting", "today", first, "by"))
    better = doors(language, ("promised", "problems", "plan", "review"))
    everything = button(t(language, "help.button.all"), ids.HELP_ALL, ids.Value())
    return [
        section(t(language, "home.doors.now"), "doors_now"),
        actions(now, "now"),
        section(t(language, "home.doors.better"), "doors_better"),
        actions([*better, everything], "better"),
    ]


def _settings(page: HomePage) -> list[Block | None]:
    language = page.reader.language
    slack = t(language, "home.language.slack", name=t(page.slack_language, "home.language.name"))
    options = [(slack, ids.LanguageValue(language="slack").dump())]
    for one in LANGUAGES:
        value = ids.LanguageValue.model_validate({"language": one})
        options.append((t(one, "home.language.name"), value.dump()))
    present = ids.LanguageValue.model_validate({"language": page.chosen or "slack"})
    chosen = select(
        ids.HOME_LANGUAGE,
        options,
        placeholder=t(language, "home.language"),
        initial=present.dump(),
    )
    reminded = "on" if page.reminders else "off"
    switch = button(
        t(language, f"home.button.reminders.{reminded}"),
        ids.HOME_REMINDERS,
        ids.RemindersValue(on=not page.reminders),
    )
    refresh = button(t(language, "home.button.refresh"), ids.HOME_REFRESH, ids.Value())
    elements: list[Element] = [refresh]
    if page.is_admin:
        new = ids.ManagedTeam()
        elements.append(button(t(language, "home.button.new_team"), ids.SETUP_OPEN, new))
    own = t(language, "history.about.person")
    elements.append(history_button(language, 0, "person", page.reader.user_id, own))
    return [
        section(t(language, "home.language.text"), f"language_{page.chosen}_{language}", chosen),
        section(t(language, f"home.reminders.{reminded}"), "reminders", switch),
        actions(elements, "buttons"),
        context(t(language, "home.hint"), "hint"),
    ]
