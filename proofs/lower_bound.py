"""How (13) and (19) to (25) follow: E[JᵀJ] term by term, M_1, and the step from k − 1 to k."""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .positivity import positivity

MEANS = ("H_R", "H_F")
OPERATORS = ("J", *MEANS)
WEIGHTS = ("C_r", "C_f")
SPREAD = r"C_f \sum_{i \in D_f} H_i %s H_i + C_r \sum_{i \in D_r} H_i %s H_i"  # T(M)


def averaged(p: Derivation) -> None:
    """Both sides, multiplied out and averaged, are one sum."""
    p.conclude(p.order(p.body, *positivity(p), unfold=(*OPERATORS, *WEIGHTS)))


def multiplied_out(p: Derivation) -> None:
    """Both sides are one sum, M put in by its definition."""
    p.conclude(p.order(p.body, unfold=["M"]))


def first_noise(p: Derivation) -> Fact:
    """N_1 = T(N_0) = T(I)."""
    recursion = p.definition("N_1")
    start = p.equal("N_{1-1} = I", p.definition("N_0"))
    return p.equal(rf"N_1 = {SPREAD % ('', '')}", recursion, p.replace(recursion.right, start))


def base_case(p: Derivation) -> None:
    """N_1 = T(I), and the definition of M_1."""
    p.equal(p.goal, first_noise(p), unfold=["M"])


def base_case_averaged(p: Derivation) -> None:
    """N_1 = T(I) is what (23) finds beside J² in E[J_1ᵀJ_1]."""
    positive, noise = positivity(p), first_noise(p)
    p.order(p.goal, noise, *positive, witness=p.times(-1, p.gap(noise)), unfold=(*OPERATORS, *WEIGHTS))


def two_factors_more(p: Derivation, j: str, natural: Fact) -> Fact:
    """J J^{2j} J = J^{2(j+1)}: one factor after the other. natural: 0 ≤ j."""
    left = p.lemma("power_matrix", natural, m=1, n=f"2({j})", Y="J")
    both = p.lemma("power_matrix", natural, m=f"1 + 2({j})", n=1, Y="J")
    return p.equal(rf"J J^{{2({j})}} J = J^{{2({j}+1)}}", left, both)


def product_of_powers(p: Derivation) -> None:
    """J J^{2(k−1)} J = J^{2k}: one factor after the other."""
    p.equal(p.goal, two_factors_more(p, "k-1", p.value("k-1")))


def even_power(p: Derivation, j: str, natural: Fact) -> Fact:
    """J^{2j} = J^j J^j is PSD. natural: 0 ≤ j."""
    product = p.lemma("power_matrix", natural, m=j, n=j, Y="J")
    return p.so(rf"J^{{2({j})}} \succeq 0I", product, hints=[rf"J^{{{j}}} J^{{{j}}}"], unfold=OPERATORS)


def noise_is_psd(p: Derivation) -> Fact:
    """N_n ⪰ 0 for all n: N_0 = I, and N_{n+1} is a sum of H N_n H with weights ≥ 0."""
    start = p.so(r"N_0 \succeq 0I", p.definition("N_0"), hints=["I"])
    with p.induction("n", r"N_n \succeq 0I", start) as step:
        recursion = p.definition("N_{n+1}", *step.ends)
        p.so(step.goal, recursion, *step.supposed, r"0 \leq C_f", r"0 \leq C_r", hints=[SPREAD % ("N_n", "N_n")])
    return step.fact


def next_noise(p: Derivation) -> None:
    """N_k = T(N_{k−1}), the recursion (17), and what M_k is."""
    recursion = p.definition("N_k", p.value("k-1"))
    p.equal(p.goal, recursion, unfold=["M"])


def remainder_is_psd(p: Derivation) -> None:
    """The terms beside M_k are symmetric around PSD matrices.

    These are N_{k−1} and J^{2(k−1)}.
    """
    positivity(p)
    natural = p.value("k-1")
    before = p.use(noise_is_psd(p), natural, at="k-1")
    beside = rf"J N_{{k-1}} J + {SPREAD % ('J^{2(k-1)}', 'J^{2(k-1)}')}"
    p.order(p.goal, even_power(p, "k-1", natural), before, r"0 \leq C_f", r"0 \leq C_r", witness=beside, unfold=OPERATORS)


AVERAGED = "13.1 13.2r 19.1r 19.2r2 20.1 20.2 20.3r 20.4r 20.5 20.6 21r 22 23.1r 23.1r2 23.2r 23.2r2 23.3 23.4 25.2r 25.3r"

DERIVATIONS = MappingProxyType({
    **dict.fromkeys(AVERAGED.split(), averaged),
    **dict.fromkeys(("24.1", "24.2"), base_case),
    "24.3": base_case_averaged,
    "25.4": multiplied_out,
    "25.5": product_of_powers,
    "25.6": next_noise,
    "25.7": remainder_is_psd,
})  # fmt: skip
