"""What happened to something, for who may see it."""
