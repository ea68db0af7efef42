"""How fast passages are scored: `python -m benchmarks.detection`.

Loads each model that comes with partnerlens and scores the same 300 written passages with it several times
over. Seconds depend on the machine and what else it does; the ratio of the two models hardly.
"""

import time
from pathlib import Path
from statistics import median

from analyzer.signals.artifact import SHIPPED, shipped_model
from analyzer.signals.detector import SignalDetector
from analyzer.training.labels import read_labels

PASSAGES = 300
REPEATS = 5
TRAINING_DATA = Path(__file__).parents[1] / "training_data"


def main() -> None:
    passages = read_labels(TRAINING_DATA / "passages.jsonl")[:PASSAGES]
    texts, headings = [p.text for p in passages], [p.heading for p in passages]
    for name in SHIPPED:
        start = time.perf_counter()
        detector = SignalDetector.load(shipped_model(name))
        loaded = time.perf_counter() - start
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            detector.scores(texts, headings)
            times.append(time.perf_counter() - start)
        taken = median(times)
        print(
            f"{name:10} loaded in {loaded:.2f} s, {PASSAGES} passages in {taken:.2f} s, "
            f"{PASSAGES / taken:,.0f} a second"
        )


if __name__ == "__main__":
    main()
