"""Tiles: large pictures, drawn and decoded piece by piece."""
