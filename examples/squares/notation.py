from verify.notation import matrix, notation

NOTATION = notation(matrix("A", "B", shape="psd"))
