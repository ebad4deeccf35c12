"""Many certificates at once: in groups that do not stand on each other, each group by one process, with the same result as by one."""

from __future__ import annotations

import json
from pathlib import Path

from verify.kernel.replay import FEW, grouped, replayed, reports

FOLDER = Path(__file__).parent
STORED = FOLDER.parents[1] / "proofs" / "certificates"


def some():
    """Stored certificates, some of which stand on each other, and files that are none."""
    paths = [STORED / f"{name}.json" for name in ("34r", "L4.2", "33.6r2", "34", "L4.7.1", "36.1r", "20.1")]
    return [str(path) for path in (*paths, FOLDER / "nowhere.json", FOLDER, FOLDER / "reject" / "conclusion_true.json")]


def test_what_stands_on_each_other_stays_together():
    """34 stands on 34r, which stands on 33.6r2: these are one group wherever they are among the files; nothing else is."""
    for paths in (some(), some()[::-1]):
        groups = [{Path(path).stem for path in group} for group in grouped(paths)]
        assert len(groups) == len(paths) - 2
        assert {"34", "34r", "33.6r2"} in groups


def test_processes_change_nothing():
    """With more groups than one process is worth, each file has the report that it has in one process, in its place."""
    paths = some()[::-1]  # a derivation before what it stands on
    assert len(grouped(paths)) > FEW
    found = replayed(paths)
    assert found == [reports(paths)[path] for path in paths]
    assert sorted(code for code, _ in found) == [0, 0, 0, 0, 0, 0, 0, 1, 2, 2]


def test_a_lemma_that_is_missing_is_missed():
    """A derivation without what it stands on is rejected, also among many files."""
    paths = [path for path in some() if Path(path).stem != "34r"]
    assert [code for code, _ in replayed(paths)] == [0, 0, 1, 0, 0, 0, 2, 2, 1]


def test_what_is_no_certificate_is_a_group_of_its_own(tmp_path):
    """Whatever JSON a file holds, and however often it is given."""
    odd = [[], "text", 1, None, {"id": "1"}, {"id": [], "steps": 3}, {"id": "2", "steps": [{"steps": [{"rule": "lemma", "name": 5}]}]}]
    paths = [tmp_path / f"{n}.json" for n in range(len(odd))]
    for path, data in zip(paths, odd, strict=True):
        path.write_text(json.dumps(data))
    given = [str(path) for path in (*paths, *paths)]
    assert len(grouped(given)) == len(odd)
    assert [code for code, _ in replayed(given)] == [2] * len(given)
