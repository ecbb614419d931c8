"""Japanese: one module a subject. Sentences are polite (です, ます); labels are bare nouns."""
