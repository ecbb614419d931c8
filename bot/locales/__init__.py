"""Every sentence that people read: one package a language, one module a subject."""
