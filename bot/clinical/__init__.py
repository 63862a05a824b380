"""The clinical core: pure functions from evidence to an assessment, and its words."""
