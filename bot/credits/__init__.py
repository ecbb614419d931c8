"""What pictures cost, and who pays."""
