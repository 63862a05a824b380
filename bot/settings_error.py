"""The error of a wrong setting."""


class SettingsError(Exception):
    """Settings are wrong.

    Args:
        sentences: What to mend, each in a sentence.
    """

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
