"""The App Home tab: own figures, what waits for a lead, own actions and items, teams, settings."""

from slackblocks import Block, DividerBlock, Element

from bot import ids
from bot.metrics.figures import Report
from bot.metrics.home import HomePage, HomeTeam
from bot.metrics.plans import OwnItem
from bot.text import LANGUAGES, t
from bot.text.formats import duration
from bot.views.actions import line as action_line
from bot.views.blocks import (
    Payload,
    actions,
    as_of_words,
    button,
    context,
    fields,
    goal_words,
    header,
    history_button,
    home,
    literal,
    markup,
    period_words,
    section,
    select,
)
from bot.views.figures import attainment_tile, compared_of, response_tile, waiting_tile
from bot.views.home.waiting import review_words, waiting_blocks
from bot.views.plans import MARKS, due_words, item_name, progress_words
from bot.views.problems import line
from bot.views.registers import line as entry_line
from bot.views.warnings import state_line


def answer(page: HomePage) -> Payload:
    """Return the tab. It shows no individual figures but the reader's own."""
    language = page.reader.language
    made_admin = t(language, "setup.made_admin" if page.any_team else "home.made_admin")
    blocks: list[Block | None] = [section(made_admin, "made_admin") if page.made_admin else None]
    for team in page.teams:
        blocks += [*_team(team, page), DividerBlock(block_id=f"end_{team.team.team.id}")]
    if not page.teams:
        blocks += [*_no_team(page), DividerBlock(block_id="end")]
    elif page.more_teams:
        blocks.append(context(t(language, "home.more_teams", n=page.more_teams), "more_teams"))
    waits = waiting_blocks(page)
    blocks += [*waits, DividerBlock(block_id="end_waiting")] if waits else []
    blocks += [*_actions(page), *_problems(page), *_entries(page), *_items(page)]
    blocks += [DividerBlock(block_id="end_actions"), *_settings(page)]
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
    key, name = f"team_{report.team.id}", literal(report.team.name, 100)
    blocks: list[Block | None] = [header(name, key)]
    if shown.own is not None:
        blocks += _figures(shown.own, "home.own", language, f"own_{report.team.id}")
    elif shown.role == "agent":
        blocks.append(context(t(language, "home.no_name"), f"own_{report.team.id}"))
    blocks += _figures(report, "home.team", language, f"all_{report.team.id}")
    if shown.warnings:
        lines = [
            t(language, "home.warning", line=state_line(line, language)) for line in shown.warnings
        ]
        blocks.append(section("\n".join(lines), f"warnings_{report.team.id}"))
    if shown.review is not None:
        words = review_words(shown.review, report.team, language)
        blocks.append(section(words, f"review_{report.team.id}"))
    blocks += [_plan(shown, language), context(_basis(report, page), f"basis_{report.team.id}")]
    if shown.manages:
        value = ids.ManagedTeam(team_id=report.team.id)
        buttons = [
            button(t(language, "home.button.setup"), ids.SETUP_OPEN, value, of=name),
            button(t(language, "home.button.members"), ids.MEMBERS_OPEN, value, of=name),
        ]
        blocks.append(actions(buttons, f"manage_{report.team.id}"))
    return blocks


def _plan(shown: HomeTeam, language: str) -> Block | None:
    if shown.plan is None:
        return None
    plan = shown.plan.plan
    title = t(language, "home.plan", n=plan.number, goal=goal_words(plan.goal, language))
    text = f"{title}\n{progress_words(shown.plan.whole, language)}"
    return section(text, f"plan_{plan.team_id}")


def _figures(report: Report, key: str, language: str, block_id: str) -> list[Block | None]:
    period = period_words(language, report.period, report.as_of)
    title = section(f"*{t(language, key, period=period)}*", f"{block_id}_title")
    figures = report.figures
    if not figures.tickets and not figures.open_waits_now:
        kind = "home.own.none" if report.person else "home.team.none"
        return [title, section(t(language, kind), block_id)]
    compared = compared_of(report)
    tiles = [
        response_tile(language, compared),
        attainment_tile(language, compared),
        waiting_tile(language, figures, report.data, report.as_of),
    ]
    return [title, fields([tile.markup(language) for tile in tiles], block_id)]


def _basis(report: Report, page: HomePage) -> str:
    language = page.reader.language
    return t(
        language,
        "report.basis",
        clock=t(language, f"report.clock.{report.clock}"),
        limit=duration(language, report.team.frt_limit_seconds),
        as_of=as_of_words(report.judged_at, page.reader, report.team.zone, report.as_of),
    )


def _actions(page: HomePage) -> list[Block | None]:
    language = page.reader.language
    title = "home.actions" if page.actions else "home.actions.empty"
    blocks: list[Block | None] = [header(t(language, title, n=page.action_count), "actions")]
    if not page.actions:
        blocks.append(section(t(language, "home.actions.none"), "no_actions"))
    several = len({action.team_id for action in page.actions}) > 1
    for action in page.actions:
        drawn = action_line(action, language, page.as_of, may_change=True)
        if several:
            named = markup(action.team_name, 60)
            blocks.append(context(named, f"of_{action.team_id}_{action.number}"))
        blocks += drawn
    left = page.action_count - len(page.actions)
    more = t(language, "home.actions.more", n=left) if left > 0 else None
    return [*blocks, context(more, "more_actions")]


def _problems(page: HomePage) -> list[Block | None]:
    if not page.problems:
        return []
    language = page.reader.language
    several = len({one.team_id for one in page.problems}) > 1
    lines = [line(one, language, page.as_of, with_team=several) for one in page.problems]
    left = page.problem_count - len(page.problems)
    more = t(language, "home.problems.more", n=left) if left > 0 else None
    title = header(t(language, "home.problems", n=page.problem_count), "problems")
    return [title, *lines, context(more, "more_problems")]


def _entries(page: HomePage) -> list[Block | None]:
    if not page.entries:
        return []
    language = page.reader.language
    left = page.entry_count - len(page.entries)
    more = t(language, "home.entries.more", n=left) if left > 0 else None
    return [
        header(t(language, "home.entries", n=page.entry_count), "entries"),
        *(entry_line(one, language, page.as_of, is_named=True) for one in page.entries),
        context(more, "more_entries"),
    ]


def _items(page: HomePage) -> list[Block | None]:
    if not page.items:
        return []
    language = page.reader.language
    several = len({one.item.team_id for one in page.items}) > 1
    lines = [_item(one, page, with_team=several) for one in page.items]
    left = page.item_count - len(page.items)
    more = t(language, "home.items.more", n=left) if left > 0 else t(language, "home.items.hint")
    return [
        header(t(language, "home.items", n=page.item_count), "items"),
        section("\n".join(lines), "own_items"),
        context(more, "more_items"),
    ]


def _item(one: OwnItem, page: HomePage, *, with_team: bool) -> str:
    language, item = page.reader.language, one.item
    due = due_words(item, language, page.as_of.astimezone(one.zone).date())
    words = [f"{MARKS[item.status]} *{item_name(item, language)}*", due]
    return " · ".join([*words, markup(one.team_name, 60)] if with_team else words)


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
