"""The notation of the hunt: the names that its statements are written in."""

from verify.notation import elliptic, family, index_set, indices, integer, matrix, natural, notation, real, selectors, vector

NOTATION = notation(
    integer("d", "n_r", "n_f", "B"),
    natural("k"),
    real("eta", "alpha", "epsilon", "s", "t", "C_r", "C_f"),
    index_set("D_r", size="n_r"),
    index_set("D_f", size="n_f"),
    indices("r", "q", over="D_r"),
    indices("f", over="D_f"),
    indices("i"),
    matrix("A", "G", "K", shape="psd"),
    matrix("S", "T", shape="symmetric"),
    matrix("X", "Y"),
    matrix("J", "H_R", "H_F", "P", "Q", "R"),
    vector("u", "v", "w"),
    family(matrix("H", shape="psd"), over=("D_r", "D_f")),
    family(matrix("J", "N", "M", "Z"), over="integers"),
    selectors("x", over=("D_r", "D_f")),
    selectors("z", over="D_r"),
    elliptic("upcdots", step=1),
    elliptic("downcdots", step=-1),
)
