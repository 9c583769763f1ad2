"""What answers at an address and is no Dask scheduler; a true one runs a study in test_studies_batch."""

import socket
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crosspark.governance.errors import BadInput
from crosspark.studies import cluster
from crosspark.studies.cluster import connected


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def refused(address):
    with pytest.raises(BadInput, match="no Dask scheduler answers there"), connected(address):
        pass


def test_who_accepts_and_says_nothing_is_no_scheduler(listener):
    refused(f"tcp://127.0.0.1:{listener.getsockname()[1]}")


def test_another_protocols_greeting_is_not_taken_for_a_length(listener):
    def greet():
        caller, _ = listener.accept()
        with caller:
            caller.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

    thread = threading.Thread(target=greet, daemon=True)
    thread.start()
    refused(f"127.0.0.1:{listener.getsockname()[1]}")
    thread.join(5)


@pytest.mark.parametrize("scheme", ["tcp", "http"])
def test_a_web_page_such_as_the_dashboard_is_no_scheduler(scheme):
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as page:
        threading.Thread(target=page.serve_forever, daemon=True).start()
        refused(f"{scheme}://127.0.0.1:{page.server_port}")
        page.shutdown()


@pytest.mark.parametrize("address", ["nonsense", "", "tcp://x:y", "127.0.0.1:1"])
def test_what_is_no_address_or_where_nobody_is(address):
    refused(address)
