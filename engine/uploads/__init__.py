"""Uploads: the pictures that people bring, inspected, and brought to the size that is drawn."""
