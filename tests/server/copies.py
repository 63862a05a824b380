"""A copy of the project that a test may break."""

from __future__ import annotations

import shutil

from tests.server.running import ROOT

_COPIED = ("actions", "bot", "content", "data", "web", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "pyproject.toml")


def copy_of_project(root, model):
    """Copies what the servers need, with a copy of the model, to `root`."""
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(source, root / name)
    (root / "models").mkdir()
    shutil.copy(model, root / "models" / model.name)
    return root
