"""The file of a certificate as data: JSON within limits."""

import json
from pathlib import Path
from typing import Any

from verify.kernel.limits import MAXIMUM_BYTES, Unreadable, shown


def load(path: str) -> Any:
    """The JSON data of a file. Raises Unreadable where it cannot be read, is no JSON, or has an object with a key twice."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
        if len(data) > MAXIMUM_BYTES:
            raise Unreadable(f"more than {MAXIMUM_BYTES} bytes")
        return json.loads(data.decode("utf-8"), object_pairs_hook=_object)
    except (OSError, ValueError, RecursionError) as error:  # ValueError: not UTF-8, no JSON, or an integer or path that cannot be
        raise Unreadable(f"cannot be read as JSON: {error}") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable(f"an object with a key twice: {shown([key for key, _ in pairs])}")
    return found
