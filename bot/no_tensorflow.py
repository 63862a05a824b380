"""Lets Rasa be imported where TensorFlow is not installed.

Rasa names TensorFlow in modules that every component imports, though only its
neural networks use it, and none of them is in config.yml. Loading it takes most
of the time and memory of a start (runtime-notes.md, 4). Where it is installed,
for `make compare` and `make bench`, this changes nothing.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Optional, Sequence, Text

_ABSENT = ("tensorflow", "keras")


class _AbsentType(type):
    """A class whose every attribute is a class too: Rasa derives from them and writes them into its type hints."""

    def __getattr__(cls, name: Text) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise ImportError(f"{cls.__name__} needs TensorFlow, which is not installed. Take that component out of config.yml.")


class Absent(metaclass=_AbsentType):
    """Stands for anything of TensorFlow's; it cannot be used."""


class _Module(ModuleType):
    def __getattr__(self, name: Text) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent


class _Finder(MetaPathFinder, Loader):
    """The last that is asked, so that a TensorFlow that is there is found first."""

    def find_spec(self, name: Text, path: Optional[Sequence[Text]], target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in _ABSENT else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is in it."""


def stand_in() -> None:
    """Answers imports of TensorFlow that nothing else answers."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())
