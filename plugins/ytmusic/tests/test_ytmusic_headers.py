"""What people copy out of browsers, in every form that browsers have for it, is the same login."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

import pytest
from exporter_ytmusic.headers import secrets_in
from hypothesis import example, given
from hypothesis import strategies as st

from exporter.errors import LoginError

Headers = Mapping[str, str]

COOKIE = "YSC=abc; __Secure-3PAPISID=sap/isid-1; SID=g.a000; PREF=tz=Asia.Tokyo&f4=4000000"
LOGIN = {"cookie": COOKIE, "x-goog-authuser": "1", "user-agent": "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/145"}
SECRETS = {"cookie": COOKIE, "authuser": "1", "user_agent": LOGIN["user-agent"]}
NOISE = {
    "accept": "*/*",
    "authorization": "SAPISIDHASH 1700000000_abcdef SAPISID1PHASH 1700000000_abcdef",
    "content-type": "application/json",
    "origin": "https://music.youtube.com",
    "x-client-data": "CJW2yQEIprbJAQ==",
    "x-goog-visitor-id": "Cgt%3D",
}
BODY = (
    '{"context":{"client":{"hl":"en"}},"browseId":"FEmusic_home","note":"it\'s \\"quoted\\" $HOME `x` %PATH% ^ \\\\"}'
)
URL = "https://music.youtube.com/youtubei/v1/browse?prettyPrint=false&x=%20"


def merged(headers: Headers) -> dict[str, str]:
    """The login in the middle of everything else."""
    rows = [*NOISE.items()]
    return dict([*rows[:3], *headers.items(), *rows[3:]])


def firefox(headers: Headers) -> str:
    titled = (f"{name.title()}: {value}" for name, value in merged(headers).items())
    return "\r\n".join(["POST /youtubei/v1/browse?prettyPrint=false HTTP/2", "Host: music.youtube.com", *titled])


def chrome(headers: Headers) -> str:
    """Names and values on lines of their own; below x-client-data stands what it decodes to."""
    lines = [":authority", "music.youtube.com", ":method", "POST"]
    for name, value in merged(headers).items():
        lines += [name, value]
        if name == "x-client-data":
            lines += [
                "Decoded:",
                "message ClientVariations {",
                "  // Active IDs.",
                "  repeated int32 id = [3300118];",
                "}",
            ]
    return "\n".join(lines)


def older_chrome(headers: Headers) -> str:
    return "\n".join([":authority:", "music.youtube.com", *(f"{n}:\n{v}" for n, v in merged(headers).items())])


def oldest_chrome(headers: Headers) -> str:
    return "\n".join([":authority: music.youtube.com", *(f"{n}: {v}" for n, v in merged(headers).items())])


def safari(headers: Headers) -> str:
    lines = ["Summary", f"URL: {URL}", "Status: 200", "", "Request", "POST /youtubei/v1/browse HTTP/1.1"]
    response = ["", "Response", ":status: 200", "Set-Cookie: YSC=other; path=/", "Server: scaffolding"]
    return "\n".join([*lines, *(f"{n.title()}: {v}" for n, v in merged(headers).items()), *response])


def quoted(text: str) -> str:
    """As bash takes it, in the way of the browsers: $'…' where something needs an escape."""
    if re.search(r"[^ -~]|!|'", text):
        escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        return "$'" + re.sub(r"[^ -~]|!", lambda found: f"\\u{ord(found[0]):04x}", escaped) + "'"
    return f"'{text}'"


def curl_bash(headers: Headers) -> str:
    rows = (f"-H {quoted(f'{n}: {v}')}" for n, v in merged(headers).items())
    return " \\\n  ".join([f"curl {quoted(URL)}", *rows, "--compressed", f"--data-raw {quoted(BODY)}"])


def curl_bash_with_cookies_apart(headers: Headers) -> str:
    """As Chrome does since 2024."""
    rows = (f"-b {quoted(v)}" if n == "cookie" else f"-H {quoted(f'{n}: {v}')}" for n, v in merged(headers).items())
    return " \\\n  ".join([f"curl {quoted(URL)}", *rows, f"--data-raw {quoted(BODY)}"])


def careted(text: str) -> str:
    """As cmd takes it, in the way of Chrome: everything odd gets a caret."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    inner = re.sub(r"[^a-zA-Z0-9\s_\-:=+~'/.',?;()*`]", lambda found: f"^{found[0]}", inner)
    return f'^"{inner}^"'


def curl_cmd(headers: Headers) -> str:
    rows = (f"-H {careted(f'{n}: {v}')}" for n, v in merged(headers).items())
    return " ^\r\n  ".join([f"curl {careted(URL)}", *rows, f"--data-raw {careted(BODY)}"])


def fetch_node(headers: Headers) -> str:
    options = {"headers": merged(headers), "referrer": "https://music.youtube.com/", "body": BODY, "method": "POST"}
    return f'fetch("{URL}", {json.dumps(options, indent=2)});'


def har_request(headers: Headers) -> dict[str, object]:
    rows = [{"name": name.title(), "value": value} for name, value in merged(headers).items()]
    return {"method": "POST", "url": URL, "headers": rows, "cookies": []}


def har(headers: Headers) -> str:
    guest = {"request": har_request({"x-goog-authuser": "0"})}
    foreign = {"request": {**har_request({**LOGIN, "cookie": "__Secure-3PAPISID=x"}), "url": "https://example.com/"}}
    return json.dumps({"log": {"entries": [guest, foreign, {"request": har_request(headers)}, guest]}})


def one_request_of_a_har(headers: Headers) -> str:
    return json.dumps(har_request(headers), indent=1)


def ytmusicapi_file(headers: Headers) -> str:
    return json.dumps(merged(headers), indent=4, sort_keys=True)


FORMS = (
    firefox,
    chrome,
    older_chrome,
    oldest_chrome,
    safari,
    curl_bash,
    curl_bash_with_cookies_apart,
    curl_cmd,
    fetch_node,
    har,
    one_request_of_a_har,
    ytmusicapi_file,
)
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
Form = Callable[[Headers], str]

values = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=";"), min_size=1, max_size=20)
cookies = st.tuples(values, values).map(lambda pair: f"A={pair[0]}; __Secure-3PAPISID={pair[1]}; B=1")
agents = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1).map(str.strip)


@every_form
def test_the_login_is_found_and_nothing_else_is_kept(form: Form) -> None:
    assert secrets_in(form(LOGIN)) == SECRETS


@every_form
def test_a_brand_account_is_kept_by_its_page_id(form: Form) -> None:
    page = "109876543210987654321"
    assert secrets_in(form({**LOGIN, "x-goog-pageid": page})) == {**SECRETS, "user": page}


@every_form
@given(cookie=cookies, agent=agents.filter(bool))
@example(cookie='A=^"^%^^; __Secure-3PAPISID=^; B=1', agent='^" ^')
@example(cookie="A='\"\\!$`%&|<>; __Secure-3PAPISID=\\'\"; B=1", agent='it\'s \\n \\\\ "x" $HOME !')
def test_every_character_comes_through(form: Form, cookie: str, agent: str) -> None:
    found = secrets_in(form({"cookie": cookie, "x-goog-authuser": "0", "user-agent": agent}))
    assert found == {"cookie": cookie, "authuser": "0", "user_agent": agent}


