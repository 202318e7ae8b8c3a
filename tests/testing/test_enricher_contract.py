"""A small source of facts with a look-alike keeps the contract of enrichers, served as a plugin's own would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from exporter import Connection, EnricherInfo, Facts, Song
from exporter.errors import ServiceError
from exporter.sandbox import World
from exporter.session import json_of
from exporter.testing import EnricherContract, Sandboxed, Source

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

API = "https://facts.example/v1"


def look_alike(world: World) -> Mapping[str, ASGIApp]:
    async def recordings(request: Request) -> JSONResponse:
        title = request.query_params.get("title", "")
        found = world.catalogue.search("facts", title=title).entries if title.strip() else ()
        same = [{"title": one.title, "artists": one.artists, "isrc": one.isrc} for one in found if one.title == title]
        return JSONResponse({"recordings": same})

    return {"/facts": Starlette(routes=[Route("/v1/recordings", recordings)])}


@dataclass(frozen=True)
class Encyclopedia:
    connection: Connection

    def facts(self, song: Song) -> Sequence[Facts]:
        title = song.title.encode("utf-8", "replace").decode()
        answer = self.connection.session().get(f"{API}/recordings", params={"title": title})
        if not answer.ok:
            raise ServiceError(f"Facts answered {answer.status_code}.")
        return [
            Facts(
                title=one["title"], artists=tuple(one["artists"]), isrc=one["isrc"], confidence=0.9, words="same title"
            )
            for one in json_of(answer, "Facts")["recordings"]
        ]


INFO = EnricherInfo(name="facts", label="Facts", hosts={API: "/facts/v1"}, connect=Encyclopedia, sandbox=look_alike)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("facts") / "catalogue.jsonl"
    file.write_text('{"id": "1", "title": "Lemon", "artists": ["米津玄師"]}', encoding="utf-8")
    return file


class TestContract(EnricherContract):
    @pytest.fixture
    def source(self, sandboxed: Sandboxed, catalogue: Path) -> Source:
        return sandboxed.enricher(INFO, song=Song("Lemon", ("米津玄師",)), catalogue=catalogue)
