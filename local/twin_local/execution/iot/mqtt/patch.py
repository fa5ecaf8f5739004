"""Make moto's IoT lead to the broker: its addresses, and certificates that can be shown to it."""

from __future__ import annotations

from collections.abc import Callable

from cryptography import x509
from moto.core.config import default_user_config
from moto.iot.exceptions import InvalidRequestException
from moto.iot.models import FakeCertificate, FakeEndpoint, IoTBackend

from twin_local.execution.iot.mqtt.authorizers import patch as authorizers_patch
from twin_local.execution.iot.mqtt.tls import ServerIdentity
from twin_local.execution.patching import original, replace

LED_HERE = ("iot:Data", "iot:Data-ATS", "iot:CredentialProvider")


def install(*, identity: ServerIdentity, address: Callable[[], str]) -> None:
    """Replace what addresses and certificates are; `address` returns host and port of MQTT."""
    describe = original(IoTBackend, "describe_endpoint")

    def describe_endpoint(backend: IoTBackend, endpoint_type: str) -> FakeEndpoint:
        found: FakeEndpoint = describe(backend, endpoint_type)
        if endpoint_type in LED_HERE:
            found.endpoint = address()
        return found

    def create_certificate_from_csr(
        backend: IoTBackend, csr: str, set_as_active: bool
    ) -> FakeCertificate:
        """Certify the key of the request; moto certifies one that nobody has."""
        try:
            pem = identity.issue(x509.load_pem_x509_csr(csr.encode()))
        except (ValueError, TypeError) as error:
            raise InvalidRequestException("The certificate signing request is invalid") from error
        certificate: FakeCertificate = backend.register_certificate(
            pem,
            ca_certificate_pem=None,
            set_as_active=set_as_active,
            status="ACTIVE" if set_as_active else "INACTIVE",
        )
        return certificate

    default_user_config["iot"]["use_valid_cert"] = True  # ids as of AWS: SHA-256 of the DER
    replace(IoTBackend, "describe_endpoint", describe_endpoint)
    replace(IoTBackend, "create_certificate_from_csr", create_certificate_from_csr)
    authorizers_patch.install()
