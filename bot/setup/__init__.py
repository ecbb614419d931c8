"""Setting a guild up: what can be set, what is asked step by step, and how it is said."""
