"""Custom actions: each reads the conversation, asks the clinical core, and says the result."""
