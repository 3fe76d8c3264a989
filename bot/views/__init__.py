"""Pure rendering: data in, Slack messages, modals and home tabs out."""
