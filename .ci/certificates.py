"""Certificates for tests, made by openssl: in a folder, each NAME.pem with NAME.key (mode 0600)."""

import subprocess
from pathlib import Path


class Certificates:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)

    def ca(self, name):
        self.openssl("req", "-x509", "-days", "2", *self.new_key(name), "-out", self.cert(name))

    def sign(self, name, ca, days=2):
        """For `localhost` and 127.0.0.1; of negative days its time is over."""
        request = self.folder / (name + ".csr")
        self.openssl("req", "-new", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                     *self.new_key(name), "-out", request)
        self.openssl("x509", "-req", "-in", request, "-copy_extensions", "copyall", "-days", days,
                     "-CA", self.cert(ca), "-CAkey", self.key(ca), "-CAcreateserial",
                     "-out", self.cert(name))

    def cert(self, name):
        return self.folder / (name + ".pem")

    def key(self, name):
        return self.folder / (name + ".key")

    def new_key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", "/CN=" + name, "-keyout", self.key(name))

    @staticmethod
    def openssl(*words):
        done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
