"""Files in Slack that prove something: what is kept of one, never its contents."""

from dataclasses import dataclass

OF_SLACK = (".slack.com", ".slack-gov.com")
"""How the names of Slack's own hosts end."""


def is_of_slack(host: str | None) -> bool:
    """Return whether a host is one of Slack's own."""
    return f".{host}".endswith(OF_SLACK)


@dataclass(frozen=True, slots=True)
class SlackFile:
    """A file as Slack knows it: its id, what it is called, and the address that opens it there."""

    id: str
    name: str
    link: str

    @property
    def text(self) -> str:
        """The file as one text, as forms and history hold it: `file_of` reads it back."""
        return f"{self.id} {self.link} {self.name}"


def file_of(text: str) -> SlackFile | None:
    """Return the file that a text stands for; None for the empty text."""
    file_id, _, rest = text.partition(" ")
    link, _, name = rest.partition(" ")
    return SlackFile(file_id, name, link) if link else None
