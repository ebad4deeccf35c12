"""Files that are read whole, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from verify.errors import Code, Diagnostic, Fault


def read_stored(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none. Raises Fault where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Fault(Diagnostic(Code.READ, f"{path} cannot be read: {error.strerror}", "Make it a readable file, or remove it.")) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside the file and rename, so that no reader and no crash ever sees a half-written file. Raises Fault."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            temporary.chmod(_mode(path))
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise Fault(Diagnostic(Code.WRITE, message, "Choose a place where a file can be made.")) from error


def _mode(path: Path) -> int:
    """The permissions the written file shall have: those it had, else those of any new file under the umask."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
