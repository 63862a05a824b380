"""What every part of organisation.yml is made of."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be on one line, without signs that cannot be seen")
    return value


def _some(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


def _digits(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise ValueError(f"must be digits only, not '{value}'")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_one_line)]
Name = Annotated[Text, AfterValidator(_some)]
Digits = Annotated[str, AfterValidator(_digits)]


class Part(BaseModel):
    """Base of every part: unknown keys are refused. An error of a check goes on after the name of the key."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NeedsSecrets(Part):
    """A part that works only with secrets, which stand in the environment.

    Attributes:
        SECRETS: Names of their variables.
    """

    SECRETS: ClassVar[tuple[str, ...]] = ()

    def secret_names(self) -> tuple[str, ...]:
        """Names of the variables that this part needs as it is set."""
        return self.SECRETS
