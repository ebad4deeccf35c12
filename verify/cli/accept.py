"""The command `verify accept`."""

from __future__ import annotations

from verify.cli.options import DEFAULT_ROUNDS, DEFAULT_THEORY, Fresh, Jobs, Rounds, Seed, TheoryOption


def accept(
    theory: TheoryOption = None,
    jobs: Jobs = None,
    rounds: Rounds = DEFAULT_ROUNDS,
    seed: Seed = 0,
    fresh: Fresh = False,
) -> None:
    """Write the computed verdicts to theory.lock.

    Their certificates are written to certificates/. Each file is written whole or not at all.
    """
    # What needs SymPy and the like is imported here, so that `verify --help` answers at once.
    from rich.console import Console

    from verify.cli.deciding import decide_theory
    from verify.language.read import load_theory
    from verify.ledger.certificates import store_certificates
    from verify.ledger.lock import FILE, compare, read_lock, write_lock
    from verify.report.output import require_writable
    from verify.report.terminal import print_accepted

    chosen = load_theory(theory or DEFAULT_THEORY)
    require_writable((str(chosen.directory / FILE),))
    before = read_lock(chosen.directory)
    ledger = decide_theory(chosen, jobs=jobs, rounds=rounds, seed=seed, fresh=fresh)
    stored = store_certificates(ledger, chosen.directory)
    write_lock(ledger, chosen.directory)
    print_accepted(ledger, compare(ledger, before), stored, Console())
