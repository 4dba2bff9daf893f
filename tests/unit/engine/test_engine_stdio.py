"""Lines out of a descriptor, and whole lines into one."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engine.environment import QUIET, prepare_environment
from workbench.engine.stdio import LineWriter, read_lines


@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=8), st.integers(1, 7))
def test_that_lines_are_whole_however_they_arrive(lines: list[bytes], piece: int) -> None:
    read, write = os.pipe()
    whole = b"".join(line + b"\n" for line in lines)
    for start in range(0, len(whole), piece):
        os.write(write, whole[start : start + piece])
    os.close(write)
    assert list(read_lines(read)) == lines
    os.close(read)


def test_that_a_last_line_without_its_newline_is_read() -> None:
    read, write = os.pipe()
    os.write(write, b"one\ntwo")
    os.close(write)
    assert list(read_lines(read)) == [b"one", b"two"]
    os.close(read)


def test_that_lines_of_many_threads_do_not_mix() -> None:
    read, write = os.pipe()
    writer = LineWriter(write)
    lines = [bytes([65 + number]) * 30_000 + b"\n" for number in range(8)]  # 240 kB: more than a pipe holds
    threads = [threading.Thread(target=writer.write, args=(line,)) for line in lines]

    def close_after_the_last() -> None:
        for thread in threads:
            thread.join()
        os.close(write)

    closer = threading.Thread(target=close_after_the_last)
    for thread in (*threads, closer):
        thread.start()
    assert sorted(read_lines(read)) == [line.rstrip() for line in lines]
    closer.join()
    os.close(read)


def test_that_what_the_user_has_set_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    for name in QUIET:
        monkeypatch.setenv(name, "")  # put back as it was at the end
        monkeypatch.delenv(name)
    prepare_environment()
    assert os.environ["OMP_WAIT_POLICY"] == "ACTIVE"
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"
