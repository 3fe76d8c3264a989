"""A team's members and the names in its tickets that are nobody's yet, in a modal."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from slackblocks import (
    Block,
    Button,
    ConfirmationDialogue,
    DividerBlock,
    Element,
    Option,
    OverflowMenu,
    PlainText,
    UserSelectMenu,
)

from bot import ids
from bot.metrics.team.membership import ROLES, MemberRow, MembersPage, UnknownName
from bot.text import formats, t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    choosing,
    context,
    header,
    history_button,
    label,
    literal,
    markup,
    modal,
    section,
    select,
    turns,
)

_MOST_UNLINKS = 5
_SHORT = 60


Linked = Sequence[tuple[str, str]]


def answer(
    page: MembersPage, language: str, done: str | None = None, *, by_email: Linked = ()
) -> Payload:
    """Return the modal.

    `done` is a `mrkdwn` sentence on what was changed just now; `by_email` are the (name, user ID)
    that were linked by e-mail just now.
    """
    blocks: list[Block | None] = [
        section(done, "done") if done else None,
        _by_email(by_email, language),
        header(_title(page, language), "title"),
        None if page.member_count else section(t(language, "members.none"), "none"),
    ]
    for member in page.members:
        blocks += _member(member, language)
    value = ids.MembersValue(team_id=page.team_id, page=page.page, names_page=page.names_page)
    blocks += [
        _pages(language, value, "page", page.page, page.pages),
        DividerBlock(block_id="before_adding"),
        section(f"*{t(language, 'members.add')}*", "adding"),
        _add(page, language),
        DividerBlock(block_id="before_names"),
        header(t(language, "members.names"), "names_title"),
        *_names(page, language),
        _pages(language, value, "names_page", page.names_page, page.names_pages),
        actions([history_button(language, page.team_id, "member")], "history"),
    ]
    return modal(
        t(language, "members.title"),
        blocks,
        close=t(language, "notice.close"),
        callback_id=ids.MEMBERS_LIST,
        metadata=value,
    )


def choose(teams: Sequence[tuple[int, str]], language: str) -> Payload:
    """Return a select of the teams whose members somebody may change."""
    options = [(name, ids.ManagedTeam(team_id=team_id)) for team_id, name in teams]
    return choosing(language, "members.choose", ids.MEMBERS_CHOOSE, options)


def _title(page: MembersPage, language: str) -> str:
    return t(language, "members.heading", team=literal(page.team_name, _SHORT), n=page.member_count)


def _by_email(linked: Linked, language: str) -> Block | None:
    if not linked:
        return None
    lines = [
        t(language, "members.by_email.line", name=markup(name, _SHORT), who=f"<@{user_id}>")
        for name, user_id in linked[:10]
    ]
    text = t(language, "members.by_email", n=len(linked))
    return section("\n".join([text, *lines]), "by_email")


def _member(member: MemberRow, language: str) -> list[Block | None]:
    names = t(language, "members.comma").join(
        markup(one.name, _SHORT) for one in member.helpdesk_names[:10]
    )
    key = "members.line" if names else "members.line.no_name"
    text = t(language, key, who=f"<@{member.user_id}>", names=names)
    roles = [(t(language, f"members.role.{role}"), _role(member.user_id, role)) for role in ROLES]
    role = select(
        ids.MEMBERS_ROLE,
        roles,
        placeholder=t(language, "members.role"),
        initial=_role(member.user_id, member.role),
    )
    buttons = [role, _remove(member, language), *_unlink(member, language)]
    return [
        section(text, f"member_{member.user_id}"),
        actions(buttons, f"member_{member.user_id}_{member.role}"),
    ]


def _role(user_id: str, role: str) -> str:
    return ids.RoleValue(user=user_id, role=role).dump()


def _unlink(member: MemberRow, language: str) -> list[Element]:
    options = [
        Option(
            PlainText(t(language, "members.unlink", name=literal(one.name, 40))),
            ids.MemberValue(user=member.user_id, name=one.key).dump(),
        )
        for one in member.helpdesk_names[:_MOST_UNLINKS]
    ]
    return [OverflowMenu(ids.MEMBERS_UNLINK, options)] if options else []


def _remove(member: MemberRow, language: str) -> Element:
    name = literal(member.name or member.user_id, _SHORT)
    asked = ConfirmationDialogue(
        PlainText(t(language, "members.remove.title")),
        PlainText(t(language, "members.remove.text", name=name)),
        PlainText(t(language, "members.remove")),
        PlainText(t(language, "members.keep")),
    )
    return Button(
        PlainText(t(language, "members.remove")),
        action_id=ids.MEMBERS_REMOVE,
        value=ids.MemberValue(user=member.user_id).dump(),
        confirm=asked,
        accessibility_label=label(t(language, "members.remove"), name),
    )


def _add(page: MembersPage, language: str) -> Block | None:
    roles = [(t(language, f"members.role.{role}"), role) for role in ROLES]
    value = ids.MembersValue(team_id=page.team_id, page=page.page, names_page=page.names_page)
    return actions(
        [
            UserSelectMenu(
                ids.MEMBERS_ADD_WHO, placeholder=PlainText(t(language, "members.add.who"))
            ),
            select(
                ids.MEMBERS_ADD_ROLE,
                roles,
                placeholder=t(language, "members.role"),
                initial=ROLES[0],
            ),
            button(t(language, "members.add.button"), ids.MEMBERS_ADD, value, "primary"),
        ],
        f"add_{page.member_count}",
    )


def _names(page: MembersPage, language: str) -> list[Block | None]:
    if not page.unknown:
        key = "members.names.none" if page.has_tickets else "members.names.no_tickets"
        return [section(t(language, key), "names")]
    intro = t(language, "members.names.intro", n=page.unknown_count)
    asking = t(language, "members.names.asking") if page.looking_up else None
    blocks: list[Block | None] = [section(intro, "names"), context(asking, "asking")]
    for one in page.unknown:
        blocks += _name(one, page, language)
    return blocks


def _name(one: UnknownName, page: MembersPage, language: str) -> list[Block | None]:
    day = formats.days(language, *[one.last_opened.astimezone(ZoneInfo(page.zone)).date()] * 2)
    name = markup(one.name.name, _SHORT)
    count = formats.number(language, one.tickets)
    text = t(language, "members.name", name=name, n=one.tickets, count=count, day=day)
    if one.proposed:
        who = t(language, "members.or").join(f"<@{person.user_id}>" for person in one.proposed)
        text = f"{text}\n{t(language, 'members.name.proposed', who=who)}"
    confirm: list[Element] = [
        button(
            t(language, "members.link", name=literal(person.real_name or person.name, 40)),
            f"{ids.MEMBERS_LINK}.{at}",
            ids.MemberValue(user=person.user_id, name=one.name.key),
            "primary",
        )
        for at, person in enumerate(one.proposed)
    ]
    other = "members.link.other" if one.proposed else "members.link.choose"
    pick = UserSelectMenu(ids.MEMBERS_LINK_TO, placeholder=PlainText(t(language, other)))
    return [
        section(text, f"name_{one.name.key}"),
        actions([*confirm, pick], f"link_{one.name.key}"),
    ]


def _pages(
    language: str, value: ids.MembersValue, field: str, page: int, pages: int
) -> Block | None:
    at = (page, pages)
    of = t(language, "members.names" if field == "names_page" else "members.title")
    return turns(language, at, ids.MEMBERS_TURN, value, field=field, of=of)
