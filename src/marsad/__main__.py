"""`python -m marsad`: the command, where no script of that name lies on the path."""

from marsad.cli import main

if __name__ == "__main__":
    main()
