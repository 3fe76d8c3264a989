"""Values as people and programs write them, read a column at a time."""
