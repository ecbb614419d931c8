"""German: one module a subject. People are addressed with "du", as in Discord's own German."""
