"""The signing key of each user pool, kept in the state folder."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt.algorithms import RSAAlgorithm

KEY_BITS = 2048


@dataclass(frozen=True)
class PoolKey:
    """An RSA key with its id."""

    key: RSAPrivateKey
    key_id: str

    def public_jwk(self) -> dict[str, Any]:
        """Return the public part as a JSON Web Key."""
        jwk: dict[str, Any] = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        jwk.pop("key_ops", None)
        return {**jwk, "kid": self.key_id, "alg": "RS256", "use": "sig"}

    def secret(self, purpose: bytes) -> bytes:
        """Return 32 bytes that only the pool knows, others for each purpose."""
        private = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return HKDF(SHA256(), 32, salt=None, info=purpose).derive(private)

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a token with these claims."""
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.key_id})


class PoolKeys:
    """Makes a key at the first use of a pool and keeps it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._keys: dict[str, PoolKey] = {}

    def of(self, pool_id: str) -> PoolKey:
        """Return the key of a pool."""
        with self._lock:
            if pool_id not in self._keys:
                self._keys[pool_id] = _load_or_make(self._folder / f"{Path(pool_id).name}.pem")
            return self._keys[pool_id]


def _load_or_make(path: Path) -> PoolKey:
    if not path.exists():
        made = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        pem = made.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(pem)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return PoolKey(key, hashlib.sha256(public).hexdigest()[:43])
