"""Wiring: settings → database → Slack → Bolt → web server, built once."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.answers.clicks import handle_errors
from bot.answers.hearing import Hearing
from bot.clock import Clock, MovableClock, system_clock
from bot.clock_door import ClockDoor
from bot.commands import (
    cases,
    complaints,
    daily,
    days_off,
    deliveries,
    feeds,
    front,
    gone,
    history,
    home,
    hooks,
    imports,
    members,
    plans,
    problems,
    reader,
    registers,
    report,
    review,
    revised,
    routes,
    setup,
    shape,
    share,
    warnings,
    why,
)
from bot.commands.actions import change as action_change
from bot.commands.actions import lists as actions
from bot.commands.actions import make as action_make
from bot.commands.words import VOCABULARY
from bot.deps import Deps, deps_for
from bot.errors import BotError
from bot.jobs import complaints as complaint_job
from bot.jobs import (
    daily_report,
    notices,
    problem_reports,
    reminders,
    review_reminder,
    sample_tickets,
    silence,
    slipping,
    uploads,
    verification,
    weekly_review,
)
from bot.jobs import feeds as feed_job
from bot.jobs import warnings as warning_job
from bot.planner.planner import Planner
from bot.settings import Settings, is_local
from bot.slack.door import Door
from bot.slack.skew import Skew
from bot.web import web_app

COMMANDS = (
    front,
    report,
    home,
    setup,
    members,
    actions,
    action_make,
    action_change,
    plans,
    warnings,
    complaints,
    cases,
    revised,
    history,
    share,
    registers,
    why,
    imports,
    feeds,
    days_off,
)
PLANNING = (daily, review, problems, deliveries)
JOBS = (
    sample_tickets,
    warning_job,
    daily_report,
    reminders,
    verification,
    silence,
    slipping,
    weekly_review,
    problem_reports,
    review_reminder,
    complaint_job,
    notices,
    uploads,
    feed_job,
)


@dataclass(frozen=True, slots=True)
class Application:
    """Everything one process holds."""

    deps: Deps
    bolt: AsyncApp
    planner: Planner
    web: Starlette
    hearing: Hearing
    skew: Skew
    door: Door | None


def build(
    settings: Settings, clock: Clock | None = None, machine: Clock = system_clock
) -> Application:
    """Return the wired application; nothing is connected yet. Raises BotError without a token.

    `clock` is the day that is played, `machine` tells the true time.
    """
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise BotError("error.no_app_token")
    _refuse_rehearsal(settings)
    deps = deps_for(settings, clock=clock)
    bolt = routes.RoutedApp(
        name="frt",
        client=AsyncWebClient(base_url=settings.slack_api_url, retry_handlers=[]),
        authorize=reader.authorization(deps),
        process_before_response=True,
        request_verification_enabled=False,
    )
    handle_errors(bolt, deps.slack, deps.background.start)
    planner = planner_for(deps)
    reader.register(bolt, deps)
    shape.register(bolt)
    for feature in COMMANDS:
        feature.register(bolt, deps)
    for planning in PLANNING:
        planning.register(bolt, deps, planner)
    gone.register(bolt)
    bolt.look_up_handlers(VOCABULARY.counted_as)
    hearing, skew, door = Hearing(), Skew(machine), None
    if settings.slack_app_token is None:
        door = Door(deps.database, bolt, deps.credentials.signing_secrets, machine, skew)
    more = [*hooks.routes(deps, machine), *_clock_routes(deps, planner)]
    web = web_app(deps.database, door, deps.clock, hearing, more)
    return Application(deps, bolt, planner, web, hearing, skew, door)


def planner_for(deps: Deps) -> Planner:
    """Return a planner that knows every job; it sleeps until it is started or asked."""
    planner = Planner(deps)
    for job in JOBS:
        job.register(planner, deps)
    return planner


def _refuse_rehearsal(settings: Settings) -> None:
    """Raise BotError when a clock that can be moved, or sample tickets, would reach real people."""
    rehearsed = {
        "FRT_CLOCK": (settings.clock or "").startswith("movable:"),
        "FRT_CLOCK_TOKEN": settings.clock_token is not None,
        "FRT_SAMPLE_SINCE": settings.sample_since is not None,
    }
    names = [name for name, given in rehearsed.items() if given]
    if names and not is_local(settings.slack_api_url):
        raise BotError("error.rehearsal", names=", ".join(names), url=settings.slack_api_url)
    if rehearsed["FRT_CLOCK"] and not rehearsed["FRT_CLOCK_TOKEN"]:
        raise BotError("error.no_clock_token")


def _clock_routes(deps: Deps, planner: Planner) -> list[BaseRoute]:
    token = deps.settings.clock_token
    if token is None or not isinstance(deps.clock, MovableClock):
        return []
    return [ClockDoor(deps.clock, planner, deps.database, token.get_secret_value()).route()]
