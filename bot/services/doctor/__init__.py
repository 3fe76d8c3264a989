"""Whether everything is as it should be."""

from bot.services.doctor.checks import ChannelState, Refused, SignedIn, SlackRefusalError

__all__ = ["ChannelState", "Refused", "SignedIn", "SlackRefusalError"]
