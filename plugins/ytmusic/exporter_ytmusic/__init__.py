"""YouTube Music as a backend of exporter. Only the hooks live here; nothing heavy is imported before it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from exporter import BackendInfo, Feature, Kind, Limits, Login, Method, Quota, Setting, hookimpl

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from exporter import Backend, Connection, Dialogue
    from exporter.sandbox import World

MUSIC = "https://music.youtube.com"
DATA = "https://www.googleapis.com/youtube/v3"
TOKENS = "https://oauth2.googleapis.com"
CONSENT = "https://accounts.google.com/o/oauth2"

WRITES = ("/browse/edit_playlist", "/playlist/create", "/playlist/delete")
"""The paths of YouTube Music's own API that change something; it answers POST to everything."""

BROWSER = Limits(
    add=50,  # and remove, move: undocumented; ytmusicapi's tests add 101, tools in the field 50 to 100
    remove=50,
    move=50,
    playlist=5000,  # met in the field, undocumented
    name=150,  # YouTube's help, and measured through the Data API
    description=5000,
    per_second=2.0,  # a careful guess: one a second is known to be borne for hours, bursts are not
    workers=2,
    listed_after=15.0,  # "seconds, sometimes more" by ytmusicapi's tests; the Data API promises nothing either
)
DATA_API = replace(BROWSER, add=1, remove=1, move=1)
"""The Data API takes one row in a request; batches lose rows."""

COMMON = frozenset({Feature.MOVE, Feature.REMOVE_ROWS, Feature.DESCRIBE, Feature.VIDEO_SEARCH})
FEATURES = {"browser": COMMON | {Feature.MOVE_RANGE}, "data-api": COMMON | {Feature.ADD_ANYWHERE}}
LIMITS = {"browser": BROWSER, "data-api": DATA_API}

LINK = 50
"""Videos in one anonymous link: more are cut off (TeamNewPipe/NewPipe#12065)."""

WAYS = {"browser": "a browser's login", "data-api": "a Google login (YouTube Data API)"}

SETTINGS = {"writer": Setting.one_of(*WAYS), "search": Setting.one_of("anonymous", "data-api")}

PUBLIC = ("authuser", "user", "user_agent", "consented", "testing", "writer", "search")
SECRET = ("cookie", "client_id", "client_secret", "refresh_token")

LOG_IN = (
    "Run `exporter login ytmusic`, or set EXPORTER_YTMUSIC_COOKIE (a browser's login, which lives for hours) or "
    "EXPORTER_YTMUSIC_CLIENT_ID, _CLIENT_SECRET and _REFRESH_TOKEN (Google's, which lives for months)."
)


@hookimpl
def exporter_backends() -> list[BackendInfo]:
    """YouTube Music."""
    return [
        BackendInfo(
            name="ytmusic",
            label="YouTube Music",
            connect=_connect,
            hosts={MUSIC: "/ytmusic", DATA: "/youtube/v3", TOKENS: "/youtube/oauth", CONSENT: "/youtube/oauth"},
            features=FEATURES["browser"],
            limits=LIMITS["browser"],
            kind_of=kind_of,
            track_id=_track_id,
            playlist_id=_playlist_id,
            links=play_links,
            guests=True,
            library="ytmusicapi",
            login=_login(),
            sandbox=_sandbox,
            fitted=_fitted,
            settings=SETTINGS,
        )
    ]


def _login() -> Login:
    return Login(
        environment={key: (f"EXPORTER_YTMUSIC_{key.upper()}",) for key in (*SECRET, *PUBLIC)},
        public=frozenset({*PUBLIC, "usual_writer"}),
        sandbox={
            "cookie": "__Secure-3PAPISID=sandbox-sapisid",
            "client_id": "sandbox-client",
            "client_secret": "sandbox-client-secret",
            "refresh_token": "sandbox-refresh-token",
            "usual_writer": "browser",  # where nothing else says, since this login has something for both
        },
        methods=(
            Method(
                name="browser", words="copy what a browser that is logged in sends; lasts for hours", login=_browser
            ),
            Method(name="google", words="agree at Google, with an app of your own; lasts for months", login=_google),
        ),
        revoke=_revoke,
        nightly=("client_id", "client_secret", "refresh_token"),  # a browser's cookies do not belong into a job
        caution=_caution,
        page="https://myaccount.google.com/security",
        expires=_expires,
        counted=("client_id", "cookie"),
        hint=LOG_IN,
    )


