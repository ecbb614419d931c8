"""The tables of the world file."""

import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE IF NOT EXISTS guilds   (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS members  (user_id TEXT PRIMARY KEY, persona TEXT NOT NULL UNIQUE,
                                     body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    number     INTEGER PRIMARY KEY,          -- the message's id
    channel_id TEXT NOT NULL,
    nonce      TEXT,
    visible_to TEXT,                         -- the only person who sees an ephemeral message
    body       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_by_channel ON messages (channel_id, number);
CREATE INDEX IF NOT EXISTS messages_by_nonce ON messages (nonce) WHERE nonce IS NOT NULL;
CREATE TABLE IF NOT EXISTS files (
    number       INTEGER PRIMARY KEY,        -- the attachment's id
    filename     TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes        BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS commands (
    id       TEXT PRIMARY KEY,
    guild_id TEXT NOT NULL DEFAULT '',       -- empty: global
    position INTEGER NOT NULL,
    body     TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS interactions (
    number INTEGER PRIMARY KEY,              -- the interaction's id
    token  TEXT NOT NULL UNIQUE,
    body   TEXT NOT NULL
);
"""


def connect(path: Path) -> sqlite3.Connection:
    """Open the world file, making it and its tables where they are missing.

    Every statement commits by itself. The world is written by one process only.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript(TABLES)
    return connection
