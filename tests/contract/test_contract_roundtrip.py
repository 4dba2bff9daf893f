"""Whatever a message holds, the other end of the pipe reads the same, from one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.protocol import (
    Predict,
    Predicted,
    Progressed,
    RequestFailed,
    StartRun,
    decode_event,
    decode_request,
    encode,
)
from workbench.values import ErrorInfo, LabelScores, Sentence

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ids = st.integers(0, 2**53)
values = st.one_of(st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), texts)


@given(request_id=ids, run_id=ids, typed=st.lists(texts, max_size=4))
def test_that_texts_cross_the_pipe_unchanged(request_id: int, run_id: int, typed: list[str]) -> None:
    request = Predict(request_id=request_id, run_id=run_id, texts=tuple(typed))
    line = encode(request)
    assert decode_request(line) == request
    assert line.count(b"\n") == 1


@given(settings=st.dictionaries(texts, values, max_size=4), name=texts)
def test_that_settings_cross_the_pipe_unchanged(settings: dict[str, str | int | float | bool], name: str) -> None:
    request = StartRun(version_id=1, settings=settings, name=name)
    assert decode_request(encode(request)) == request


@given(labels=st.lists(texts, min_size=1, max_size=4), score=st.floats(0, 1))
def test_that_answers_cross_the_pipe_unchanged(labels: list[str], score: float) -> None:
    output = LabelScores(labels=tuple(labels), scores=(score,) * len(labels))
    event = Predicted(run_id=1, outputs=(output,), tokens=(3,), max_tokens=128, seconds=0.1)
    assert decode_event(encode(event)) == event


@given(one=texts, details=texts, done=st.floats(0, 1e15))
def test_that_sentences_and_errors_cross_the_pipe_unchanged(one: str, details: str, done: float) -> None:
    sentence = Sentence(one=one, values={"n": 3, "name": details})
    failed = RequestFailed(error=ErrorInfo(code="data", what=sentence, details=details))
    assert decode_event(encode(failed)) == failed
    progressed = Progressed(what=sentence, done=done, total=done)
    assert decode_event(encode(progressed)) == progressed