@every_form
def test_a_guest_is_told_so(form: Form) -> None:
    with pytest.raises(LoginError, match="nobody was logged in"):
        secrets_in(form({**LOGIN, "cookie": "YSC=abc; PREF=x"}))


@every_form
def test_a_copy_without_cookies_is_told_so(form: Form) -> None:
    without = {name: value for name, value in LOGIN.items() if name != "cookie"}
    with pytest.raises(LoginError, match="no cookie") as caught:
        secrets_in(form(without))
    assert "sensitive data" in caught.value.hint


@every_form
def test_a_request_of_something_else_is_told_so(form: Form) -> None:
    without = {name: value for name, value in LOGIN.items() if name != "x-goog-authuser"}
    with pytest.raises(LoginError, match="x-goog-authuser") as caught:
        secrets_in(form(without))
    assert "music.youtube.com" in caught.value.hint


def test_older_commands_for_windows_are_read() -> None:
    rows = "".join(f' ^\r\n  -H "{name}: {value}"' for name, value in merged(LOGIN).items())
    assert secrets_in(f'curl "{URL}"{rows} ^\r\n  --compressed') == SECRETS


def test_a_browser_without_a_name_is_fine() -> None:
    without = {name: value for name, value in LOGIN.items() if name != "user-agent"}
    assert "user_agent" not in secrets_in(firefox(without))


def test_a_cookie_in_pieces_is_put_together() -> None:
    text = "Cookie: A=1\nCookie: __Secure-3PAPISID=x\nX-Goog-AuthUser: 0"
    assert secrets_in(text)["cookie"] == "A=1; __Secure-3PAPISID=x"


def test_what_no_browser_sends_is_refused() -> None:
    with pytest.raises(LoginError, match="characters"):
        secrets_in(firefox({**LOGIN, "cookie": COOKIE + "; ü=…"}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "{",
        "[1, 2",
        "{}",
        "[]",
        "null",
        '{"log": 5}',
        '{"log": {"entries": 5}}',
        '{"log": {"entries": [5, null, {"request": 7}, {"request": {"url": "https://music.youtube.com/"}}]}}',
        '{"headers": 5}',
        '{"cookie": 5}',
        '[{"name": 1, "value": 2}, {"name": "cookie"}]',
        "[" * 100_000,
        "curl ",
        "curl 'unclosed",
        'curl ^"unclosed',
        "curl 'x' -H",
        "curl -H -b -A",
        "fetch(",
        "fetch('x', {",
        'fetch("x", {"headers": null})',
        "cookie",
        "cookie:",
        "cookie\ncookie\ncookie",
        "hello",
        "\x1b[31mcookie: x",
    ],
)
def test_nonsense_is_no_login(text: str) -> None:
    with pytest.raises(LoginError) as caught:
        secrets_in(text)
    assert "Copy the headers of a request" in caught.value.hint


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
def test_whatever_is_pasted_is_a_login_or_a_clear_error(text: str) -> None:
    for start in ("", "curl ", "curl ^", "{", "[", "fetch(", "cookie: ", "cookie\n"):
        with pytest.raises(LoginError):
            secrets_in(start + text)


def test_nothing_of_a_login_is_in_the_error() -> None:
    text = firefox({"cookie": "SID=very-secret-value", "x-goog-authuser": "0"})
    with pytest.raises(LoginError) as caught:
        secrets_in(text)
    assert "very-secret-value" not in f"{caught.value.message} {caught.value.hint}"
