"""The notation of this theory: its names and their sorts."""

from verify.notation import (
    constants,
    elliptic,
    family,
    index_set,
    indices,
    integer,
    matrix,
    natural,
    notation,
    pairs,
    real,
    selectors,
    sums,
    vector,
)

RETAIN, FORGET = "D_r", "D_f"

NOTATION = notation(
    integer("d", "n_r", "n_f", "B"),
    natural("k", "n"),
    real("eta", "alpha", "epsilon", "delta", "sigma"),  # sigma: the coherence; in 4.6 the noise level, declared there
    real("C_r", "C_f", "C'_r", "C'_f"),
    constants("C_1", "C_2"),
    index_set(RETAIN, size="n_r"),
    index_set(FORGET, size="n_f"),
    family(index_set(RETAIN, size="n_r"), over="integers"),  # the batches D_{r,k} ⊆ D_r
    family(index_set(FORGET, size="n_f"), over="integers"),
    indices("r", over=RETAIN),
    indices("f", over=FORGET),
    indices("i", "j", "o"),  # o: (27) prints N_o
    indices("a"),  # a_r, a_f, a_1, …, a_k: members of a data set
    pairs("rf"),  # (33) prints rf_1 for r_1, f_1
    selectors("x", over=(RETAIN, FORGET)),
    matrix("J", "D"),
    matrix("H_R", "H_F"),
    family(matrix("H", shape="psd"), over=(RETAIN, FORGET)),
    family(matrix("J", "M", "N"), over="integers"),
    family(matrix("D"), over=((RETAIN,), (FORGET,))),
    family(real("S"), over=((RETAIN,), (FORGET,), (RETAIN,), (FORGET,))),
    vector("w_0", "e_1"),
    family(vector("w"), over="integers"),
    elliptic("upto", step=1),
    elliptic("backwards"),
    elliptic("upcdots", step=1),
    elliptic("downcdots", step=-1),
    elliptic("downto", step=-1),
    elliptic("via"),
    elliptic("fromto", printed=4),
    sums("nestedsums"),
    sums("chainedsums"),
    # Section 4.6: the two-layer network and its data.
    real("m", "SNR", "C"),
    vector("mu", "v"),
    family(real("h", "g"), over=(RETAIN,)),  # of a repair of Theorem 4.9: multiples of projections
    family(real("y", "ell'", "ell''", "l''"), over="integers"),
    family(vector("xi"), over="integers"),
    family(vector("v", "w"), over=(("integers",), ("integers",))),
)
