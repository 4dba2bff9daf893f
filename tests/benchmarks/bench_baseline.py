"""Time and figures of the instant baseline beside a plain scikit-learn pipeline: interleaved rounds, medians.

    python tests/benchmarks/bench_baseline.py [--rounds 5] [FILE.csv ...]

Each round is a fresh process, so that imports count. Files have the columns `text` and `label`; without one, the
sample of short messages, cut to 2,000 rows, is used. The last tenth of the shuffled rows is the test.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

ROWS_WITHOUT_FILE = 2_000
KINDS = ("workbench", "scikit-learn")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=0, help="at most so many rows; 0 takes all")
    parser.add_argument("--only", choices=KINDS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.only, options.files[0], rows=options.rows)))
        return
    for file in options.files or [sample()]:
        report(file, rows=options.rows if options.files else ROWS_WITHOUT_FILE, rounds=options.rounds)


def sample() -> Path:
    folder = Path(__file__).parents[2] / "resources" / "samples"
    return next(iter(sorted(folder.glob("*sms*.csv"))))


def report(file: Path, *, rows: int, rounds: int) -> None:
    """Prints one line a kind; the rounds of both are interleaved, so that the machine's mood meets both."""
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for _ in range(rounds):
        for kind in KINDS:
            command = [sys.executable, __file__, str(file), "--only", kind, "--rows", str(rows)]
            found[kind].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    print(f"{file.name}: {found[KINDS[0]][0]['rows']:.0f} rows, {rounds} rounds")
    for kind, results in found.items():
        seconds = [result["seconds"] for result in results]
        median, best = statistics.median(seconds), min(seconds)
        print(
            f"  {kind:13} {median:6.2f} s (best {best:.2f})  accuracy {results[0]['accuracy']:.4f}"
            f"  macro-F1 {results[0]['macro_f1']:.4f}  log loss {results[0]['log_loss']:.3f}"
        )


def measure(kind: str, file: Path, *, rows: int) -> dict[str, float]:
    """Seconds from before the imports to the probabilities of the test rows, and how good these are."""
    csv.field_size_limit(2**31 - 1)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        pairs = [(row["text"], row["label"]) for row in csv.DictReader(opened) if row["text"].strip() and row["label"]]
    random.Random(0).shuffle(pairs)
    pairs = pairs[: rows or None]
    cut = len(pairs) - len(pairs) // 10
    train, test = pairs[:cut], pairs[cut:]
    started = time.perf_counter()
    answer = with_workbench if kind == "workbench" else with_scikit_learn
    labels, probabilities = answer(train, [text for text, _ in test])
    seconds = time.perf_counter() - started
    return {"rows": len(pairs), "seconds": seconds, **figures(labels, [label for _, label in test], probabilities)}


def with_workbench(train: list[tuple[str, str]], texts: list[str]) -> tuple[list[str], list[list[float]]]:
    from workbench.tasks.text_classification.baseline import train_baseline

    steps = train_baseline([text for text, _ in train], [label for _, label in train])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return list(end.value.labels), end.value.predict_probabilities(texts).tolist()


def with_scikit_learn(train: list[tuple[str, str]], texts: list[str]) -> tuple[list[str], list[list[float]]]:
    """What a script does: words, or single characters to triples where words cannot be told apart."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    unspaced = sum("\u4e00" <= letter <= "\u9fff" for text, _ in train[:200] for letter in text)
    is_unspaced = unspaced > sum(len(text) for text, _ in train[:200]) / 5
    counts = (
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3)) if is_unspaced else TfidfVectorizer(ngram_range=(1, 2))
    )
    pipeline = make_pipeline(counts, LogisticRegression(max_iter=1_000))
    pipeline.fit([text for text, _ in train], [label for _, label in train])
    return pipeline.classes_.tolist(), pipeline.predict_proba(texts).tolist()


def figures(labels: list[str], true: list[str], probabilities: list[list[float]]) -> dict[str, float]:
    from sklearn.metrics import accuracy_score, f1_score, log_loss

    predicted = [labels[max(range(len(labels)), key=row.__getitem__)] for row in probabilities]
    return {
        "accuracy": float(accuracy_score(true, predicted)),
        "macro_f1": float(f1_score(true, predicted, average="macro", zero_division=0)),
        "log_loss": float(log_loss(true, probabilities, labels=labels)),
    }


if __name__ == "__main__":
    main()
