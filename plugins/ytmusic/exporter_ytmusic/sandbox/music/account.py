"""The menu behind the account's picture, which tells as whom one is logged in."""

from __future__ import annotations

from exporter_ytmusic.sandbox.music.call import Call
from exporter_ytmusic.sandbox.music.tracks import Json, text


def account_menu(call: Call) -> Json:
    """POST account/account_menu. A guest's menu has no header."""
    header = {"header": {"activeAccountHeaderRenderer": _header(call)}} if call.caller.signed_in else {}
    popup = {"multiPageMenuRenderer": {**header, "sections": []}}
    return {"actions": [{"openPopupAction": {"popup": popup, "popupType": "DROPDOWN"}}]}


def _header(call: Call) -> Json:
    name = call.caller.name
    handle = {"channelHandle": text(f"@{name.replace(' ', '').lower()}")} if call.switches.channel else {}
    photo = {"thumbnails": [{"url": "https://yt3.ggpht.example/account.jpg", "width": 88, "height": 88}]}
    return {"accountName": text(name), **handle, "accountPhoto": photo}
