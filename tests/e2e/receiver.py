"""The operator's web server, to which summaries are posted."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "shared with the receiver"


class Receiver:
    """Keeps every summary that is posted to it."""

    def __init__(self, port: int) -> None:
        self.posted: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.posted.append((dict(self.headers.items()), body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{port}/summaries"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def of(self, handoff: str) -> list[tuple[dict[str, str], bytes]]:
        """What was posted of one hand-over, headers and body."""
        return [each for each in self.posted if each[0]["Idempotency-Key"].startswith(handoff)]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
