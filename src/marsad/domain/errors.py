"""What callers may catch.

MarsadError
├── InputError      an input cannot be read at all: names the file, the record, what was expected, the mend
├── SetupError      a pipeline, a data file or a setting is missing or wrong
├── StoreError      the store is locked, damaged, or of another version
├── ExportError     what would be written breaks the format's own schema: nothing is written
└── NotFoundError   an id or a name that the record does not hold

Errors are for the caller and the set-up. What a text makes difficult is a `Problem`, and is data.
"""


class MarsadError(Exception):
    """Any error of Marsad's own. Its text is one line that names the thing and the mend."""


class InputError(MarsadError):
    """An input cannot be read at all."""


class SetupError(MarsadError):
    """A pipeline, a data file or a setting is missing or wrong."""


class StoreError(MarsadError):
    """The store is locked, damaged, or of another version."""


class NotFoundError(MarsadError):
    """An id or a name that the record does not hold."""


class ExportError(MarsadError):
    """What would be written breaks the format's own schema, so that nothing is written."""
