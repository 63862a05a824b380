"""The disk is full while people write."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import pytest

from tests.server.faults.watch import TOLD
from tests.server.running import CRAMPS, RED_FLAG, kinds


@contextmanager
def full(servers):
    """Fills the small disk to its last byte."""
    filler = servers.disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def no_more_than(servers, bytes_more):
    """No file of the server may grow further: works as any user."""
    process = servers.server.process.pid
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    size = (servers.data / "conversations.db").stat().st_size if bytes_more else 0
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size + bytes_more, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


def _is_small(servers):
    return servers.disk.is_mount()


WAYS = [
    pytest.param("its disk is filled to the last byte, and emptied", full, id="full disk"),
    pytest.param("no file of the server may hold a byte (RLIMIT_FSIZE), the log included", lambda s: no_more_than(s, 0), id="no byte"),
    pytest.param("no file may grow by more than 100 bytes (RLIMIT_FSIZE): writing breaks off in the middle", lambda s: no_more_than(s, 100), id="100 bytes"),
]


@pytest.mark.parametrize(("done", "way"), WAYS)
def test_what_is_written_meanwhile_is_answered_plainly_and_kept_afterwards(own, watch, done, way):
    _skip_without_small_disk(own, way)
    person, seen = own.person(), watch(own.data, "Disk full", done)
    person.send(CRAMPS)
    with way(own):
        seen.send_plainly_failing(person)
        seen.send_plainly_failing(person, "and my urine is normal")
    seen.over(person, TOLD, "and my urine is normal")
    seen.afterwards(person, TOLD, "and my urine is normal")


@pytest.mark.parametrize(("done", "way"), WAYS)
def test_an_emergency_as_the_first_message_is_answered_in_full(own, watch, done, way):
    _skip_without_small_disk(own, way)
    person, seen = own.person(), watch(own.data, "Disk full, emergency", f"{done}; the person's first message is an emergency")
    with way(own):
        assert kinds(seen.send(person, RED_FLAG)) == ["emergency", "failure"]
    seen.over(person, RED_FLAG)
    seen.afterwards(person, RED_FLAG, word="chest pain")


def test_an_action_server_that_is_down_as_well(own, watch):
    person, seen = own.person(), watch(own.data, "Disk full and action server down", "no file of the server may hold a byte, and the action server is killed")
    person.send(CRAMPS)
    own.kill_actions()
    with no_more_than(own, 0):
        seen.send_plainly_failing(person)
    seen.over(person)
    own.start_actions()
    seen.afterwards(person)


def _skip_without_small_disk(servers, way):
    if way is full and not _is_small(servers):
        pytest.skip("this machine lets us mount no small disk; the other ways are tried")
