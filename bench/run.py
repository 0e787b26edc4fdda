"""Every benchmark in turn: start-up, reading, reconciling. Nothing here is a test; figures depend on the machine."""

import reading
import reconcile
import startup


def main() -> None:
    """Print each part under its name."""
    for name, part in (("Start-up", startup), ("Reading, one core", reading), ("Reconciling, one core", reconcile)):
        print(f"\n{name}")
        part.main()


if __name__ == "__main__":
    main()
