"""How people reach the assistant: one base, one file a channel."""
