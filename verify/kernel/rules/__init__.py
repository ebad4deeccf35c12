"""The rules by which the kernel accepts a certificate, one file each."""
