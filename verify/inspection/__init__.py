"""A user's Hessians against a theory: what is measured, which theorem applies, what the ledger lets it conclude."""
