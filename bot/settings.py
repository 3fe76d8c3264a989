"""Settings from the environment or `.env`, prefix `FRT_`; secrets from files too."""

import os
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.redaction import hide, hide_password

_PROGRAM = Path(__file__).parents[1]
_IN_A_FOLDER = Path("var", "frt.sqlite3")
_FILE = "_file"
_MOST = 10_000


def is_local(url: str) -> bool:
    """Return whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def default_database() -> Path:
    """Return the file that is the database where no setting names one, from whatever folder.

    In a checkout of the project it is the checkout's own. For an installed program it is where its
    user's data are: https://specifications.freedesktop.org/basedir-spec/latest/.
    """
    if (_PROGRAM / "pyproject.toml").exists():
        return _PROGRAM / _IN_A_FOLDER
    told = Path(os.environ.get("XDG_DATA_HOME", ""))
    data = told if told.is_absolute() else Path.home() / ".local" / "share"
    return data / "frt" / "frt.sqlite3"


def left_behind() -> Path | None:
    """Return the file here that was the default in this folder once and is not now, if any."""
    old, new = _IN_A_FOLDER.absolute(), default_database()
    if not old.exists() or (new.exists() and old.samefile(new)):
        return None
    return old


def read_secret(path: Path) -> str:
    """Return what a file of one secret holds, without blanks around it.

    Raises ValueError when it can't be read, is empty or is no such file.
    """
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MOST).strip()
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from error
    if not text:
        raise ValueError(f"{path}: empty")
    return text


def _readable(path: Path) -> Path:
    read_secret(path)
    return path


SecretFile = Annotated[Path, AfterValidator(_readable)]


class Settings(BaseSettings):
    """What one process of the bot is told from outside; secrets print as asterisks.

    A secret's file wins over the secret itself.
    """

    model_config = SettingsConfigDict(
        env_prefix="FRT_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        default_factory=lambda: f"sqlite:///{default_database()}",
        repr=False,
        description="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DB; none: var/frt.sqlite3 "
        "of the checkout; of an installed program ~/.local/share/frt/frt.sqlite3",
    )
    database_url_file: SecretFile | None = Field(None, description="File that holds that URL")
    slack_bot_token: SecretStr | None = Field(None, description="Bot token, xoxb-…")
    slack_bot_token_file: SecretFile | None = Field(
        None, description="File that holds the bot token; read again when it changes"
    )
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token, xapp-…; given: Socket Mode, two connections"
    )
    slack_app_token_file: SecretFile | None = Field(
        None, description="File that holds the app-level token; read again when it changes"
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        description="Signing secret, or NEW,OLD; without an app token: HTTP on POST /slack/events",
    )
    slack_signing_secret_file: SecretFile | None = Field(
        None, description="File that holds the signing secret; read again when it changes"
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
    public_url: str | None = Field(
        None,
        description="Address at which the web server is reached from outside, such as "
        "https://frt.example.com; shown where a hook is made",
    )
    sealing_keys: SecretStr | None = Field(
        None,
        description="Key that credentials of helpdesks are sealed with, or NEW,OLD; "
        "`frt feed key` makes one",
    )
    sealing_keys_file: SecretFile | None = Field(None, description="File that holds them")
    private_helpdesks: bool = Field(
        default=False,
        description="Helpdesks in the bot's own network may be connected, over http:// as well",
    )
    lease_seconds: int = Field(
        60, ge=2, description="How long one process may take over a post before another may"
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
    keep_tickets_days: int = Field(
        0, ge=0, description="Days that tickets are kept after they were opened; 0: for ever"
    )
    keep_set_aside_days: int = Field(
        90, ge=0, description="Days that rows set aside by an import are kept; 0: for ever"
    )
    keep_history_days: int = Field(
        0, ge=0, description="Days that the history of changes is kept; 0: for ever"
    )

    @model_validator(mode="before")
    @classmethod
    def _read_files(cls, given: Any) -> Any:  # noqa: ANN401  pydantic's own type
        """Put what the files hold where it belongs; unreadable ones are told of by their field."""
        for name in [name for name in cls.model_fields if name.endswith(_FILE)]:
            if isinstance(given, dict) and given.get(name):
                try:
                    given[name.removesuffix(_FILE)] = read_secret(Path(given[name]))
                except ValueError:
                    continue
        return given

    def model_post_init(self, context: object, /) -> None:
        """Hide every secret from logs and errors."""
        secrets = (self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        hide(*(secret.get_secret_value() for secret in secrets if secret))
        hide(*several(self.slack_signing_secret), *several(self.sealing_keys))
        hide_password(self.database_url)


def several(told: SecretStr | None) -> tuple[str, ...]:
    """Return the secrets of a setting that may hold several: the newest first, after commas."""
    text = told.get_secret_value() if told else ""
    return tuple(one.strip() for one in text.replace("\n", ",").split(",") if one.strip())
