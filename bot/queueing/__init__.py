"""Jobs on their way: accepted, waiting, drawn, taken up again."""
