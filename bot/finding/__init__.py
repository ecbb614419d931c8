"""What was drawn, found again: shown, told about, traced."""
