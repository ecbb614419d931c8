"""The border: the stream between bot and engine, with both of its ends."""
