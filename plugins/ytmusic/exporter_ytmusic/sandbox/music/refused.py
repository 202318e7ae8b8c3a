"""Refusals: every answer that is not what was asked for starts as one of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The answer is ``status`` with the JSON ``body``. The service refuses with HTTP 200 as well."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


REASONS = {
    400: ("badRequest", "INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: ("unauthorized", "UNAUTHENTICATED", "You must be signed in to perform this operation."),
    403: ("forbidden", "PERMISSION_DENIED", "The caller does not have permission"),
    404: ("notFound", "NOT_FOUND", "Requested entity was not found."),
    405: ("methodNotAllowed", "UNIMPLEMENTED", "Method not allowed."),
    409: ("aborted", "ABORTED", "The operation was aborted."),
    429: ("rateLimitExceeded", "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    500: ("backendError", "INTERNAL", "Internal error encountered."),
    503: ("backendError", "UNAVAILABLE", "The service is currently unavailable."),
}
UNKNOWN = ("backendError", "UNKNOWN", "Unknown error.")


def error(status: int, message: str = "", *, reason: str = "", name: str = "") -> dict[str, Any]:
    """Google's error body. What is not said is what goes with ``status``."""
    usual_reason, usual_name, usual_message = REASONS.get(status, UNKNOWN)
    said = message or usual_message
    one = {"message": said, "domain": "global", "reason": reason or usual_reason}
    return {"error": {"code": status, "message": said, "errors": [one], "status": name or usual_name}}


def refused(status: int, message: str = "") -> Refused:
    """A refusal in Google's words."""
    return Refused(status, error(status, message))


def precondition() -> Refused:
    """What a video meets that cannot be added, and with it the whole request."""
    body = error(400, "Precondition check failed.", reason="failedPrecondition", name="FAILED_PRECONDITION")
    return Refused(400, body)


def failed(*dialogs: Mapping[str, Any]) -> Refused:
    """An edit that was not made, said with HTTP 200; ``dialogs`` ask the person what to do."""
    return Refused(200, {"status": "STATUS_FAILED", **({"actions": list(dialogs)} if dialogs else {})})
