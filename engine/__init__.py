"""The engine: prompts in, screened and marked pictures out."""
