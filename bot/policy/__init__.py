"""What may be asked for and what may be shown: decisions without input or output."""
