"""Why noise that grows need not reach a fixed w_0: the 'Moreover' of Lemma 4.7.1 and Theorem 4.8, as printed, fall at w_0 = 0.

For d = 1, H_r = 2 on a retain set of two, H_f = 0 on a forget set of one, B = 1, η = 1 and α = 0, the weights are C_r = 1/4 and C_f = 0, so
that N_{k+1} = C_r Σ H_r N_k H_r = 2 N_k, while w_k stays 0. With H_r = 3 instead, D = 3 and σ = 2, and 3 is more than the threshold 2√2.
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact, Refutation


def noise_doubles(p: Derivation) -> Fact:
    """N_n = 2^n I for all n."""
    numbers = p.hypotheses
    weights = []
    for weight, value in (("C_r", r"\frac{1}{4}"), ("C_f", "0")):
        defined = p.definition(weight)
        weights.append(p.equal(f"{weight} = {value}", defined, p.replace(defined.right, *numbers)))
    zero = p.definition("N_0")
    start = p.equal("N_0 = 2^0 I", zero)
    with p.induction("n", "N_n = 2^n I", start) as step:
        recursion = p.definition("N_{n+1}", *step.ends)
        put_in = p.replace(recursion.right, *weights, *numbers)
        both = p.lemma("sum_constant_matrix", D="D_r", n="n_r", C="N_n")
        twice = p.equal("N_{n+1} = 2 N_n", recursion, put_in, both, r"n_r = 2")
        p.so(step.goal, twice, *step.supposed, p.lemma("power", *step.ends, y=2, m="n", n=1), hints=["I"])
    return step.fact


def stays(q: Derivation) -> None:
    """E‖w_k‖² is 0 for all k, as w_0 is."""
    square = r"\mathbb{E}\norm{w_n}{}^2"
    with q.block("n", r"\mathbb{N}") as each:
        start = q.replace(square, q.definition("w_n"))
        put_in = q.replace(start.right, "w_0 = 0 w_0")
        q.order(f"{square} = 0", start, put_in, witness=q.plus(q.gap(start), q.gap(put_in)))
    q.lemma("limit_constant", each.fact, c=0, f=("n", square))


def zero_stays(p: Refutation) -> None:
    """w_0 = 0 stays 0, while N_k = 2^k."""
    sets = {"D_r": [[[2]], [[2]]], "D_f": [[[0]]]}
    values = {"d": 1, "n_r": 2, "n_f": 1, "B": 1, "eta": 1, "alpha": 0, "H": sets, "w_0": [0]}
    given = "d = 1", "n_r = 2", "n_f = 1", "B = 1", r"\eta = 1", r"\alpha = 0", r"H_r = 2I \forall r \in D_r", "w_0 = 0 w_0"
    q = p.on(values, *given)
    doubles = noise_doubles(q)
    with q.block("n", r"\mathbb{N}") as each:
        power = q.use(doubles, *each.ends, at="n")
        trace = q.replace(r"\operatorname{Tr}(N_n)", power)
        q.so(r"1 \cdot 2^n \leq \operatorname{Tr}(N_n)", trace, "d = 1")
    q.lemma("limit_growth", each.fact, c=1, q=2, f=("n", r"\operatorname{Tr}(N_n)"))
    stays(q)


def zero_stays_above_the_threshold(p: Refutation) -> None:
    """w_0 = 0 stays 0, whatever λ_max(D) is."""
    sets = {"D_r": [[[3]], [[3]]], "D_f": [[[0]]]}
    values = {"d": 1, "n_r": 2, "n_f": 1, "B": 1, "eta": 1, "alpha": 0, "H": sets, "w_0": [0]}
    stays(p.on(values, "w_0 = 0 w_0"))


REFUTATIONS = MappingProxyType({"L4.7.1m": zero_stays, "T4.8": zero_stays_above_the_threshold})
