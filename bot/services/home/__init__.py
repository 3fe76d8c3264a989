"""App Home: what it holds for one person."""
