"""How hypothesis looks for examples, in all tests.

Where ``CI`` is set they are the same every time, so that a change is judged by what it changes; anywhere else they are
new ones. ``EXPORTER_EXAMPLES=5000`` looks for longer.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile(
    "exporter",
    deadline=None,  # a busy machine is no bug
    derandomize=bool(os.environ.get("CI")),
    max_examples=int(os.environ.get("EXPORTER_EXAMPLES", "100")),
)
settings.load_profile("exporter")
