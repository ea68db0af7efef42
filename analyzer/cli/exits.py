"""How a command ends. A test holds the README to this list."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes. Where both 1 and 3 apply, 3 is given: what was not read may hold more."""

    DONE = 0
    FLAGS_FOUND = 1
    WRONG_USAGE = 2
    UNREADABLE = 3
    UNWRITABLE = 4
    FAULT = 70
    INTERRUPTED = 130
