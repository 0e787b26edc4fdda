"""Every benchmark in turn: start-up, reading, reconciling, updating. No test; figures depend on the machine."""

import reading
import reconcile
import startup
import update

PARTS = (
    ("Start-up", startup),
    ("Reading, one core", reading),
    ("Reconciling, one core", reconcile),
    ("Updating a stored record", update),
)


def main() -> None:
    """Print each part under its name."""
    for name, part in PARTS:
        print(f"\n{name}")
        part.main()


if __name__ == "__main__":
    main()
