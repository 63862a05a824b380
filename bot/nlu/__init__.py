"""Understanding: spaCy components that find mentions, and the Rasa graph components on them."""
