"""French: one module a subject. People are addressed with "vous"; a job is a "demande"."""
