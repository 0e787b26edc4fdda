"""Every benchmark in turn: start-up, intake, reading, reconciling, updating. No test; figures depend on the machine."""

import copies
import intake
import reading
import reconcile
import startup
import update

import bulk

PARTS = (
    ("Start-up", startup),
    ("Intake, one core", intake),
    ("Reading, one core", reading),
    ("Reconciling, one core", reconcile),
    ("Updating a stored record", update),
    ("An archive, by one worker and by two", bulk),
    ("Copies among 100,000 documents", copies),
)


def main() -> None:
    """Print each part under its name."""
    for name, part in PARTS:
        print(f"\n{name}")
        part.main()


if __name__ == "__main__":
    main()
