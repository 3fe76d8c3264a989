"""`frt workspace` itself: a local stand-in for Slack."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.help import Group, option
from bot.cli.words import UsageError, say, whole_number
from bot.cli.workspace.beside import beside, environment
from bot.cli.workspace.extra import needs_demo
from bot.errors import BotError

app = typer.Typer(cls=Group, invoke_without_command=True, help=say("cli.workspace"))


@app.callback()
def workspace(
    ctx: typer.Context,
    app_token: Annotated[str, option("--app-token", "cli.workspace.app_token", "xapp-…")] = "",
    bot_token: Annotated[str, option("--bot-token", "cli.workspace.bot_token", "xoxb-…")] = "",
    signing_secret: Annotated[str, option("--signing-secret", "cli.workspace.secret", "TEXT")] = "",
    request_url: Annotated[
        str | None, option("--request-url", "cli.workspace.request_url", "URL")
    ] = None,
    manifest: Annotated[Path | None, option("--manifest", "cli.workspace.manifest", "FILE")] = None,
    no_optional_scopes: Annotated[
        bool, option("--no-optional-scopes", "cli.workspace.no_optional_scopes")
    ] = False,
    no_rate_limits: Annotated[
        bool, option("--no-rate-limits", "cli.workspace.no_rate_limits")
    ] = False,
    patience: Annotated[str, option("--patience", "cli.workspace.patience", "TIMES")] = "1",
    host: Annotated[str, option("--host", "cli.workspace.host", "ADDRESS")] = "127.0.0.1",
    port: Annotated[str, option("--port", "cli.workspace.port", "PORT")] = "8765",
    allow_host: Annotated[str, option("--allow-host", "cli.workspace.allow_host", "NAME")] = "",
    seed: Annotated[str | None, option("--seed", "cli.workspace.seed", "FILE")] = None,
    tour: Annotated[str | None, option("--tour", "cli.workspace.tour", "FILE")] = None,
    state: Annotated[str | None, option("--state", "cli.workspace.state", "FILE")] = None,
    run: Annotated[str, option("--run", "cli.workspace.run", "COMMAND")] = "",
    reload: Annotated[bool, option("--reload", "cli.workspace.reload")] = False,
    watch: Annotated[str, option("--watch", "cli.workspace.watch", "FOLDER")] = "",
    app_clock: Annotated[
        str | None, option("--app-clock", "cli.workspace.app_clock", "URL")
    ] = None,
    app_clock_token: Annotated[
        str, option("--app-clock-token", "cli.workspace.app_clock_token", "TEXT")
    ] = "",
) -> None:
    """Be a local stand-in for Slack until Ctrl-C, unless a word after it says something else."""
    if ctx.invoked_subcommand is not None:
        return
    tokens = {"app_token": app_token, "bot_token": bot_token, "signing_secret": signing_secret}
    for name, token in tokens.items():
        if not token:
            raise UsageError("cli.usage.missing", what=f"--{name.replace('_', '-')}")
    number = whole_number("--port", 1, 65535)(port)
    times = whole_number("--patience", 1, 100)(patience)
    needs_demo()
    from bot.workspace.app_clock import AppClock
    from bot.workspace.saved import SavedStateError
    from bot.workspace.server import serve
    from bot.workspace.state import Timings, Workspace

    start = _json("--seed", seed) if seed else {}
    start["app"] = {
        **_app(manifest, optional=not no_optional_scopes),
        **start.get("app", {}),
        **tokens,
    }
    start.setdefault("rates", not no_rate_limits)
    if tour:
        start["tour"] = _json("--tour", tour)
    try:
        Workspace(start)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise _bad_file("--seed, --tour", seed or tour or "", error) from error
    typer.echo(say("cli.workspace.running", host=host, port=number))
    try:
        with beside(run, watch, reload=reload, has_manifest=manifest is not None) as app:
            serve(
                host,
                number,
                seed=start,
                request_url=request_url,
                ready=lambda url: app.start(environment(url, tokens, request_url)) if app else None,
                timings=Timings.patient(times),
                app_clock=AppClock(app_clock, app_clock_token) if app_clock else None,
                state_file=Path(state) if state else None,
                hosts=[allow_host],
            )
    except SavedStateError as error:
        raise _bad_file("--state", state or "", error) from error
    except OSError as error:
        raise BotError("cli.workspace.port_taken", host=host, port=number) from error


def _app(file: Path | None, *, optional: bool) -> dict[str, Any]:
    """Return the app of a manifest file, by default of the bot's own manifest.

    Its optional scopes are granted if `optional`.
    """
    from bot.manifest import manifest
    from bot.workspace.seed import from_manifest

    try:
        given = json.loads(file.read_text("utf-8")) if file else manifest()
        app: dict[str, Any] = from_manifest(given, optional=optional)["app"]
    except OSError as error:
        raise BotError("cli.workspace.no_manifest", file=file, reason=error.strerror) from error
    except ValueError as error:
        raise BotError("cli.workspace.bad_manifest", file=file, reason=error) from error
    return app


def _json(name: str, file: str) -> dict[str, Any]:
    try:
        given = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _bad_file(name, file, error) from error
    if not isinstance(given, dict):
        raise _bad_file(name, file, TypeError("not a JSON object"))
    return given


def _bad_file(name: str, file: str, error: Exception) -> BotError:
    return BotError("cli.workspace.bad_file", option=name, file=file, reason=str(error))
