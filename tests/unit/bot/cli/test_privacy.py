"""``atelier privacy`` as an operator types it."""

from __future__ import annotations

import json
import zipfile


def test_a_person_is_exported_and_forgotten(atelier, tmp_path):
    atelier("db", "upgrade")
    atelier("credits", "grant", "7", "2.5", "--guild", "1")

    written = atelier("privacy", "export", "7", "--out", "seven.zip")
    nobody = atelier("privacy", "export", "8", "--out", "eight.zip")
    dry = atelier("privacy", "delete", "7")
    done = atelier("privacy", "delete", "7", "--yes")

    assert written[0] == 0
    with zipfile.ZipFile(tmp_path / "seven.zip") as archive:
        (entry,) = json.loads(archive.read("credit_entries-1.json"))
    assert entry["amount"] == 2500
    assert nobody[1] == "nothing is stored about this person\n"
    assert not (tmp_path / "eight.zip").exists()
    assert "a dry run" in dry[1]
    assert "begun" in done[1]
    assert atelier("credits", "audit")[0] == 0
