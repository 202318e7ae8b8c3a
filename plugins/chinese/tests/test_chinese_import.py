from __future__ import annotations

import subprocess
import sys

import pytest

from exporter.plugins import Plugins


@pytest.mark.parametrize(("text", "loaded"), [("Tong Hua", False), ("君の名は", False), ("童話", True)])
def test_the_dictionary_is_loaded_by_the_first_chinese_text(text: str, loaded: bool) -> None:  # noqa: FBT001 - a case
    code = (
        "import sys; from exporter_chinese import exporter_readings; exporter_readings(sys.argv[1]);"
        "print('pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, text], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.strip() == str(loaded)


def test_the_plugin_is_found_and_reads() -> None:
    plugins = Plugins()
    assert not plugins.load("chinese").problem
    assert "tonghua" in plugins.readings("童話")
