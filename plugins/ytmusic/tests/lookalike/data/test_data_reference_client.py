"""Google's own client, unmodified, against the look-alike: does that speak the real dialect?

It is a large package, needed for nothing else; without it these tests are skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from exporter_ytmusic.sandbox.data import routes

if TYPE_CHECKING:
    from tests.lookalike.data.conftest import Start, YouTube

discovery = pytest.importorskip("googleapiclient.discovery")
errors = pytest.importorskip("googleapiclient.errors")
credentials = pytest.importorskip("google.oauth2.credentials")
exceptions = pytest.importorskip("google.auth.exceptions")

Client = Any


@pytest.fixture
def client(steady: YouTube) -> Iterator[Client]:
    with closing(connect(steady)) as service:
        yield service


def connect(youtube: YouTube, **login: str) -> Client:
    """The client, pointed here, with a login that the look-alike's own endpoint refreshes."""
    secrets = {"client_id": "app", "client_secret": "secret", "refresh_token": "mine"}
    login = {"token_uri": f"{youtube.oauth}/token", **secrets, **login}
    where = {"api_endpoint": youtube.root}
    there = credentials.Credentials(None, **login)
    return discovery.build("youtube", "v3", credentials=there, client_options=where, cache_discovery=False)


def insert(client: Client, playlist: str, number: int, **snippet: Any) -> Any:
    resource = {"kind": "youtube#video", "videoId": f"{number:011}"}
    body = {"snippet": {"playlistId": playlist, "resourceId": resource, **snippet}}
    return client.playlistItems().insert(part="snippet", body=body).execute()


def items(client: Client, playlist: str) -> list[Any]:
    """All rows, by the client's own way through the pages."""
    request = client.playlistItems().list(part="snippet,contentDetails", playlistId=playlist, maxResults=50)
    found: list[Any] = []
    while request is not None:
        answer = request.execute()
        found += answer["items"]
        request = client.playlistItems().list_next(request, answer)
    return found


def numbers(client: Client, playlist: str) -> list[int]:
    return [int(item["contentDetails"]["videoId"]) for item in items(client, playlist)]


def create(client: Client, title: str = "Mine") -> str:
    body = {"snippet": {"title": title}, "status": {"privacyStatus": "private"}}
    made: str = client.playlists().insert(part="snippet,status", body=body).execute()["id"]
    return made


class TestPlaylists:
    def test_one_is_made_listed_described_and_deleted(self, client: Client) -> None:
        made = create(client, "夜")
        body = {"id": made, "snippet": {"title": "朝", "description": "早い"}}
        client.playlists().update(part="snippet", body=body).execute()
        (listed,) = client.playlists().list(part="snippet,status", mine=True).execute()["items"]
        assert (listed["snippet"]["title"], listed["snippet"]["description"]) == ("朝", "早い")
        assert client.playlists().delete(id=made).execute() == ""
        assert client.playlists().list(part="id", id=[made]).execute()["items"] == []

    def test_a_list_is_written_moved_and_read_over_pages(self, client: Client) -> None:
        made = create(client)
        for number in range(60):
            insert(client, made, number)
        insert(client, made, 99, position=0)
        last = items(client, made)[-1]
        moved = {"playlistId": made, "resourceId": last["snippet"]["resourceId"], "position": 1}
        client.playlistItems().update(part="snippet", body={"id": last["id"], "snippet": moved}).execute()
        client.playlistItems().delete(id=items(client, made)[0]["id"]).execute()
        assert numbers(client, made) == [59, *range(59)]


class TestReading:
    def test_videos_search_and_channel(self, client: Client) -> None:
        found = client.search().list(part="snippet", q="lemon", type="video", maxResults=2).execute()["items"]
        wanted = [one["id"]["videoId"] for one in found]
        videos = client.videos().list(part=["snippet", "contentDetails"], id=",".join(wanted)).execute()["items"]
        assert [one["snippet"]["channelTitle"] for one in videos] == ["米津玄師 - Topic", "Kenshi Yonezu"]
        me = client.channels().list(part="snippet", mine=True, fields="items/snippet/title").execute()
        assert me == {"items": [{"snippet": {"title": "Sandbox"}}]}


