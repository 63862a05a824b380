"""Steady: what the Rasa process imports."""
