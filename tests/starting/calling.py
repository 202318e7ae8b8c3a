"""Calls the ``exporter`` of ``beside.py`` through its socket: ``calling.py SOCKET WORDS...``."""

import json
import os
import socket
import sys

with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    call = {"words": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}  # noqa: PTH109 - starts sooner
    socket.send_fds(server, [json.dumps(call).encode()], [0, 1, 2])
    server.sendall(b"\n")
    sys.exit(int(server.recv(16)))
