"""Settings from the environment or `.env`, prefix `FRT_`."""

from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE_URL = "sqlite:///var/frt.sqlite3"


def is_local(url: str) -> bool:
    """Return whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


class Settings(BaseSettings):
    """What one process of the bot is told from outside; secrets print as asterisks."""

    model_config = SettingsConfigDict(
        env_prefix="FRT_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        DEFAULT_DATABASE_URL, description="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DB"
    )
    slack_bot_token: SecretStr | None = Field(None, description="Bot token, xoxb-…")
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token, xapp-…; given: Socket Mode, two connections"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret; without an app token: HTTP on POST /slack/events"
    )
    slack_api_url: Annotated[str, AfterValidator(_with_slash)] = Field(
        "https://slack.com/api/", description="Web API to talk to"
    )
    host: str = Field("127.0.0.1", description="Address the web server listens on")
    port: int = Field(3000, ge=0, le=65535, description="Port the web server listens on")
    log_format: Literal["console", "json"] = Field("console", description="console or json")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )
    clock: str | None = Field(
        None,
        description="Play days through: from:INSTANT, fixed:INSTANT (stays there), "
        "movable:INSTANT (local workspace)",
    )
    clock_token: SecretStr | None = Field(
        None, description="What GET and POST /clock want as bearer token; with movable:INSTANT"
    )
    sample_since: AwareDatetime | None = Field(
        None, description="Sample tickets go on from this instant (local workspace only)"
    )
