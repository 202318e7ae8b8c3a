"""What the columns of tables and the keys of documents are called, in many spellings and languages. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Column(NamedTuple):
    """What a column holds: a ``field`` of a song, or (``id``) tracks of a ``service`` as the header names it.

    ``many`` says that names in it are separated by commas, too; ``unit`` is that of a length in seconds, 0 if unsaid.
    """

    field: str
    service: str = ""
    many: bool = False
    unit: float = 0.0


NAMES = {
    "title": """title | track | track name | track title | trackname | song | song name | song title | name | titel
        | songtitel | liedtitel | lied | titre | nom du titre | nom de la piste | morceau | chanson | titulo | cancion
        | nombre de la cancion | nombre de la pista | nome da faixa | faixa | musica | nome da musica | titolo | brano
        | canzone | nome della traccia | nome del brano | nummer | nummernaam | tracknaam | latnamn | latens namn
        | lattitel | tytul | utwor | piosenka | nazwa utworu | sarki | sarki adi | название | название трека | трек
        | песня | композиция | 曲名 | 曲 | 楽曲 | 楽曲名 | タイトル | トラック名 | トラック | 歌名
        | 歌曲 | 歌曲名 | 歌曲名称 | 曲目 | 标题 | 標題 | 곡명 | 곡 | 제목 | 노래""",
    "artist": """artist | artist name | track artist | performer | singer | band | by | creator | author | channel
        | channel name | channel title | kunstler | kunstlername | interpret | nom de l artiste | artiste | interprete
        | nombre del artista | nome do artista | artista | cantante | nome dell artista | artiest | naam van artiest
        | uitvoerder | artistnamn | artistens namn | wykonawca | sanatci | sanatci adi | исполнитель | артист
        | アーティスト | アーティスト名 | 歌手 | 歌手名 | 演唱者 | 艺人 | 艺术家 | 藝人 | 가수 | 아티스트""",
    "artists": """artists | artist names | artists names | artists name | performers | artistes | artistas | artisti
        | artiesten | kunstlernamen | interpreten | artister | исполнители""",
    "album": """album | album name | album title | albumname | albumtitel | release | release name | nom de l album
        | nombre del album | nome do album | nome dell album | naam van album | albumets namn | albumnamn
        | альбом | アルバム | アルバム名 | 专辑 | 專輯 | 专辑名 | 앨범""",
    "duration": """duration | length | time | track duration | track length | song duration | dauer | lange
        | track dauer | duree | duree du titre | duracion | duracion de la cancion | duracao | duracao da faixa | durata
        | durata della traccia | duur | nummerduur | langd | latlangd | czas | sure | длительность | 時間 | 長さ
        | 再生時間 | トラックの長さ | 时长 | 時長 | 재생 시간 | duration ms | track duration ms
        | length ms | milliseconds | millis | duration seconds | length seconds | seconds
        | duration s | duration sec""",
    "isrc": "isrc | isrc code | isrcs | track isrc",
    "mbid": """mbid | recording mbid | musicbrainz id | musicbrainz recording id | musicbrainz trackid
        | musicbrainz track id | musicbrainz recordingid""",
    "year": """year | release date | release year | album release date | released | jahr | erscheinungsjahr
        | veroffentlichungsdatum des albums | annee | date de sortie | date de sortie de l album | ano
        | fecha de lanzamiento del album | data de lancamento do album | anno | data di rilascio dell album | jaar
        | releasedatum van het album | ar | albumets releasedatum | год | 年
        | 発売日 | 発売年 | アルバム発売日 | 年份""",
    "link": """link | url | uri | href | location | track uri | track url | track link | song uri | song url | song link
        | video url | video link | external url | share url | permalink | trackuri | uri du titre | uri de la cancion
        | uri da faixa | uri della traccia | nummer uri | lat uri | latens uri | トラックuri""",
    "playlist": "playlist | playlist name | playlist title | list name | nom de la playlist | playlistname",
    "type": "type",
    "aka": "aka | also known as | other titles | alternative title | alternate title",
    "artist_aka": "artist aka | other names of the artist",
    "from": "from | anime | show | series | film | movie | game | アニメ | 作品",
    "version": "version",
    "note": "note | notes | comment | comments | kommentar | commentaire | comentario | メモ | 備考",
}

ID = re.compile("(.+?) (?:track |song |video |recording )?(?:id|uri|url|link)")
OTHER_THINGS = (
    *(
        "added",
        "album",
        "art",
        "artist",
        "artists",
        "artwork",
        "channel",
        "cover",
        "created",
        "genre",
        "image",
        "label",
    ),
    *("local", "owner", "playlist", "preview", "recording", "release", "row", "song", "thumbnail", "track"),
    *("user", "video"),
)
"""What else has IDs and addresses; a service's name begins with none of these words."""
OWN = re.compile("([a-z][a-z0-9_-]*) (id|url)")
"""The headers that we write ourselves."""
MILLISECONDS = re.compile(r"(?<![a-z])(?:ms|msecs?|millis\w*)(?![a-z])|ミリ秒|毫秒", re.IGNORECASE)
SECONDS = re.compile(r"\((?:s|secs?)\)|seconds|(?<![a-z])s$|(?<![a-z])secs?(?![a-z])|(?<!ミリ)秒", re.IGNORECASE)
BRACKETS = re.compile(r"\(\w{1,4}\)")
"""The plural of "Artist Name(s)", the unit of "Duration (ms)"."""
CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")


@lru_cache(1024)
def column(header: str) -> Column | None:
    """What the column or key called ``header`` holds; None when nothing that we know."""
    normal = unicodedata.normalize("NFKC", header)
    words = BRACKETS.sub(" ", normal)
    spellings = (_plain(words), _plain(CAMEL.sub(" ", words)))
    field = next((FIELDS[name] for name in spellings if name in FIELDS), "")
    if not field:
        own = OWN.fullmatch(header)
        return _holding(own[1], own[2]) if own else next(filter(None, map(_service, spellings)), None)
    if field == "duration":
        return Column(field, unit=_unit(header))
    return Column(field, many=field == "artists" or (field == "artist" and words != normal))


def _service(name: str) -> Column | None:
    found = ID.fullmatch(name)
    if not found or found[1] in FIELDS or found[1].split()[0] in OTHER_THINGS:
        return None
    return _holding(found[1], name.rpartition(" ")[2])


def _holding(service: str, what: str) -> Column:
    return Column("link" if what in {"url", "link"} else "id", service)


def _unit(header: str) -> float:
    if MILLISECONDS.search(header):
        return 0.001
    return 1.0 if SECONDS.search(header) else 0.0


def _plain(header: str) -> str:
    """A header in small letters without accents, its words one blank apart."""
    apart = unicodedata.normalize("NFKD", header).casefold()
    bare = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", apart))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


FIELDS = {_plain(name): field for field, names in NAMES.items() for name in names.split("|")}
