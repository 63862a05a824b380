"""A file of rows, as back-ups are kept: what is sealed stays sealed."""

from __future__ import annotations

import base64
import gzip
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, Text, Tuple

_FORMAT = "steady back-up 1"
Row = Tuple[Text, Dict[Text, Any]]


class ArchiveError(Exception):
    """A file is no back-up, or not all of one; the message says which."""


def write(path: Path, rows: Iterable[Row]) -> int:
    """Writes a file, all of it or nothing; only this user may read it (mode 0600).

    Args:
        path: The file; one that is there is replaced.
        rows: Name of a table, and a value for each of its columns.

    Returns:
        How many rows were written.

    Raises:
        OSError: When it cannot be written.
    """
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            with gzip.open(file, "wt", encoding="ascii") as lines:
                count = 0
                lines.write(json.dumps(_FORMAT) + "\n")
                for table, values in rows:
                    lines.write(json.dumps([table, {name: _plain(value) for name, value in values.items()}]) + "\n")
                    count += 1
                lines.write(json.dumps(count) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        return count
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def read(path: Path) -> Iterator[Row]:
    """The rows of a file.

    Args:
        path: The file.

    Raises:
        ArchiveError: When it cannot be read, or its end is missing; only after the rows that could be read.
    """
    try:
        with gzip.open(path, "rt", encoding="ascii") as lines:
            if json.loads(next(lines, "null")) != _FORMAT:
                raise ArchiveError(f"'{path}' is no back-up of Steady.")
            count = 0
            for line in lines:
                row = json.loads(line)
                if isinstance(row, int):
                    if row == count:
                        return
                    break
                count += 1
                yield row[0], {name: _binary(value) for name, value in row[1].items()}
    except (OSError, EOFError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise ArchiveError(f"'{path}' cannot be read as a back-up of Steady ({type(error).__name__}).") from error
    raise ArchiveError(f"'{path}' is not complete.")


def _plain(value: Any) -> Any:
    return {"bytes": base64.b64encode(value).decode()} if isinstance(value, (bytes, memoryview)) else value


def _binary(value: Any) -> Any:
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value
