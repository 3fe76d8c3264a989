"""Events that a helpdesk sends, signed: how they are written, read and refused."""

from bot.sources.hooks.papers import openapi, schema
from bot.sources.hooks.reading import MOST_BYTES, Fault, Refusal, Sent, read, taken
from bot.sources.hooks.signing import SIGNATURE, TIMESTAMP, is_signed, signature, signed_at

__all__ = [
    "MOST_BYTES",
    "SIGNATURE",
    "TIMESTAMP",
    "Fault",
    "Refusal",
    "Sent",
    "is_signed",
    "openapi",
    "read",
    "schema",
    "signature",
    "signed_at",
    "taken",
]
