"""Random linear recursions w_{k+1} = (A_0 + Σ_j ξ_j A_j) w_k: moment maps, second moments, spectral radii with guaranteed bounds.

Hessians are arrays (…, n, d, d), or `factors(array)` of F (…, n, d, k) with H = F Fᵀ, never multiplied out; float64, or of dtype object
with exact rationals (`exact_array`). Leading axes are a batch.

    recursion = unlearning_sgd(retain, forget, eta=0.1, alpha=0.3, batch=2)     update rules: `RULES`, one file each
    moment_map(recursion).apply(m)                                              Φ(M); of `adjoint(recursion)`, Φ*
    second_moments(recursion, K)            Tr Φᵏ(I), k = 0…K: .values and .errors (…, K + 1); start=w_0 for w_0ᵀΦᵏ(I)w_0
    lower_traces(recursion, K), noise_traces(recursion, K)                      Tr M_k, Tr N_k of (17), likewise
    spectral_radius(recursion) -> (lo, hi)  lo <= ρ(Φ) <= hi, whatever rounding does; spectral_radii for a batch
    stability(recursion) -> Stability       verdict stable/unstable/undecided, the bounds, what is quiet and ρ(Φ) of the rest
    certificate(recursion, Side.ABOVE, c)   of exact rationals: an M ≻ 0 with Φ(M) ⪯ c M, or its twin BELOW, checked exactly by `holds`
    stationary_covariance(langevin(…))      Σ = Φ*(Σ) + Q, where ρ(Φ) < 1
    on_span(recursion)                      what is left of factors that span less than the space

The room knows nothing of a theory: `verify.inspection` puts its figures beside a theory's bounds.
"""

from verify.dynamics.certificate import Certificate, Side, certificate, holds
from verify.dynamics.directions import Dense, Directions, Factored, factors
from verify.dynamics.exact import exact_array
from verify.dynamics.exact_radius import compare, exact_bounds
from verify.dynamics.exact_span import ExactSpan, exact_span
from verify.dynamics.moment_map import MomentMap, moment_map
from verify.dynamics.moments import Moments, lower_traces, noise_traces, second_moments
from verify.dynamics.radius import spectral_radii, spectral_radius
from verify.dynamics.recursion import DrivenRecursion, LinearRecursion, NoMomentMap, Term, adjoint, mean_part, noise_part
from verify.dynamics.span import Span, on_span
from verify.dynamics.stability import Stability, Verdict, stability, stability_on
from verify.dynamics.stationary import Covariance, NotStationary, stationary_covariance
from verify.dynamics.update_rules import (
    RULES,
    decoupled_batches,
    heavy_ball,
    langevin,
    random_reshuffling,
    unlearning_sgd,
    without_replacement,
)

__all__ = [
    "RULES",
    "Certificate",
    "Covariance",
    "Dense",
    "Directions",
    "DrivenRecursion",
    "ExactSpan",
    "Factored",
    "LinearRecursion",
    "MomentMap",
    "Moments",
    "NoMomentMap",
    "NotStationary",
    "Side",
    "Span",
    "Stability",
    "Term",
    "Verdict",
    "adjoint",
    "certificate",
    "compare",
    "decoupled_batches",
    "exact_array",
    "exact_bounds",
    "exact_span",
    "factors",
    "heavy_ball",
    "holds",
    "langevin",
    "lower_traces",
    "mean_part",
    "moment_map",
    "noise_part",
    "noise_traces",
    "on_span",
    "random_reshuffling",
    "second_moments",
    "spectral_radii",
    "spectral_radius",
    "stability",
    "stability_on",
    "stationary_covariance",
    "unlearning_sgd",
    "without_replacement",
]
