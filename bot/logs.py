"""Logs without anybody's words."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from datetime import datetime, timezone

import structlog

_OURS = ("bot", "actions", "__main__")


class NoWords(logging.Filter):
    """Lets other people's code log only what it does, never with what.

    Rasa and its libraries put messages and trackers into the arguments of log
    lines and into tracebacks. Of their lines at warning level and above, the
    fixed part of the text and the name of the exception are kept.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Takes arguments and traceback off a line that is not ours."""
        if record.name.split(".")[0] in _OURS:
            return True
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg = f"{record.module}:{record.lineno} {kind}".strip()
        record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        return True


class AsJson(logging.Formatter):
    """Writes each line as a JSON object, for programs that collect logs of many servers."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: when (UTC), how bad, where, what."""
        at = datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")
        return json.dumps({"time": at, "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()})


def configure(as_json: bool = False) -> None:
    """Sets up logging for this process: warnings and errors to standard error.

    Args:
        as_json: Whether each line is a JSON object.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(NoWords())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    warnings.simplefilter("ignore")
    structlog.configure(
        processors=[
            _drop_words,
            structlog.stdlib.add_log_level,
            *([structlog.processors.TimeStamper(fmt="iso", key="time"), structlog.processors.JSONRenderer()] if as_json else [structlog.processors.KeyValueRenderer()]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _drop_words(_: object, __: str, event: dict[str, object]) -> dict[str, object]:
    """Keeps the name of a structured event and drops everything it carries."""
    return {"event": event.get("event", "")}
