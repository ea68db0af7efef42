"""Writes OLE2 files (MS-CFB), which Outlook messages are, for the tests of their reader."""

import struct
from collections.abc import Mapping
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]

_SECTOR, _MINI_SECTOR, _CUTOFF = 512, 64, 4_096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def ole2(tree: Tree) -> bytes:
    """The bytes of a file with these streams (bytes) and storages (mappings)."""
    entries: list[list[object]] = [["Root Entry", _ROOT, _FREE, _FREE, _END, 0]]
    large: list[tuple[int, bytes]] = []
    mini, mini_fat = bytearray(), []

    def add(children: Tree, parent: int) -> None:
        previous: int | None = None
        for name in sorted(children, key=lambda name: (len(name), name.upper())):
            content = children[name]
            at = len(entries)
            if previous is None:
                entries[parent][2] = at
            else:
                entries[previous][3] = at
            previous = at
            if isinstance(content, bytes):
                entries.append([name, _STREAM, _FREE, _FREE, _END, len(content)])
                if len(content) >= _CUTOFF:
                    large.append((at, content))
                elif content:
                    entries[at][4] = len(mini) // _MINI_SECTOR
                    mini.extend(_padded(content, _MINI_SECTOR))
                    count = -(-len(content) // _MINI_SECTOR)
                    mini_fat.extend([*range(len(mini_fat) + 1, len(mini_fat) + count), _END])
            else:
                entries.append([name, _STORAGE, _FREE, _FREE, 0, 0])
                add(content, at)

    add(tree, 0)
    fat_sectors = 1 + (len(entries) // 4 + sum(len(c) for _, c in large) // _SECTOR + len(mini) // 256) // 100
    fat = [_FAT] * fat_sectors
    body: list[bytes] = []

    def place(content: bytes) -> int:
        start, count = len(fat), max(-(-len(content) // _SECTOR), 1)
        fat.extend([*range(start + 1, start + count), _END])
        body.append(_padded(content, _SECTOR) or bytes(_SECTOR))
        return start

    for at, content in large:
        entries[at][4] = place(content)
    entries[0][4:] = [place(bytes(mini)), len(mini)]
    mini_start = place(b"".join(struct.pack("<I", n) for n in mini_fat) or b"\xff" * 4)
    directory = place(b"".join(_entry(*entry) for entry in entries))
    table = b"".join(struct.pack("<I", n) for n in fat)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, fat_sectors, directory, 0, _CUTOFF, mini_start, 1, _END, 0, 0,
    )  # fmt: skip
    difat = [*range(fat_sectors), *[_FREE] * (109 - fat_sectors)]
    header = header[:76] + struct.pack("<109I", *difat)
    return header + table.ljust(fat_sectors * _SECTOR, b"\xff") + b"".join(body)


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ", encoded, len(encoded), kind, 1, _FREE, right, child, 0, start, size
    )


def _padded(content: bytes, unit: int) -> bytes:
    return content + bytes(-len(content) % unit)
