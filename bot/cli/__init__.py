"""The command line: one group of commands per file. Each reads words, calls a service, prints."""
