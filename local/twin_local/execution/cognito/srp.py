"""The arithmetic of the Secure Remote Password protocol as user pools speak it, server's side.

SRP-6a (RFC 5054) in the 3072-bit group of RFC 3526 with SHA-256. Numbers are hashed as big-endian
two's complement, so with a leading zero byte when the highest bit is set. The proof is not RFC
5054's M1 but an HMAC with a key that HKDF derives of the shared secret.
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
    "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33"
    "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864"
    "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2"
    "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
GENERATOR = 2
KEY_INFO, KEY_BYTES = b"Caldera Derived Key", 16


def signed_bytes(number: int) -> bytes:
    """Return a number that is not negative as the shortest two's complement, big-endian."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _digest(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


MULTIPLIER = _digest(signed_bytes(PRIME), signed_bytes(GENERATOR))


@dataclass(frozen=True)
class Identity:
    """Whose password it is: the part of the pool's id after the region, and `USER_ID_FOR_SRP`."""

    pool_name: str
    user_id: str

    def verifier(self, password: str, salt: int) -> int:
        """Return what the server keeps instead of the password."""
        text = f"{self.pool_name}{self.user_id}:{password}".encode()
        exponent = _digest(signed_bytes(salt), hashlib.sha256(text).digest())
        return pow(GENERATOR, exponent, PRIME)

    def proof(self, key: bytes, secret_block: bytes, timestamp: str) -> bytes:
        """Return the `PASSWORD_CLAIM_SIGNATURE` of who has the key."""
        claim = self.pool_name.encode() + self.user_id.encode() + secret_block + timestamp.encode()
        return hmac.digest(key, claim, "sha256")


@dataclass(frozen=True)
class ServerShare:
    """The server's part of an exchange: the verifier and a random exponent."""

    verifier: int
    secret: int

    @property
    def public(self) -> int:
        """`SRP_B`."""
        return (MULTIPLIER * self.verifier + pow(GENERATOR, self.secret, PRIME)) % PRIME

    def key(self, client_public: int) -> bytes:
        """Return the key that both sides have when the client knew the password.

        Raises:
            ValueError: `client_public` is a multiple of the prime, the key would be known to all.
        """
        if client_public % PRIME == 0:
            raise ValueError("SRP_A is a multiple of the prime")
        scrambler = _digest(signed_bytes(client_public), signed_bytes(self.public))
        base = client_public * pow(self.verifier, scrambler, PRIME) % PRIME
        shared = pow(base, self.secret, PRIME)
        derive = HKDF(SHA256(), KEY_BYTES, salt=signed_bytes(scrambler), info=KEY_INFO)
        return derive.derive(signed_bytes(shared))
