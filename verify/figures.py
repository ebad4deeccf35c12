"""The public names for writing a figures.py: which formula of a theory is which figure of `verify inspect`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["MEASURED", "Figures", "Side", "figures"]

MEASURED: Mapping[str, str] = MappingProxyType({
    "eta": "the learning rate η",
    "alpha": "the weight α on ascent over the forget set",
    "batch": "the batch size",
    "d": "the size of the Hessians",
    "n_r": "how many Hessians are retained",
    "n_f": "how many Hessians are to be forgotten",
    "lambda_max_D": "λ_max of the mean of the mixed Hessians, weight_r H_r + weight_f H_f",
    "largest_pair": "the largest λ_max of a mixed Hessian",
    "lambda_max_S": "λ_max of the coherence matrix of the mixed Hessians",
    "sigma": "their coherence, lambda_max_S / largest_pair",
    "mean_largest": "λ_max of the mean update J",
    "mean_negated": "λ_max of −J",
    "mean_norm": "the spectral norm of J",
    "noise_largest": "λ_max of the noise part of the moment map at I",
    "first_noise": "the trace of the noise part of the moment map at I",
    "noise_traces": "the trace of the k-th power of the noise part of the moment map at I, by k",
    "mean_traces": "the trace of J^(2k), by k",
    "retain_noise": "C_r times the largest λ_max(H)² of a retained Hessian",
    "forget_noise": "C_f times the largest λ_max(H)² of one to be forgotten",
    "noise_grows": "whether the traces of those powers grow beyond all bounds",
})


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a statement: "left" or "right"."""

    id: str
    side: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What `figures` was given."""

    measured: tuple[tuple[str, str], ...]
    shown: tuple[tuple[str, Side], ...]
    index: str
    lower: tuple[str, ...]
    upper: tuple[str, ...]
    theorems: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, str, str], ...]


def figures(
    *,
    measured: Mapping[str, str],
    shown: Mapping[str, tuple[str, str]],
    index: str = "k",
    lower: Sequence[str] = (),
    upper: Sequence[str] = (),
    theorems: Sequence[str] = (),
    choices: Mapping[str, str] | None = None,
    families: Mapping[str, tuple[str, str]] | None = None,
) -> Figures:
    """Which formula is which figure.

    measured: by what `verify inspect` measures (the keys of MEASURED), how the theory writes it, in its LaTeX. shown: by figure (C_r, C_f,
    weight_r, weight_f, and any threshold), the id of a statement and its side, "left" or "right". index: the number of steps.
    lower, upper: statements whose right sides bound the second moment, from below and from above. theorems: claims about what happens in
    the long run; their repairs come along. choices: by a symbol that a claim leaves open ("for some ε"), the value to try.
    families: for "retain" and "forget", the theory's family and its index set.
    Raises ValueError for what is no figure or no side.
    """
    unknown = [name for name in measured if name not in MEASURED]
    if unknown:
        raise ValueError(f"{unknown[0]} is not measured; what is: {', '.join(MEASURED)}")
    sides = {name: Side(id_, side) for name, (id_, side) in shown.items()}
    for name, side in sides.items():
        if side.side not in ("left", "right"):
            raise ValueError(f'{name} is the "left" or the "right" side of {side.id}, not {side.side!r}')
    return Figures(
        tuple(measured.items()),
        tuple(sides.items()),
        index,
        tuple(lower),
        tuple(upper),
        tuple(theorems),
        tuple((choices or {}).items()),
        tuple((name, family, over) for name, (family, over) in (families or {}).items()),
    )
