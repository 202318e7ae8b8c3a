"""Refusals: every answer that is not 2xx starts as one of these, in Google's envelope.

Texts and domains are those that clients recorded, HTML included; where nobody recorded any, those of the reference.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The answer is ``status`` with Google's error object.

    ``reason`` and ``domain`` are for programs; ``state`` is the name that newer errors have beside the number;
    ``where`` is the faulty part of the request and what kind of part that is (``("pageToken", "parameter")``).
    """

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        where: tuple[str, str] | None = None,
        state: str = "",
        short: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message
        self.domain = domain
        self.where = where
        self.state = state
        self.short = short or message

    def body(self) -> Json:
        """The JSON of the answer."""
        first = {"message": self.short, "domain": self.domain, "reason": self.reason}
        if self.where:
            first |= {"location": self.where[0], "locationType": self.where[1]}
        error: Json = {"code": self.status, "message": self.message, "errors": [first]}
        return {"error": {**error, "status": self.state} if self.state else error}


def bad_value(name: str, value: object) -> Refused:
    """A value of the wrong type or outside its bounds."""
    message = f"Invalid value at '{name}': {value!r:.60}"
    return Refused(400, "badRequest", message, where=(name, "parameter"), state="INVALID_ARGUMENT")


def bad_parameter(name: str, message: str) -> Refused:
    """A parameter that makes no sense."""
    return Refused(400, "invalidParameter", message, domain="youtube.parameter", where=(name, "parameter"))


def missing_parameter(message: str, name: str = "") -> Refused:
    """Something that must be said was not."""
    where = (name, "parameter")
    return Refused(400, "missingRequiredParameter", message, domain="youtube.parameter", where=where)


def playlist_not_found(name: str, domain: str = "youtube.playlistItem") -> Refused:
    """There is no such playlist, or not for us. ``name`` is the parameter that asked for it."""
    message = f"The playlist identified with the request's <code>{name}</code> parameter cannot be found."
    return Refused(404, "playlistNotFound", message, domain=domain, where=(name, "parameter"))


def aborted() -> Refused:
    """The service could not do it just now; nothing was changed (domain and state are second-hand)."""
    domain = "youtube.CoreErrorDomain"
    return Refused(409, "SERVICE_UNAVAILABLE", "The operation was aborted.", domain=domain, state="ABORTED")


def quota_exceeded() -> Refused:
    """The day's quota is spent."""
    link = '<a href="/youtube/v3/getting-started#quota">quota</a>'
    message = f"The request cannot be completed because you have exceeded your {link}."
    return Refused(403, "quotaExceeded", message, domain="youtube.quota")


def metric_exceeded(metric: str) -> Refused:
    """The same in the newer shape."""
    message = (
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} per day' of service 'youtube.googleapis.com' "
        "for consumer 'project_number:1'."
    )
    return Refused(429, "rateLimitExceeded", message)


def exhausted() -> Refused:
    """Too much of something at once."""
    message = "Resource has been exhausted (e.g. check quota)."
    return Refused(429, "rateLimitExceeded", message, state="RESOURCE_EXHAUSTED")


def not_authenticated() -> Refused:
    """The access token is unknown, expired or revoked."""
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    where = ("Authorization", "header")
    return Refused(401, "authError", message, where=where, state="UNAUTHENTICATED", short="Invalid Credentials")


def no_channel() -> Refused:
    """The Google account has no YouTube channel."""
    where = ("Authorization", "header")
    return Refused(401, "youtubeSignupRequired", "Unauthorized", domain="youtube.header", where=where)


def insufficient_scope() -> Refused:
    """The access token was not granted for this."""
    message = "Request had insufficient authentication scopes."
    short = "Insufficient Permission"
    return Refused(403, "insufficientPermissions", message, state="PERMISSION_DENIED", short=short)


def not_enabled() -> Refused:
    """The project has not switched the API on."""
    message = (
        "YouTube Data API v3 has not been used in project 1 before or it is disabled. Enable it by visiting "
        "https://console.developers.google.com/apis/api/youtube.googleapis.com/overview?project=1 then retry. If you "
        "enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
    )
    return Refused(403, "accessNotConfigured", message, domain="usageLimits", state="PERMISSION_DENIED")


def by_status(status: int, reason: str = "") -> Refused:
    """What a failure looks like that has nothing to do with the request."""
    known = {
        401: not_authenticated(),
        409: aborted(),
        429: exhausted(),
        500: Refused(500, "internalError", "Internal error encountered.", state="INTERNAL"),
        503: Refused(503, "backendError", "The service is currently unavailable.", state="UNAVAILABLE"),
        **({403: quota_exceeded()} if reason == "quotaExceeded" else {}),
    }
    usual = known.get(status) or Refused(status, "backendError" if status > 500 else "badRequest", "Backend Error")  # noqa: PLR2004 - HTTP's server errors
    usual.reason = reason or usual.reason
    return usual
