"""Lets Rasa be imported without the libraries that only parts of it need which Steady does without.

Rasa names TensorFlow, cloud stores, message brokers and the kits of other messengers in
modules that every start imports. Loading them takes most of the time and memory of a
start, and more than half of the disk (runtime-notes.md, 4). Where one is installed, for
`make compare` and `make bench`, this changes nothing for it.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Optional, Sequence, Text, Tuple

_ABSENT = (
    "tensorflow", "keras", "sklearn_crfsuite",  # of components that config.yml does not name
    "boto3", "botocore", "pymongo", "confluent_kafka", "aio_pika", "aiormq",  # of stores and brokers that endpoints.yml does not name
    "aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "webexteamssdk",  # of Rasa's own channels
)
#: Rasa's tables for neural networks: without TensorFlow they are of no use, and they load scikit-learn, which only training needs.
_TABLES = ("rasa.utils.tensorflow.model_data", "rasa.utils.tensorflow.data_generator")


class _AbsentType(type):
    """A class whose every attribute is a class too: Rasa derives from them and writes them into its type hints."""

    def __getattr__(cls, name: Text) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise ImportError(f"{cls.__name__} needs a library that Steady does without ({', '.join(_ABSENT)}). Take what uses it out of config.yml, endpoints.yml or credentials.yml.")


class Absent(metaclass=_AbsentType):
    """Stands for anything of such a library; it cannot be used."""


class _Module(ModuleType):
    def __getattr__(self, name: Text) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent


class _Finder(MetaPathFinder, Loader):
    """Finds modules that are stood in for.

    Args:
        whole: Modules with all that is in them.
        single: Modules by themselves.
    """

    def __init__(self, whole: Tuple[Text, ...], single: Tuple[Text, ...] = ()) -> None:
        self._whole, self._single = whole, single

    def find_spec(self, name: Text, path: Optional[Sequence[Text]], target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        if name.partition(".")[0] in self._whole or name in self._single:
            return ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is in it."""


def stand_in() -> None:
    """Answers imports of these libraries where nothing else answers them."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    absent = tuple(name for name in _ABSENT if find_spec(name) is None)
    # First for Rasa's own modules, which are there; last for libraries, so that one that is there is found.
    sys.meta_path.insert(0, _Finder((), _TABLES if "tensorflow" in absent else ()))
    sys.meta_path.append(_Finder(absent))
