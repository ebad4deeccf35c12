"""The trusted kernel: it reads a certificate, checks it again from the JSON alone, and says accepted or rejected."""
