"""Files as people have them, opened: a header and rows of text."""
