"""What the service says in the language asked for, where a client may depend on it.

Everything else on a page stays English here: no client reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Words:
    """Titles of the shelves, the words for one item of each, and the title of a row whose song was deleted."""

    songs: str
    videos: str
    song: str
    video: str
    deleted: str


ENGLISH = Words("Songs", "Videos", "Song", "Video", "Song deleted")
WORDS = {
    "ar": Words("الأغاني", "الفيديوهات", "أغنية", "فيديو", "تم حذف الأغنية"),
    "cs": Words("Skladby", "Videa", "Skladba", "Video", "Skladba smazána"),
    "de": Words("Titel", "Videos", "Titel", "Video", "Titel gelöscht"),
    "en": ENGLISH,
    "es": Words("Canciones", "Vídeos", "Canción", "Vídeo", "Canción eliminada"),
    "fr": Words("Titres", "Vidéos", "Titre", "Vidéo", "Titre supprimé"),
    "hi": Words("गाने", "वीडियो", "गीत", "वीडियो", "गाना मिटाया गया"),
    "it": Words("Brani", "Video", "Brano", "Video", "Brano eliminato"),
    "ja": Words("曲", "動画", "曲", "動画", "曲は削除されました"),
    "ko": Words("노래", "동영상", "노래", "동영상", "삭제된 노래"),
    "nl": Words("Nummers", "Video's", "Nummer", "Video", "Nummer verwijderd"),
    "pt": Words("Músicas", "Vídeos", "Música", "Vídeo", "Música excluída"),
    "ru": Words("Треки", "Видео", "Песня", "Видео", "Песня удалена"),
    "tr": Words("Şarkılar", "Videolar", "Şarkı", "Video", "Şarkı silindi"),
    "ur": Words("نغمے", "ویڈیوز", "نغمہ", "ویڈیو", "نغمہ حذف ہو گیا"),
    "zh_CN": Words("歌曲", "视频", "歌曲", "视频", "歌曲已删除"),
    "zh_TW": Words("歌曲", "影片", "歌曲", "影片", "歌曲已刪除"),
}


def words(language: str) -> Words:
    """The words of a language; English for one that the service does not speak."""
    return localised(WORDS, language) or ENGLISH


def localised(by_language: Mapping[str, V], language: str) -> V | None:
    """What there is for ``ja``, ``de-AT`` or ``zh_CN``: for exactly that, else for the language as such."""
    exact = language.replace("-", "_")
    return next((by_language[one] for one in (exact, exact.partition("_")[0]) if one in by_language), None)
