"""How a command ends. A test holds the README to this list."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes. Where several apply, the highest of 1 to 3 is the one given."""

    DONE = 0
    FLAGS_FOUND = 1
    WRONG_USAGE = 2
    UNREADABLE = 3
    INTERRUPTED = 130
