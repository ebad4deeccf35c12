"""All benchmarks in one run: `python -m benchmarks [--smoke] [NAME …]`, from the project's folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

from benchmarks import (
    attack_beats_sampling,
    batched_floats_beat_a_loop,
    check_cold,
    coherence_without_storing,
    families_per_second,
    import_is_cheap,
    parsed_formulas_cost_little,
    parsing_is_fast,
    radius_beats_kronecker,
    replay_is_fast,
    symbolic_expectation,
)
from benchmarks.measure import Measured

BENCHMARKS: Mapping[str, Callable[[bool], Iterator[Measured]]] = {
    module.__name__.removeprefix("benchmarks."): module.run
    for module in (
        parsed_formulas_cost_little,
        batched_floats_beat_a_loop,
        symbolic_expectation,
        parsing_is_fast,
        replay_is_fast,
        radius_beats_kronecker,
        coherence_without_storing,
        import_is_cheap,
        check_cold,
        families_per_second,
        attack_beats_sampling,
    )
}


def main() -> None:
    """Prints a line per comparison as it is made. An aim that is missed is said, and is no failure; values that differ are one."""
    options = _options()
    print(f"{'claim':<{CLAIM}} {'case':<{CASE}} {'ours':>9} {'naive':>9} {'ratio':>14}  aim")
    for name in options.names or BENCHMARKS:
        for measured in BENCHMARKS[name](options.smoke):
            print(_line(measured, options.smoke), flush=True)


CLAIM, CASE = 27, 88  # widths of columns


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What this project costs against the naive way.")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes, once: only that all run and both ways agree")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    return parser.parse_args()


def _line(measured: Measured, smoke: bool) -> str:
    if smoke:
        return f"{measured.claim:<{CLAIM}} {measured.case:<{CASE}} agree"
    aim = f"{measured.aim}{'' if measured.met else '  (missed)'}"
    return (
        f"{measured.claim:<{CLAIM}} {measured.case:<{CASE}} {_seconds(measured.ours):>9} {_seconds(measured.naive):>9}"
        f" {_ratio(measured):>14}  {aim}"
    )


def _ratio(measured: Measured) -> str:
    if measured.times_faster >= 1:
        return f"{measured.times_faster:.1f}× faster"
    return f"{1 / measured.times_faster:.2f}× the time"


def _seconds(seconds: float) -> str:
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


if __name__ == "__main__":
    main()
