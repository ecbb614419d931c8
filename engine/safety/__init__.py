"""Whoever judges pictures: every one, every preview and every upload, before anybody sees it."""
