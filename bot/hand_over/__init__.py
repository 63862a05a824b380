"""Hand-over: asking a person from the team to come, and telling the truth about it."""