class TestErrors:
    @pytest.mark.parametrize(
        ("ask", "status", "reason"),
        [
            (lambda client: client.playlists().delete(id="PLnever"), 404, "playlistNotFound"),
            (lambda client: client.playlistItems().list(part="id"), 400, "missingRequiredParameter"),
            (lambda client: client.playlists().insert(part="snippet", body={}), 400, "playlistTitleRequired"),
        ],
    )
    def test_it_understands_them(
        self, client: Client, ask: Callable[[Client], Client], status: int, reason: str
    ) -> None:
        with pytest.raises(errors.HttpError) as caught:
            ask(client).execute()
        assert caught.value.status_code == status
        assert caught.value.error_details[0]["reason"] == reason

    def test_it_does_not_retry_a_new_playlists_409(self, youtube: YouTube) -> None:
        with closing(connect(youtube)) as client:
            made = create(client)
            with pytest.raises(errors.HttpError, match="The operation was aborted"):
                insert(client, made, 1)
            assert insert(client, made, 1)["snippet"]["position"] == 0

    def test_its_own_retries_double_a_late_write(self, start: Start) -> None:
        """Why nobody should send a write twice."""
        youtube = start(faults="late=1,only=write,skip=1,times=1")
        youtube.switch(settle_seconds=0)
        with closing(connect(youtube)) as client:
            made = create(client)
            body = {"snippet": {"playlistId": made, "resourceId": {"kind": "youtube#video", "videoId": "00000000001"}}}
            request = client.playlistItems().insert(part="snippet", body=body)
            request._sleep = lambda _: None
            request.execute(num_retries=1)
            assert numbers(client, made) == [1, 1]


class TestLogin:
    def test_it_refreshes_when_its_token_has_expired(self, youtube: YouTube) -> None:
        with closing(connect(youtube)) as client:
            assert client.channels().list(part="id", mine=True).execute()["items"]
            youtube.clock.now += 3600
            assert client.channels().list(part="id", mine=True).execute()["items"]

    @pytest.mark.parametrize(("form", "words"), [("revoked", "expired or revoked"), ("expired", "Bad Request")])
    def test_it_tells_of_a_dead_refresh_token(self, youtube: YouTube, form: str, words: str) -> None:
        youtube.switch(invalid_grant=form)
        with closing(connect(youtube)) as client, pytest.raises(exceptions.RefreshError, match=words) as caught:
            client.channels().list(part="id", mine=True).execute()
        assert not caught.value.retryable


class TestDescription:
    """The look-alike's own table says what the API's description says."""

    def test_methods_and_their_parameters_are_the_described_ones(self, client: Client) -> None:
        described = client._rootDesc
        common = set(described["parameters"])
        assert set(routes.COMMON.split()) == common
        for route in routes.ROUTES:
            methods = described["resources"][route.path[1:]]["methods"].values()
            (method,) = [
                one for one in methods if (one["httpMethod"], one["path"]) == (route.method, "youtube/v3" + route.path)
            ]
            assert set(route.parameters.split()) == set(method["parameters"])
            scopes = routes.WRITE_SCOPES if route.writes else routes.READ_SCOPES
            assert scopes <= set(method["scopes"])

    def test_parts_are_the_described_ones(self, client: Client) -> None:
        schemas = client._rootDesc["schemas"]
        names = {"/playlists": "Playlist", "/playlistItems": "PlaylistItem", "/videos": "Video", "/channels": "Channel"}
        for route in routes.ROUTES:
            if route.parts and route.path in names:
                properties = set(schemas[names[route.path]]["properties"])
                assert set(route.parts.split()) <= properties | {"id"}
