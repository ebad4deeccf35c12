"""The displays that later statements need are read: each relation has a meaning, or the slip that print has."""

from __future__ import annotations

import pytest

from tests.language.appendix_displays import DISPLAYS, LACKING, Display
from tests.language.formulas import read, scope
from tests.samples import NOTATION
from verify.errors import Code, Fault
from verify.language.links import Link, links
from verify.language.macros import terminals
from verify.language.parse import parser


def relations(latex: str) -> list[Link]:
    """The relations of a display."""
    return links(parser(terminals(NOTATION)), scope(latex).source, scope(latex))


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda d: d.tag)
def test_each_relation_is_read(display: Display):
    """A relation has a meaning, or a fault of scope or kind: none is outside the grammar."""
    assert tuple(link.fault and link.fault.code for link in relations(display.latex)) == display.slips


@pytest.mark.parametrize("tag", LACKING)
def test_what_is_lacking_is_named(tag: str):
    """A construct outside the grammar is one fault, which names it."""
    latex, named = LACKING[tag]
    with pytest.raises(Fault) as caught:
        read(latex)
    assert caught.value.diagnostics[0].code is Code.SYNTAX
    assert named in caught.value.diagnostics[0].message
