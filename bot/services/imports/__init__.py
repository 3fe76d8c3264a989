"""Taking tickets in from files. What reads them is heavy, and loaded when somebody asks for it."""

__all__ = ["importing"]
