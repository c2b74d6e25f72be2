"""The platform's port: taken before anything is prepared, and asked until /healthz says that all is well."""

import errno
import http.client
import json
import socket
from urllib.parse import urlsplit

from musicprize.supervisor.problems import CannotRun

BACKLOG = 2048
ASK_SECONDS = 1.5
EXPLAIN_SECONDS = 5.0


def listen(host: str, port: int) -> socket.socket:
    """Take HOST:PORT (0: any free port) for the web server to inherit. Raises CannotRun when it cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as problem:
        listener.close()
        raise CannotRun(_refusal(host, port, problem)) from problem
    return listener


def _refusal(host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is already in use: choose another one, for example make run PORT={port + 1}."
    if problem.errno == errno.EACCES:
        return f"Port {port} may not be used by this account: choose one above 1023, for example make run PORT=8000."
    return f"The address {host}:{port} cannot be used ({problem.strerror}): check HOST and PORT."


class HealthProbe:
    """Asks /healthz of the platform on this machine, under the name by which it is known outside."""

    def __init__(self, port: int, base_url: str, host: str = "127.0.0.1") -> None:
        self._port = port
        self._host = "127.0.0.1" if host in ("", "0.0.0.0") else "::1" if host == "::" else host
        url = urlsplit(base_url)
        self._headers = {"Host": url.netloc, "X-Forwarded-Proto": url.scheme, "Accept": "application/json"}

    def ask(self) -> bool:
        """Whether everything works now; a second and a half without an answer is a no."""
        try:
            return self._get(ASK_SECONDS)[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def explain(self) -> str:
        """What /healthz says is missing, as a sentence."""
        try:
            status, body = self._get(EXPLAIN_SECONDS)
        except (OSError, http.client.HTTPException) as problem:
            return f"The platform did not get ready: /healthz does not answer ({problem})."
        try:
            wrong = {name: answer for name, answer in json.loads(body).items() if answer is not True}
        except ValueError:
            return f"The platform did not get ready: /healthz answers with status {status}."
        told = "; ".join(f"{name}: {answer}" for name, answer in wrong.items())
        return f"The platform did not get ready: {told or f'/healthz answers with status {status}'}."

    def _get(self, seconds: float) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=seconds)
        try:
            connection.request("GET", "/healthz", headers=self._headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
