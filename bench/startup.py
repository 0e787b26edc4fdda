"""How long a command takes to start: wall time of fresh processes, beside a bare Python.

Prints one line a case: the median of several runs, and its ratio to a bare Python of the same machine at the same time.
The floor of the design is `marsad --help` under 0.4 s.
"""

import statistics
import subprocess
import sys
import time

RUNS = 7
FLOOR_S = 0.4
START = "from marsad.cli import main; main()"
CASES = (
    ("bare Python", ("-c", "pass")),
    ("marsad --version", ("-c", START, "--version")),
    ("marsad --help", ("-c", START, "--help")),
    ("marsad events --help", ("-c", START, "events", "--help")),
)


def main() -> None:
    """Time every case in turn, so that a busy moment of the machine falls on all of them."""
    seconds: dict[str, list[float]] = {name: [] for name, _ in CASES}
    for _ in range(RUNS):
        for name, arguments in CASES:
            seconds[name].append(_time_once(arguments))
    bare = statistics.median(seconds["bare Python"])
    for name, taken in seconds.items():
        median = statistics.median(taken)
        print(f"{name:24} {median:6.3f} s   {median / bare:5.1f} × bare Python")
    found = statistics.median(seconds["marsad --help"])
    print(f"floor {FLOOR_S} s for marsad --help: {'reached' if found < FLOOR_S else 'missed'}")


def _time_once(arguments: tuple[str, ...]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
