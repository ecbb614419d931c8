"""The program that trains the embedded demo model from rendered pictures."""
