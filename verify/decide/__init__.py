"""The room where a statement is decided; it is also the public function: `verify.decide(statement)`.

Importing any file of the room binds the name `verify.decide` to the room, so the room itself is callable.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify.decide.outcome import Outcome
    from verify.language.statement import Statement


class _Room(ModuleType):
    def __call__(self, statement: Statement, **effort: Any) -> Outcome:
        """What a statement comes to; see `verify.decide.decide.decide`."""
        from verify.decide.decide import decide

        return decide(statement, **effort)


sys.modules[__name__].__class__ = _Room
