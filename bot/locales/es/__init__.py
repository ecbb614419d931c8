"""Spanish: one module a subject. People are addressed with "tú", in words of all countries."""
