"""Actions: made, changed, listed."""