def _caution(secrets: Mapping[str, str]) -> str:
    if secrets.get("refresh_token"):
        return ""
    return (
        "A browser's login lives for hours, so that a job which runs every night needs Google's: "
        "exporter login ytmusic --method google"
    )


def _fitted(secrets: Mapping[str, str], settings: Mapping[str, object]) -> BackendInfo:
    from exporter_ytmusic.backend import search_of, writer_of  # noqa: PLC0415 - only a run needs it

    writer, search = writer_of(secrets, settings), search_of(secrets, settings)
    (info,) = exporter_backends()
    # A search of the Data API finds songs and videos at once, and there are only a hundred of them a day.
    features = FEATURES[writer] - ({Feature.VIDEO_SEARCH} if search == "data-api" else set())
    return replace(
        info,
        features=features,
        limits=LIMITS[writer],
        quotas=_quotas(writer, search),
        guests=(writer, search) != ("data-api", "data-api"),  # the Data API refuses them, and is what is asked first
        forgetful=search == "anonymous",  # the player's ERROR may be the death of a video or a moment's trouble
        way=WAYS[writer],
    )


def _quotas(writer: str, search: str) -> tuple[Quota, ...]:
    if "data-api" not in {writer, search}:
        return ()
    from exporter_ytmusic.quota import QUOTAS  # noqa: PLC0415 - only the Data API needs it

    return QUOTAS if writer == "data-api" else tuple(replace(quota, edit=0) for quota in QUOTAS)


def kind_of(method: str, url: str) -> Kind:
    """What a request is for, by host, method and path."""
    if url.startswith((TOKENS + "/", CONSENT + "/")):
        return Kind.AUTH
    path = urlsplit(url).path
    if path.endswith("/search"):
        return Kind.SEARCH
    if url.startswith(MUSIC):
        return Kind.WRITE if path.endswith(WRITES) else Kind.READ
    return Kind.READ if method in {"GET", "HEAD"} else Kind.WRITE


def play_links(track_ids: Sequence[str]) -> list[str]:
    """Links that play these videos in order, for people without an account."""
    parts = (track_ids[at : at + LINK] for at in range(0, len(track_ids), LINK))
    return [f"https://www.youtube.com/watch_videos?video_ids={','.join(part)}" for part in parts]


def _track_id(text: str) -> str | None:
    from exporter_ytmusic.translate import track_id  # noqa: PLC0415 - only `pin` needs it

    return track_id(text)


def _playlist_id(text: str) -> str | None:
    from exporter_ytmusic.translate import playlist_id  # noqa: PLC0415 - only `import` needs it

    return playlist_id(text)


def _connect(connection: Connection) -> Backend:
    from exporter_ytmusic.backend import connect  # noqa: PLC0415 - only a run needs it

    return connect(connection)


def _browser(connection: Connection, dialogue: Dialogue) -> Mapping[str, str]:
    from exporter_ytmusic.login import from_browser  # noqa: PLC0415 - only `login` needs it

    return from_browser(connection, dialogue)


def _google(connection: Connection, dialogue: Dialogue) -> Mapping[str, str]:
    from exporter_ytmusic.login import from_google  # noqa: PLC0415 - same

    return from_google(connection, dialogue)


def _revoke(connection: Connection) -> bool:
    """End a login at Google. A browser's ends when its user logs out there, and nowhere else."""
    from exporter_ytmusic.google import revoke  # noqa: PLC0415 - only `logout` needs it

    return revoke(connection)


def _expires(login: Mapping[str, str]) -> str:
    from exporter_ytmusic.google import end_of  # noqa: PLC0415 - only a run needs it

    ends = end_of(login)
    return ends.isoformat() if ends else ""


def _sandbox(world: World) -> Mapping[str, ASGIApp]:
    from exporter_ytmusic.sandbox import lookalike  # noqa: PLC0415 - only the sandbox needs it

    return lookalike(world)
