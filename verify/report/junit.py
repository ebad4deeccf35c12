"""The ledger as JUnit XML: one test case per statement, which fails where its line differs from the lock."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from verify.ledger.entry import Entry, Ledger
from verify.ledger.lock import Change, Comparison, Locked

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_text(ledger: Ledger, lock: Comparison) -> str:
    """The report as XML text. A certificate that was set aside is an error of its test case."""
    changed = {change.id: change for change in lock.changed}
    objections = {s.id: s.reason for s in ledger.set_aside}
    known = {entry.id for entry in ledger.entries}
    suite = Element("testsuite", name=_clean(ledger.theory))
    for entry in ledger.entries:
        case = _case(suite, ledger, entry)
        _add_results(case, changed.get(entry.id), objections.get(entry.id))
        SubElement(case, "system-out").text = _clean(f"{entry.verdict.value}: {entry.statement.latex}")
    for id_ in dict.fromkeys([*changed, *objections]):
        if id_ not in known:
            case = SubElement(suite, "testcase", classname=_clean(ledger.theory), name=_clean(id_), time="0")
            _add_results(case, changed.get(id_), objections.get(id_))
    suite.set("tests", str(len(suite)))
    for kind in ("failure", "error"):
        suite.set(f"{kind}s", str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("skipped", "0")
    suite.set("time", f"{sum(e.seconds for e in ledger.entries):.3f}")
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: Element, ledger: Ledger, entry: Entry) -> Element:
    s = entry.statement
    return SubElement(
        suite,
        "testcase",
        classname=_clean(ledger.theory),
        name=_clean(s.id),
        file=_clean(s.file),
        line=str(s.line),
        time=f"{entry.seconds:.3f}",
    )


def _add_results(case: Element, change: Change | None, objection: str | None) -> None:
    if change is not None:
        message = f"locked: {_line(change.before)}; computed: {_line(change.after)}"
        SubElement(case, "failure", type="lock", message=message).text = "`verify accept` writes the computed verdicts to theory.lock."
    if objection is not None:
        SubElement(case, "error", type="certificate", message=f"the stored certificate was set aside: {_clean(objection)}")


def _line(line: Locked | None) -> str:
    return "nothing" if line is None else f"{line.verdict.value} ({line.evidence.value}, statement {line.statement})"


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
