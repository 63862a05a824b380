"""A model is whole or not there: a start never meets half of one."""

import sys
import tarfile
from types import SimpleNamespace

import pytest

from bot import model
from bot.model import ModelError, train_if_needed


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(model, "MODELS", tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def training(monkeypatch):
    """Puts something else in the place of Rasa's training; notes how often it ran."""
    runs = []

    def put(make):
        def train(output, fixed_model_name, **_):
            runs.append(output)
            return SimpleNamespace(model=make(f"{output}/{fixed_model_name}.tar.gz"))

        monkeypatch.setitem(sys.modules, "rasa.model_training", SimpleNamespace(train=train))
        return runs

    return put


def whole(path):
    with tarfile.open(path, "w:gz") as archive:
        archive.add(__file__, "part")
    return path


def cut_off(path):
    with open(whole(path), "r+b") as file:
        file.truncate(200)
    raise KeyboardInterrupt


def test_a_training_that_is_stopped_leaves_no_half_model(folder, training):
    training(cut_off)
    with pytest.raises(KeyboardInterrupt):
        train_if_needed()
    assert list(folder.iterdir()) == []


def test_a_model_that_is_cut_off_is_trained_anew(folder, training):
    runs = training(whole)
    path = train_if_needed()
    assert train_if_needed() == path and len(runs) == 1
    path.write_bytes(path.read_bytes()[:200])
    assert train_if_needed() == path and len(runs) == 2
    assert list(folder.iterdir()) == [path]


def test_an_empty_file_is_no_model(folder, training):
    runs = training(whole)
    train_if_needed().write_bytes(b"")
    train_if_needed()
    assert len(runs) == 2


def test_a_training_that_makes_nothing_is_told_and_keeps_the_old_models(folder, training):
    folder.mkdir()
    (folder / "steady-old.tar.gz").write_bytes(b"old")
    training(lambda path: None)
    with pytest.raises(ModelError, match="make validate"):
        train_if_needed()
    assert [path.name for path in folder.iterdir()] == ["steady-old.tar.gz"]
