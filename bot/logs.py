"""Structured logs, for people or as JSON."""

import logging

import structlog

from bot.redaction import redacted
from bot.settings import Settings


class _Discreet(structlog.stdlib.ProcessorFormatter):
    """Takes secrets out of the finished line, tracebacks and all."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it is written."""
        return redacted(super().format(record))


def configure(settings: Settings) -> None:
    """Send every log line, ours and the libraries', through one renderer to standard error.

    Tracebacks come without the values of variables, and no line with a secret.
    """
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    json = settings.log_format == "json"
    renderer = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    final = [structlog.processors.format_exc_info, renderer] if json else [renderer]
    handler = logging.StreamHandler()
    handler.setFormatter(
        _Discreet(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for noisy in ("slack_sdk", "slack_bolt", "uvicorn.access", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
