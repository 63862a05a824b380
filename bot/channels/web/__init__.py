"""The chat page and the widget."""
