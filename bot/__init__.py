"""Response-speed coaching for customer-service teams, inside Slack."""
