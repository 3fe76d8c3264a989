"""What stands in a modal while a file is fetched, read or taken in."""

from bot.text import formats, t
from bot.views.blocks import Payload, markup, notice_modal


def progress(language: str, file: str, phase: str, share: float | None = None) -> Payload:
    """Return the modal; `phase` is waiting, fetch, examine, read or apply, `share` from 0 to 1."""
    sentence = t(language, f"intake.progress.{phase}", file=markup(file, 80))
    if share is not None:
        done = formats.share(language, min(max(share, 0.0), 1.0))
        sentence = t(language, "intake.progress.share", sentence=sentence, share=done)
    return notice_modal(language, sentence, "intake.title")
