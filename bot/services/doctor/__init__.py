"""Whether everything is as it should be."""

from bot.services.doctor.checks import ChannelState, SignedIn, SlackRefusalError

__all__ = ["ChannelState", "SignedIn", "SlackRefusalError"]
