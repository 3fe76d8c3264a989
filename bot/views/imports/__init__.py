"""Files of tickets that are brought in Slack: asked for, looked at, taken in."""
