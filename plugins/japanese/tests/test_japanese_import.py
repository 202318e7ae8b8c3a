from __future__ import annotations

import subprocess
import sys

import pytest

from exporter.plugins import Plugins


@pytest.mark.parametrize(
    ("text", "loaded"), [("Für Elise", []), ("Kimi no Na wa", []), ("君の名は", ["fugashi", "unidic_lite"])]
)
def test_the_dictionary_is_loaded_by_the_first_japanese_text(text: str, loaded: list[str]) -> None:
    code = (
        "import sys; from exporter_japanese import exporter_readings; exporter_readings(sys.argv[1]);"
        "print(sorted({'fugashi', 'unidic_lite'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, text], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.strip() == str(loaded)


def test_the_plugin_is_found_and_reads() -> None:
    plugins = Plugins()
    assert not plugins.load("japanese").problem
    assert "kiminonawa" in plugins.readings("君の名は")
