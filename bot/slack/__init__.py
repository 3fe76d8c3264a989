"""Everything that speaks to Slack: client, failures, threads, the door for signed requests."""
