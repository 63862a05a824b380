"""Which sites the web chat may stand on, and what their browsers are told."""

from __future__ import annotations

from typing import Mapping, Optional, Text
from urllib.parse import urlsplit

from sanic.request import Request

from bot.settings import settings


def origin_of(request: Request) -> Text:
    """The site that a request was made from, empty when the browser (or other software) names none."""
    return request.headers.get("origin", "").strip().lower()


def is_allowed(request: Request) -> bool:
    """Whether a request comes from our own page, a site in organisation.yml, or no site at all."""
    origin = origin_of(request)
    return not origin or _is_own(origin, request) or origin in settings().organisation.web.origins


def cors_headers(request: Request) -> Mapping[Text, Text]:
    """Headers that let an allowed site read the answer; caches must keep the answers to sites apart."""
    origin = origin_of(request)
    if origin not in settings().organisation.web.origins:
        return {"Vary": "Origin"}
    return {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Headers": "authorization, content-type",
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Max-Age": "600",
    }


def _is_own(origin: Text, request: Request) -> bool:
    host = _host(origin)
    return host is not None and host == request.host.lower()


def _host(origin: Text) -> Optional[Text]:
    """Host and port of an origin, None when it has none ("null", as a sandbox sends it)."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
