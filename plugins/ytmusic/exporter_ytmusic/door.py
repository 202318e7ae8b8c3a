"""A browser's login at work: what is asked with it, and whether it still is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from exporter import Account, Connection
from exporter_ytmusic import answers
from exporter_ytmusic.answers import Json
from exporter_ytmusic.clients import Clients, SignedIn
from exporter_ytmusic.errors import logged_out, nonsense, translated

T = TypeVar("T")


class Door:
    """The door to one account.

    YouTube Music does not say when a login has died, it answers as to a guest: an own playlist is somebody else's then,
    and the library is empty. Every answer is looked at for that (see ``SignedIn``), and the account can be asked for.
    """

    def __init__(self, connection: Connection, clients: Clients) -> None:
        """Ask nothing yet."""
        self._connection = connection
        self._clients = clients
        self._proved = False

    def ask(self, about: str, call: Callable[[SignedIn], T]) -> T:
        """What the client gives for a call; whatever goes wrong leaves as one of our errors."""
        with translated(self._connection, about):
            return call(self._clients.signed_in())

    @property
    def last(self) -> Json:
        """The last answer as it came, empty when there was none."""
        return self._clients.signed_in().answer

    def account(self) -> Account:
        """Who we are, asked anew: a guest cannot answer.

        Raises:
            LoginError: nobody is logged in.
        """
        about = "your account"
        answer = self.ask(about, lambda client: client.send("account/account_menu", {}))
        found = answers.account(answer)
        if found is None:
            raise logged_out() if answers.is_menu(answer) else nonsense(about)
        self._proved = True
        return found

    def prove(self) -> None:
        """Make sure, once in a run, that somebody is logged in.

        Raises:
            LoginError: nobody is.
        """
        if not self._proved:
            self.account()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._connection.sleep(seconds)
