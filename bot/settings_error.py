"""The error of a wrong setting."""


class SettingsError(Exception):
    """A setting is wrong; the message says what to mend."""
