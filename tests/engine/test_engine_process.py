"""A real engine process: its handshake, a real import, and every way in which it can end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from engine_process import ROOT, SECONDS, EngineProcess

from workbench.protocol import (
    PROTOCOL_VERSION,
    CancelRequest,
    EngineReady,
    ImportFile,
    Progressed,
    RecoverRuns,
    RequestCancelled,
    RequestFailed,
    RunsRecovered,
    VersionReady,
    WarmedUp,
    WarmUp,
    is_terminal,
)

pytestmark = [pytest.mark.engine]
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind")


def test_that_an_engine_introduces_itself(library: Path) -> None:
    with EngineProcess(library) as engine:
        assert engine.ready == EngineReady(protocol_version=PROTOCOL_VERSION, pid=engine.process.pid)


def test_that_an_engine_reads_a_real_file(library: Path, sms_csv: Path) -> None:
    with EngineProcess(library) as engine:
        engine.send(ImportFile(request_id=3, path=str(sms_csv)))
        events = engine.until_terminal()
    assert isinstance(events[-1], VersionReady)
    assert isinstance(events[0], Progressed)
    assert {event.request_id for event in events} == {3}
    assert (library / "workbench.db").is_file()


def test_that_a_missing_file_is_told_in_words_and_the_engine_lives(library: Path, tmp_path: Path) -> None:
    with EngineProcess(library) as engine:
        engine.send(ImportFile(request_id=1, path=str(tmp_path / "no.csv")), b"garbage\n", WarmUp(request_id=2))
        ends = [engine.until_terminal()[-1] for _ in range(3)]
    by_id = {event.request_id: event for event in ends}
    missing = by_id[1]
    assert isinstance(missing, RequestFailed)
    assert missing.error.code == "file"
    assert isinstance(by_id[2], WarmedUp)


def test_that_warming_up_lets_a_request_pass_and_goes_on_afterwards(library: Path) -> None:
    with EngineProcess(library) as engine:
        engine.send(WarmUp(request_id=1))
        assert isinstance(engine.receive(), Progressed)
        engine.send(RecoverRuns(request_id=2))
        events = [*engine.until_terminal(), *engine.until_terminal()]
    ends = [event for event in events if is_terminal(event)]
    assert [type(end) for end in ends] == [RunsRecovered, WarmedUp]


def test_that_a_request_that_waits_can_be_cancelled(library: Path, sms_csv: Path) -> None:
    with EngineProcess(library) as engine:
        engine.send(
            ImportFile(request_id=1, path=str(sms_csv)),
            ImportFile(request_id=2, path=str(sms_csv)),
            CancelRequest(target=2),
        )
        ends = [engine.until_terminal()[-1] for _ in range(2)]
    assert isinstance(ends[0], VersionReady)
    assert isinstance(ends[1], RequestCancelled)


def test_that_an_engine_ends_well_when_the_window_is_gone(library: Path) -> None:
    with EngineProcess(library) as engine:
        engine.hang_up()
        assert engine.process.wait(timeout=SECONDS) == 0
    assert engine.errors == []


@posix_only
def test_that_an_engine_ends_well_when_told_to(library: Path) -> None:
    with EngineProcess(library) as engine:
        engine.process.send_signal(signal.SIGTERM)
        assert engine.process.wait(timeout=SECONDS) == 0


@posix_only
def test_that_ctrl_c_in_the_terminal_leaves_the_engine_to_the_window(library: Path, sms_csv: Path) -> None:
    with EngineProcess(library) as engine:
        engine.process.send_signal(signal.SIGINT)
        engine.send(ImportFile(request_id=1, path=str(sms_csv)))
        assert isinstance(engine.until_terminal()[-1], VersionReady)


@posix_only
def test_that_a_killed_engine_leaves_a_library_that_opens(library: Path, sms_csv: Path) -> None:
    with EngineProcess(library) as engine:
        engine.send(ImportFile(request_id=1, path=str(sms_csv)))
        engine.receive()
        engine.process.kill()
        assert engine.process.wait(timeout=SECONDS) == -signal.SIGKILL
    with EngineProcess(library) as engine:
        engine.send(ImportFile(request_id=1, path=str(sms_csv)))
        assert isinstance(engine.until_terminal()[-1], VersionReady)


@posix_only
def test_that_the_training_engine_lets_others_go_first(library: Path) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    with EngineProcess(library, "training") as engine:
        assert os.getpriority(os.PRIO_PROCESS, engine.process.pid) == min(own + 10, 19)


def test_that_a_damaged_library_is_told_in_words(library: Path) -> None:
    library.mkdir()
    (library / "workbench.db").write_bytes(b"this is no database" * 100)
    with EngineProcess(library) as engine:
        engine.send(WarmUp(request_id=1))
        failed = engine.until_terminal()[-1]
    assert isinstance(failed, RequestFailed)
    assert failed.error.code == "library"


def test_that_what_a_library_prints_is_no_message() -> None:
    script = (
        "from workbench.engine.stdio import LineWriter, claim_protocol; import os, sys;"
        "writer = LineWriter(claim_protocol());"
        "print('from python'); os.system('echo from a child'); os.write(1, b'from C\\n'); sys.stdout.flush();"
        "writer.write(b'the message\\n')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"the message\n"
    assert all(text in done.stderr for text in (b"from python", b"from a child", b"from C"))
