"""X.509 client certificates of moto's registry, and the policies attached to them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID
from moto.iot.models import FakeCertificate, FakeThing, IoTBackend, iot_backends

from twin_local.execution.iot.mqtt.authentication.evidence import NotAuthenticated
from twin_local.execution.iot.mqtt.permissions import PolicyAuthority, Principal
from twin_local.iam.policy import Statement, read_policy

ACTIVE = "ACTIVE"
SUBJECT = {
    "Country": NameOID.COUNTRY_NAME,
    "Organization": NameOID.ORGANIZATION_NAME,
    "OrganizationalUnit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "State": NameOID.STATE_OR_PROVINCE_NAME,
    "CommonName": NameOID.COMMON_NAME,
    "SerialNumber": NameOID.SERIAL_NUMBER,
}


@dataclass(frozen=True)
class Certificates:
    """The certificates of one account and region."""

    account: str
    region: str

    @property
    def _backend(self) -> IoTBackend:
        backend: IoTBackend = iot_backends[self.account][self.region]
        return backend

    def trusted(self) -> list[str]:
        """Return the PEM of every certificate that a client may show or be issued by."""
        backend = self._backend
        own = list(backend.certificates.values())
        authorities = list(backend.ca_certificates.values())
        return [str(one.certificate_pem) for one in (*own, *authorities) if one.status == ACTIVE]

    def principal_of(self, certificate: bytes, client_id: str) -> Principal:
        """Return the principal of a certificate in DER.

        Raises:
            NotAuthenticated: it is not registered, or not active.
        """
        found = self.find(certificate)
        return Principal(
            identifier=found.certificate_id,
            authority=self.authority_of(found),
            variables=dict(self._variables(found, certificate, client_id)),
        )

    def find(self, certificate: bytes) -> FakeCertificate:
        """Return a registered certificate by its DER, whose SHA-256 is its id.

        Raises:
            NotAuthenticated: it is not registered, or not active.
        """
        identifier = hashlib.sha256(certificate).hexdigest()
        found = self._backend.certificates.get(identifier)
        if found is None or found.status != ACTIVE:
            raise NotAuthenticated(f"the certificate {identifier} is not registered and active")
        return found

    def authority_of(self, certificate: FakeCertificate) -> PolicyAuthority:
        """Return what decides for a certificate: its policies and those of its things' groups."""
        return PolicyAuthority(lambda: tuple(self._statements(certificate)))

    def is_attached(self, certificate: FakeCertificate, thing_name: str) -> bool:
        """Say whether a thing is attached to a certificate."""
        return (certificate.arn, thing_name) in self._backend.principal_things

    def _statements(self, certificate: FakeCertificate) -> Iterator[Statement]:
        if certificate.status != ACTIVE:
            return
        targets = {certificate.arn, *self._groups(certificate)}
        for (target, _), (_, policy) in list(self._backend.principal_policies.items()):
            if target in targets:
                yield from _read(str(policy.document), str(policy.name))

    def _groups(self, certificate: FakeCertificate) -> Iterator[str]:
        attached = {
            thing.arn
            for (principal, _), (_, thing) in list(self._backend.principal_things.items())
            if principal == certificate.arn
        }
        for group in list(self._backend.thing_groups.values()):
            if attached & group.things.keys():
                yield group.arn

    def _variables(
        self, certificate: FakeCertificate, der: bytes, client_id: str
    ) -> Iterator[tuple[str, str]]:
        yield "iot:certificateid", certificate.certificate_id
        subject = x509.load_der_x509_certificate(der).subject
        for name, oid in SUBJECT.items():
            if values := subject.get_attributes_for_oid(oid):
                yield f"iot:certificate.subject.{name}".lower(), str(values[0].value)
        attached = self.is_attached(certificate, client_id)
        yield "iot:connection.thing.isattached", str(attached).lower()
        if attached:
            yield from _of_thing(self._backend.principal_things[certificate.arn, client_id][1])


def _of_thing(thing: FakeThing) -> Iterator[tuple[str, str]]:
    """Yield the thing's variables: they are known where the client id is the thing's name."""
    yield "iot:connection.thing.thingname", thing.thing_name
    if thing.thing_type is not None:
        yield "iot:connection.thing.thingtypename", thing.thing_type.thing_type_name
    for name, value in (thing.attributes or {}).items():
        yield f"iot:connection.thing.attributes[{name}]".lower(), str(value)


@functools.lru_cache(maxsize=256)
def _read(document: str, name: str) -> tuple[Statement, ...]:
    return read_policy(document, name=name)
