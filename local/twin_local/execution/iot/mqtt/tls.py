"""The certificates of the MQTT port: an authority of our own, and what it issued to the server.

Clients trust `root-ca.pem` where for AWS they trust Amazon's root.
"""

from __future__ import annotations

import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from twin_local.execution.iot.mqtt.authentication.certificates import Certificates

ROOT = "root-ca.pem"
PROTOCOLS = ["x-amzn-mqtt-ca", "mqtt", "x-amzn-http-ca", "http/1.1"]
"""What IoT Core negotiates by ALPN."""

YEARS = 10
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Embedded AWS IoT root")])


class ServerIdentity:
    """Keys and certificates in a folder, made when they are not there."""

    def __init__(self, folder: Path, *, clients: Certificates) -> None:
        self.root = folder / ROOT
        self._root_key = folder / "root-ca.key"
        self._certificate = folder / "server.pem"
        self._clients = clients
        self._lock = threading.Lock()
        self._context: tuple[str, ssl.SSLContext] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        if not self._certificate.exists():
            self._create()

    def context(self) -> ssl.SSLContext:
        """Return the server's side of TLS, which asks clients for certificates of the registry.

        A registered certificate is trusted by itself (RegisterCertificateWithoutCA), whoever issued
        it; who shows one that is not registered is refused in the handshake.
        """
        trusted = "\n".join(sorted(self._clients.trusted()))
        with self._lock:
            if self._context is None or self._context[0] != trusted:
                self._context = trusted, self._build(trusted)
            return self._context[1]

    def issue(self, request: x509.CertificateSigningRequest) -> str:
        """Return the certificate (PEM) of a device's key, by its signing request.

        Raises:
            TypeError: the key is neither RSA nor of an elliptic curve.
        """
        key = request.public_key()
        if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
            raise TypeError("keys of devices are RSA or of an elliptic curve")
        signed = _builder(request.subject, key).sign(self._load_root_key(), hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM).decode()

    def _build(self, trusted: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._certificate)
        context.load_verify_locations(self.root)
        if trusted:
            context.load_verify_locations(cadata=trusted)
        context.verify_mode = ssl.CERT_OPTIONAL
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        context.set_alpn_protocols(PROTOCOLS)
        return context

    def _create(self) -> None:
        root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = _builder(NAME, root_key.public_key(), authority=True).sign(root_key, hashes.SHA256())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        names = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]
        )
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        certificate = (
            _builder(subject, key.public_key())
            .add_extension(names, critical=False)
            .add_extension(usage, critical=False)
            .sign(root_key, hashes.SHA256())
        )
        _write_private(self._root_key, _pem_of(root_key))
        self.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        _write_private(
            self._certificate,
            _pem_of(key) + certificate.public_bytes(serialization.Encoding.PEM),
        )

    def _load_root_key(self) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_pem_private_key(self._root_key.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{self._root_key} holds another kind of key than was written")
        return key


def _builder(
    subject: x509.Name, key: CertificateIssuerPublicKeyTypes, *, authority: bool = False
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(NAME)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write_private(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(data)
