from verify.notation import family, index_set, indices, integer, matrix, natural, notation, real, selectors

NOTATION = notation(
    integer("d", "n", "B"),
    natural("k"),
    real("eta", "v", "C", "c"),
    index_set("D", size="n"),
    indices("i", "j", over="D"),
    matrix("M", "J", "H"),
    family(matrix("H", shape="psd"), over="D"),
    family(matrix("X", "Y", "Z"), over="integers"),
    selectors("x", "y", "z", over="D"),
)
