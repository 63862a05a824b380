"""Keeps what takes seconds to make out of files, so that only the first start after a change makes it."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Iterable, Sequence, TypeVar

_ROOT = Path(__file__).resolve().parents[1]
#: Beside the model, which is made ahead and can be deleted likewise. Who can write there can do whatever Steady can.
FOLDER = _ROOT / "models"
#: What decides which libraries are installed.
_LIBRARIES = ("pyproject.toml", "uv.lock")

Made = TypeVar("Made")


def ready_made(name: str, made_of: Iterable[Path], make: Callable[[], Made], parts: Sequence[object] = ()) -> Made:
    """What was made of files, kept from when it was made last.

    Args:
        name: What it is.
        made_of: All files that what is made depends on: data, and the code that makes it.
            Folders stand for all that is in them.
        make: Makes it.
        parts: Objects that it refers to and that are not kept with it: the same ones, in the
            same order, whenever the files are the same.

    Returns:
        The same as `make` gives; made anew when a file or a library has changed, or when
        what was kept cannot be read.
    """
    path = FOLDER / f"{name}-{_digest(made_of)}.bin"
    try:
        return _read(path, parts)
    except Exception:  # whatever is wrong with what was kept, it can be made
        made = make()
    _keep(path, made, parts)
    for old in FOLDER.glob(f"{name}-*.bin"):
        if old != path:
            old.unlink(missing_ok=True)
    return made


def _digest(made_of: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in (*made_of, *(_ROOT / name for name in _LIBRARIES)):
        for file in sorted(p for p in path.rglob("*") if p.suffix in (".py", ".yml")) if path.is_dir() else [path]:
            if file.exists():
                digest.update(str(file.relative_to(_ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class _Pickler(pickle.Pickler):
    """Writes a part as its place among the parts."""

    def __init__(self, file: io.BytesIO, parts: Sequence[object]) -> None:
        super().__init__(file, protocol=5)
        self._places = {id(part): place for place, part in enumerate(parts)}

    def persistent_id(self, made: object) -> int | None:
        """The place of a part, None for all else."""
        return self._places.get(id(made))


class _Unpickler(pickle.Unpickler):
    """Puts the parts in again."""

    def __init__(self, file: io.BytesIO, parts: Sequence[object]) -> None:
        super().__init__(file)
        self._parts = parts

    def persistent_load(self, place: int) -> object:
        """The part at a place."""
        return self._parts[place]


def _read(path: Path, parts: Sequence[object]) -> Any:
    whole = path.read_bytes()
    proof, kept = whole[:32], whole[32:]
    if hashlib.sha256(kept).digest() != proof:
        raise ValueError(f"{path.name} is not whole")
    return _Unpickler(io.BytesIO(kept), parts).load()


def _keep(path: Path, made: object, parts: Sequence[object]) -> None:
    """Writes it, at once, so that nobody reads half of it; where nothing can be written, each start makes it anew."""
    file = io.BytesIO()
    _Pickler(file, parts).dump(made)
    kept = file.getvalue()
    try:
        FOLDER.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=FOLDER, delete=False) as whole:
            whole.write(hashlib.sha256(kept).digest() + kept)
        os.chmod(whole.name, 0o644)
        os.replace(whole.name, path)
    except OSError:
        return
