"""Documents that are ZIP archives (docx, epub): read with limits, written back member by member."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence

from vnfix.documents.opened import OpenedDocument
from vnfix.errors import InputError
from vnfix.messages import tr
from vnfix.render.edits import Edit

MOST_BYTES = 512 * 1024 * 1024
"""More, unpacked, is no letter and no book: a bomb, or something to be unpacked by hand."""
# Text packs to a tenth or a twentieth; a bomb to a thousandth.
_MOST_RATIO = 200
_SMALL = 1024 * 1024
"""What is no danger, however well it packs."""
_SMALL_IN_ALL = 16 * _SMALL
_MOST_MEMBERS = 20_000
_BETWEEN = "\n"
# RuntimeError is that of a password; each way of packing has its own for broken data.
_UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)


class Archive:
    """The members of an archive, in their order."""

    def __init__(self, data: bytes) -> None:
        """Open an archive.  Raises InputError for what is broken, encrypted, or far larger than it looks."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            message = tr("is a broken ZIP archive ({error})").format(error=error)
            raise InputError(message) from None
        self.members = self._zip.infolist()
        size = sum(member.file_size for member in self.members)
        if len(self.members) > _MOST_MEMBERS or size > MOST_BYTES:
            message = tr("unpacks to {size:,} bytes in {count:,} files, which is refused").format(
                size=size, count=len(self.members)
            )
            raise InputError(message)
        if len(set(self.names)) < len(self.members):
            message = tr("holds two files of one name, which is refused: programs differ in which they take")
            raise InputError(message)
        for member in self.members:
            if member.file_size > _SMALL and member.file_size > _MOST_RATIO * max(member.compress_size, 1):
                message = tr("holds {name!r}, packed like a bomb, which is refused").format(
                    name=member.filename
                )
                raise InputError(message)
        packed = sum(member.compress_size for member in self.members)
        if size > _SMALL_IN_ALL and size > _MOST_RATIO * packed:
            message = tr(
                "unpacks to {size:,} bytes from {packed:,}, packed like a bomb, which is refused"
            ).format(size=size, packed=packed)
            raise InputError(message)

    @property
    def names(self) -> list[str]:
        """The names of the members."""
        return [member.filename for member in self.members]

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """Read a member, no more of it than the archive says.  Raises InputError when it is broken."""
        try:
            return self._zip.read(member)
        except _UNPACKING_ERRORS as error:
            message = tr("cannot unpack {name!r} ({error})").format(name=member.filename, error=error)
            raise InputError(message) from None

    def rewrite(self, changed: Mapping[str, bytes]) -> bytes:
        """Give the archive with other content for some members; order, names, dates and packing stay."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            target.comment = self._zip.comment
            for member in self.members:
                content = changed[member.filename] if member.filename in changed else self.read(member)
                info = zipfile.ZipInfo(member.filename, member.date_time)
                info.compress_type = member.compress_type
                info.external_attr = member.external_attr
                info.create_system = member.create_system
                info.comment = member.comment
                target.writestr(info, content)
        return out.getvalue()


class ArchiveDocument(OpenedDocument):
    """An archive whose members are documents, repaired as one text."""

    is_printable = False

    def __init__(
        self,
        name: str,
        data: bytes,
        archive: Archive,
        is_text: Callable[[str], bool],
        open_member: Callable[[bytes], OpenedDocument],
    ) -> None:
        """`is_text` says by the name which members are documents, `open_member` opens one."""
        self.format = name
        self._data = data
        self._archive = archive
        self._parts: list[tuple[str, OpenedDocument]] = []
        for member in archive.members:
            if is_text(member.filename):
                try:
                    self._parts.append((member.filename, open_member(archive.read(member))))
                except InputError as error:
                    message = f"{member.filename}: {error}"
                    raise InputError(message) from None
        self._starts: list[int] = []
        at = 0
        for _, part in self._parts:
            self._starts.append(at)
            at += len(part.text) + len(_BETWEEN)
        self.text = _BETWEEN.join(part.text for _, part in self._parts)

    def can_hold(self, edit: Edit) -> bool:
        """Tell whether one of the members can hold an edit."""
        number, moved = self._locate(edit)
        part = self._parts[number][1]
        return moved.end <= len(part.text) and part.can_hold(moved)

    def write(self, edits: Sequence[Edit]) -> bytes:
        """Give the archive with `edits` made in its members; without any it is the very same file."""
        by_part: dict[int, list[Edit]] = {}
        for edit in edits:
            number, moved = self._locate(edit)
            by_part.setdefault(number, []).append(moved)
        if not by_part:
            return self._data
        parts = ((self._parts[number], moved) for number, moved in by_part.items())
        return self._archive.rewrite({name: part.write(moved) for (name, part), moved in parts})

    def _locate(self, edit: Edit) -> tuple[int, Edit]:
        """Find the member of an edit, and the edit of the text of that member."""
        number = bisect_right(self._starts, edit.start) - 1
        start = self._starts[number]
        return number, Edit(edit.start - start, edit.end - start, edit.after)
