"""What happened to something, in words."""
