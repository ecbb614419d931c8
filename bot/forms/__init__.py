"""The forms that people hand in, understood for as long as they are open."""
