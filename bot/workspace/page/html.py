"""Writing HTML in which everything from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

VOID = frozenset({"input", "img", "br", "hr"})
SAFE_SCHEMES = ("http://", "https://", "mailto:")


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element; ``class_`` and ``data_x`` become ``class`` and ``data-x``.

    Attributes that are None or False are left out, True ones are written bare.
    """
    opening = "".join([name, *(_attribute(*pair) for pair in attributes.items())])
    if name in VOID:
        return Markup(f"<{opening}>")  # noqa: S704
    return Markup(f"<{opening}>{join(children)}</{name}>")  # noqa: S704


def join(children: Iterable[object]) -> Markup:
    """Return the children after each other, escaped unless they are markup; None is nothing."""
    return Markup("").join(escape(child) for child in children if child is not None)


def link(address: str, label: object) -> Markup:
    """Return a link that opens elsewhere, or only its label when the address is not safe."""
    if not address.lower().startswith(SAFE_SCHEMES):
        return escape(label)
    return tag("a", label, href=address, target="_blank", rel="noopener noreferrer")


def _attribute(name: str, value: object) -> str:
    written = name.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {written}" if value is True else f' {written}="{escape(value)}"'
