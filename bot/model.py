"""The trained model: where it is, whether it is current, and how it is made."""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
import tempfile
import tomllib
import zlib
from pathlib import Path
from typing import Iterator

import yaml

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"
_INPUTS = ("config.yml", "domain.yml", "data", "content/en/examples", "bot/nlu/sentence_featurizer.py", "bot/nlu/intent_classifier.py", "bot/nlu/example_reader.py", "bot/nlu/likeness.py", "bot/nlu/letters.py")


class ModelError(Exception):
    """The model is missing or cannot be made; the message says what to do."""


def _files() -> Iterator[Path]:
    for name in _INPUTS:
        path = ROOT / name
        yield from sorted(p for p in path.rglob("*") if p.suffix in (".yml", ".jsonl")) if path.is_dir() else [path]


def _libraries() -> list[str]:
    """What the assistant runs on; tools for tests leave the model as it is."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]


def current_model() -> Path:
    """Path of the model that belongs to the present training data.

    The name holds a hash of everything training depends on, so a change of the
    data asks for a new model and nothing else does.
    """
    digest = hashlib.sha256()
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    digest.update(json.dumps(_libraries()).encode())
    return MODELS / f"steady-{digest.hexdigest()[:12]}.tar.gz"


def train_if_needed() -> Path:
    """Trains unless the current model exists.

    Returns:
        Path of the model.

    Raises:
        ModelError: When training failed.
    """
    path = current_model()
    if path.exists() and _is_whole(path):
        return path
    print("Training the model (about a minute) ...", file=sys.stderr, flush=True)
    from rasa.model_training import train

    MODELS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=MODELS) as folder:
        try:
            result = train(
                domain=str(ROOT / "domain.yml"),
                config=str(ROOT / "config.yml"),
                training_files=[str(ROOT / "data")],
                output=folder,
                fixed_model_name=path.name.removesuffix(".tar.gz"),
                # Rasa would take parts from its cache, also where the code that reads them has changed.
                force_training=True,
            )
        except Exception as error:
            raise ModelError(f"Training failed: {error}") from error
        made = Path(folder) / path.name
        if not result.model or not made.exists():
            raise ModelError("Training made no model; the lines above say why. Try 'make validate'.")
        made.replace(path)  # at once, so that a start never meets half a model
    for old in MODELS.glob("steady-*.tar.gz"):
        if old != path:
            old.unlink()
    _make_ready()
    return path


def _make_ready() -> None:
    """Makes what a start reads beside the model, so that the first one is as fast as the others."""
    from bot.nlu.reader import reader_for

    reader_for(yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["language"])


def validate() -> int:
    """Lets Rasa's own command check the domain, rules and stories; what is wrong is printed.

    Returns:
        Exit code: 0 when nothing is.
    """
    from rasa.__main__ import main

    sys.argv = ["rasa", "data", "validate", "--fail-on-warnings", "--domain", str(ROOT / "domain.yml"), "--data", str(ROOT / "data"), "--config", str(ROOT / "config.yml")]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _is_whole(model: Path) -> bool:
    """Whether a model can be unpacked to its end (it cannot when a copy or a training was cut off)."""
    try:
        with tarfile.open(model) as archive:
            return bool(archive.getmembers())
    except (tarfile.TarError, EOFError, OSError, zlib.error):
        return False


def model_or_error() -> Path:
    """Path of the current model.

    Raises:
        ModelError: When it has not been trained.
    """
    path = current_model()
    if not path.exists():
        raise ModelError("There is no model for the present training data. Run 'make train'.")
    return path
