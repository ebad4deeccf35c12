"""What the set-up says of signs: the beginning of most derivations."""

from __future__ import annotations

from verify.derivations import Derivation, Fact


def positivity(p: Derivation) -> list[Fact]:
    r"""B, n_r, n_f > 0, which are returned; 0 ≤ α ≤ 1; C_r, C_f ≥ 0: as far as the statement has these names."""
    positive = [p.so("0 < B", r"1 \leq B")] if p.has("B") else []
    positive += [p.so(f"0 < {size}", r"1 \leq B", rf"B \leq {size}") for size in ("n_r", "n_f") if p.has("B") and p.has(size)]
    if p.has("alpha"):
        p.lemma("closed_interval_low", r"\alpha \in [0, 1]")
        p.lemma("closed_interval_high", r"\alpha \in [0, 1]")
    for weight, size, factor in (("C_r", "n_r", r"(1 - \alpha)"), ("C_f", "n_f", r"\alpha")):
        if p.has(weight):
            noise = rf"\eta^2 {factor}^2 \frac{{1}}{{{size}}} \frac{{1}}{{B}} \frac{{1}}{{{size}}} ({size} - B)"
            p.order(rf"0 \leq {weight}", "0 < B", f"0 < {size}", rf"B \leq {size}", witness=noise, unfold=[weight])
    return positive


def probabilities(p: Derivation) -> list[Fact]:
    """B/n_r and B/n_f are probabilities: an expectation of what is ≥ 0 is ≥ 0."""
    facts = []
    for size in ("n_r", "n_f"):
        chance = rf"\frac{{B}}{{{size}}}"
        facts.append(p.order(rf"0 \leq {chance}", "0 < B", f"0 < {size}", witness=chance))
        rest = rf"\frac{{1}}{{{size}}} ({size} - B)"
        facts.append(p.order(rf"0 \leq 1 - {chance}", f"0 < {size}", rf"B \leq {size}", witness=rest))
    return facts
