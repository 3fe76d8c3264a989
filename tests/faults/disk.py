"""What SQLite asks of the disk, written down; and the files as a power cut leaves them.

A process that is killed leaves its writes to the operating system, which finishes them. A power cut
does not: of what was written since a file was last synced, each 512 bytes stand on the disk or do
not, in any order. So the writes, truncations and syncs of one database are recorded on their way
through SQLite's own door to the disk (https://sqlite.org/vfs.html), in front of the usual one.
"""

import _sqlite3
import ctypes
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SECTOR = 512
_KINDS = ("", "-wal", "-journal")
_SQLITE = ctypes.CDLL(_sqlite3.__file__)
_PLACE = ctypes.c_void_p


class _Door(ctypes.Structure):
    """`sqlite3_vfs`: what opens files."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_name", ctypes.c_int),
        ("next", _PLACE),
        ("name", ctypes.c_char_p),
        ("data", _PLACE),
        ("open", _PLACE),
        ("others", _PLACE * 15),
    )


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`: what is done with an open file."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", _PLACE),
        ("read", _PLACE),
        ("write", _PLACE),
        ("truncate", _PLACE),
        ("sync", _PLACE),
        ("others", _PLACE * 13),
    )


_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _PLACE, _PLACE, _PLACE, ctypes.c_int, _PLACE)
_CLOSE = ctypes.CFUNCTYPE(ctypes.c_int, _PLACE)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _PLACE, _PLACE, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _PLACE, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _PLACE, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done to a file: bytes written at a place, cut to a length, or synced."""

    kind: str
    at: int = 0
    written: bytes | None = None
    is_sync: bool = False

    def done_to(self, content: bytearray, sectors: set[int] | None = None) -> None:
        """Change a file's content, where it is told only in these 512 bytes."""
        if self.written is None:
            if not self.is_sync:
                del content[self.at :]
            return
        end = self.at + len(self.written)
        content.extend(bytes(max(0, end - len(content))))
        for sector in self.sectors() if sectors is None else sectors:
            start = max(self.at, sector * _SECTOR)
            stop = min(end, (sector + 1) * _SECTOR)
            content[start:stop] = self.written[start - self.at : stop - self.at]

    def sectors(self) -> range:
        length = len(self.written or b"")
        return range(self.at // _SECTOR, (self.at + length + _SECTOR - 1) // _SECTOR)


@dataclass
class Disk:
    """Everything that was done to one database's files since `before`."""

    path: Path
    before: bytes = b""
    deeds: list[Deed] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.deeds)

    def cut(self, after: int, chance: random.Random, folder: Path) -> Path:
        """Leave in a folder what a power cut after so many deeds leaves; return the database."""
        path = folder / "cut.sqlite3"
        lasts = chance.choice((0.0, 0.5, 1.0))
        for kind in _KINDS:
            content = self._left(kind, after, chance, lasts)
            if content or kind == "":
                Path(f"{path}{kind}").write_bytes(content)
        return path

    def _left(self, kind: str, after: int, chance: random.Random, lasts: float) -> bytearray:
        deeds = [one for one in self.deeds[:after] if one.kind == kind]
        synced = max((n for n, one in enumerate(deeds, 1) if one.is_sync), default=0)
        content = bytearray(b"" if kind else self.before)
        for deed in deeds[:synced]:
            deed.done_to(content)
        for deed in deeds[synced:]:
            if deed.written is None:
                if chance.random() < lasts:
                    deed.done_to(content)
                continue
            kept = {one for one in deed.sectors() if chance.random() < lasts}
            if kept:
                deed.done_to(content, kept)
        return content


class _Recorder:
    """A door of SQLite that is the default while something is recorded, and stays for good."""

    def __init__(self) -> None:
        find = _SQLITE.sqlite3_vfs_find
        find.restype, find.argtypes = ctypes.POINTER(_Door), [ctypes.c_char_p]
        self._register = _SQLITE.sqlite3_vfs_register
        self._register.argtypes = [ctypes.POINTER(_Door), ctypes.c_int]
        self._usual = find(None)
        self._ours = _Door.from_buffer_copy(self._usual.contents)
        self._ours.name, self._ours.next = b"recording", None
        self._open_usual = _OPEN(self._usual.contents.open)
        self._opening = _OPEN(self._open)
        self._ours.open = ctypes.cast(self._opening, _PLACE)
        self._methods: dict[int, _Methods] = {}
        self._kept: list[Any] = []
        self._files: dict[int, tuple[Disk, str]] = {}
        self._one_at_a_time = threading.RLock()
        self._disk: Disk | None = None

    def use(self, disk: Disk | None) -> None:
        """Record what is opened from now on, for a disk; None: nothing."""
        self._disk = disk
        door = self._usual if disk is None else ctypes.pointer(self._ours)
        if self._register(door, 1):
            raise RuntimeError("SQLite does not take the door")

    def _open(self, _door: int, name: int, file: int, flags: int, out: int) -> int:
        told = ctypes.cast(name, ctypes.c_char_p).value.decode() if name else ""
        ended = self._open_usual(ctypes.cast(self._usual, _PLACE).value, name, file, flags, out)
        disk = self._disk
        if ended == 0 and disk is not None and told.startswith(str(disk.path)):
            kind = told.removeprefix(str(disk.path))
            if kind in _KINDS:
                self._files[file] = (disk, kind)
                methods = ctypes.cast(file, ctypes.POINTER(_PLACE))
                methods[0] = self._recording(methods[0])
        return ended

    def _recording(self, usual: int) -> int:
        if usual not in self._methods:
            self._methods[usual] = self._made(_Methods.from_address(usual))
        return ctypes.addressof(self._methods[usual])

    def _made(self, usual: _Methods) -> _Methods:
        ours = _Methods.from_buffer_copy(usual)
        close, write = _CLOSE(usual.close), _WRITE(usual.write)
        truncate, sync = _TRUNCATE(usual.truncate), _SYNC(usual.sync)

        def on_close(file: int) -> int:
            self._files.pop(file, None)
            return close(file)

        def on_write(file: int, data: int, length: int, at: int) -> int:
            written = ctypes.string_at(data, length)
            return self._noted(file, write, (data, length, at), at=at, written=written)

        def on_truncate(file: int, length: int) -> int:
            return self._noted(file, truncate, (length,), at=length)

        def on_sync(file: int, flags: int) -> int:
            return self._noted(file, sync, (flags,), is_sync=True)

        made = (_CLOSE(on_close), _WRITE(on_write), _TRUNCATE(on_truncate), _SYNC(on_sync))
        self._kept += made
        for name, one in zip(("close", "write", "truncate", "sync"), made, strict=True):
            setattr(ours, name, ctypes.cast(one, _PLACE))
        return ours

    def _noted(self, file: int, usual: Any, words: tuple[int, ...], **deed: Any) -> int:
        with self._one_at_a_time:
            disk, kind = self._files[file]
            ended = usual(file, *words)
            if ended == 0:
                disk.deeds.append(Deed(kind, **deed))
            return ended


_recorder: list[_Recorder] = []


@contextmanager
def recorded(path: Path) -> Iterator[Disk]:
    """Record what is done to a database that nobody has open; whoever opens it is to close it."""
    if not _recorder:
        _recorder.append(_Recorder())
    disk = Disk(path, path.read_bytes())
    _recorder[0].use(disk)
    try:
        yield disk
    finally:
        _recorder[0].use(None)
