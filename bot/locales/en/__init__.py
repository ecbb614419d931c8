"""English: one module a subject."""
