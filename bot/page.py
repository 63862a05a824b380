"""The chat page at `/`: static files with headers that allow nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

WEB = Path(__file__).resolve().parents[1] / "web"
_TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def add_root_route(app: Sanic) -> None:
    """Serves the chat page; stands in for the greeting of Rasa's own server.

    Args:
        app: The server.
    """
    files = {path.name: path.read_bytes() for path in WEB.iterdir() if path.suffix in _TYPES}

    @app.get("/", name="chat_page")
    async def page(_: Request) -> HTTPResponse:
        return response.raw(files["index.html"], content_type=_TYPES[".html"], headers=HEADERS)

    @app.get("/web/<name:str>", name="chat_file")
    async def file(_: Request, name: str) -> HTTPResponse:
        if name not in files:
            return response.text("There is no such file.", status=404)
        return response.raw(files[name], content_type=_TYPES[Path(name).suffix], headers=HEADERS)
