"""Every test here runs twice: with libyaml, and with PyYAML's own parser, which machines without libyaml use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml


@pytest.fixture(params=["libyaml", "pure Python"], scope="module", autouse=True)
def parser(request: pytest.FixtureRequest) -> Iterator[str]:
    name: str = request.param
    with pytest.MonkeyPatch.context() as patch:
        if name == "pure Python":
            patch.delattr(yaml, "CBaseLoader", raising=False)
        yield name
