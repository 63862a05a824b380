"""Addresses on the web that organisation.yml may hold."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator

from bot.organisation.base import Name, Text

#: Machines that no line to elsewhere leads to.
LOCAL_HOSTS = ("localhost", "127.0.0.1")


def _parts(value: str) -> SplitResult | None:
    """The parts of an address, None when it is none that people may be sent to."""
    try:
        parts = urlsplit(value)
        sound = bool(parts.hostname) and value.isascii() and not re.search(r"[\s*\"'<>\\]", value) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return None
    is_here = parts.hostname in LOCAL_HOSTS
    return parts if sound and (parts.scheme == "https" or (parts.scheme == "http" and is_here)) else None


def _address(value: str) -> str:
    if not _parts(value):
        raise ValueError(f"must be an address that begins with https:// (http:// only for localhost), not '{value}'")
    return value


def _public_page(value: str) -> str:
    parts = _parts(value)
    if not parts or parts.scheme != "https":
        raise ValueError(f"must be the address of a page that begins with https://, not '{value}'")
    return value


def _base(value: str) -> str:
    return _address(value).rstrip("/")


def _origin(value: str) -> str:
    parts = _parts(value)
    if not parts or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"must look like https://site.example, without a path (http:// only for localhost), not '{value}'")
    # Browsers leave out the port that is meant anyway.
    host = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80")
    return f"{parts.scheme}://{host}"


#: A page, or what software answers at.
Address = Annotated[Name, AfterValidator(_address)]
#: A page of anybody, which "Leave now" opens.
PublicPage = Annotated[Name, AfterValidator(_public_page)]
#: What paths are added to; without a stroke at its end.
Base = Annotated[Name, AfterValidator(_base)]
#: A site as browsers name it.
Origin = Annotated[Name, AfterValidator(_origin)]
#: The same, or empty.
NoOrOrigin = Annotated[Text, AfterValidator(lambda value: value and _origin(value))]
