"""A small engine that speaks the protocol as a real process and does what a test's WarmUp asks for.

`run_id` of the WarmUp chooses: 0 or None answers at once; 1 kills itself with SIGKILL; 2 exits with code 3; 3 never
answers, nor a cancel; 4 answers a cancel; 5 tells 2,000 steps and then answers; 6 prints what is no event.
"""

from __future__ import annotations

import os
import signal
import sys
import time

from workbench.protocol import (
    PROTOCOL_VERSION,
    CancelRequest,
    EngineReady,
    Event,
    RequestCancelled,
    StepLogged,
    WarmedUp,
    WarmUp,
    decode_request,
    encode,
)


def tell(event: Event) -> None:
    os.write(1, encode(event))


def step(number: int, request_id: int) -> StepLogged:
    return StepLogged(
        request_id=request_id, run_id=9, step=number, epoch=0.1, loss=1.0, learning_rate=1e-4, grad_norm=1.0,
        examples=number, seconds=0.1, memory_bytes=1,
    )  # fmt: skip


def answer(request: WarmUp) -> None:
    number = request.request_id
    if request.run_id == 1:
        tell(step(1, number))
        os.kill(os.getpid(), signal.SIGKILL)
    elif request.run_id == 2:
        sys.stderr.write("the last words\n")
        sys.exit(3)
    elif request.run_id == 3:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)
    elif request.run_id == 4:
        return
    elif request.run_id == 5:
        for i in range(2000):
            tell(step(i + 1, number))
    elif request.run_id == 6:
        os.write(1, b"a line that a library printed\n")
    tell(WarmedUp(request_id=number, device="test"))


def main() -> None:
    tell(EngineReady(protocol_version=PROTOCOL_VERSION, pid=os.getpid()))
    for line in sys.stdin.buffer:
        request = decode_request(line)
        if isinstance(request, CancelRequest):
            tell(RequestCancelled(request_id=request.target))
        elif isinstance(request, WarmUp):
            answer(request)


if __name__ == "__main__":
    main()
