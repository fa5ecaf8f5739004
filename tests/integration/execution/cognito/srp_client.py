"""The user's side of USER_SRP_AUTH, as the public clients of Amazon Cognito do it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

N_HEX = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
)
N = int(N_HEX, 16)


def pad(text: str) -> str:
    """Return hexadecimal digits in whole bytes, the first of them below 0x80."""
    even = text if len(text) % 2 == 0 else f"0{text}"
    return f"00{even}" if even[0] in "89abcdefABCDEF" else even


def hashed(text: str) -> str:
    return hashlib.sha256(bytes.fromhex(text)).hexdigest()


def secret_hash(username: str, client_id: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), (username + client_id).encode(), "sha256").digest()
    return base64.b64encode(digest).decode()


@dataclass
class SrpClient:
    """One sign-in of a user of a pool."""

    idp: Any
    pool_id: str
    client_id: str
    username: str
    password: str
    secret: str = ""
    small_a: int = field(default_factory=lambda: secrets.randbits(1024))

    @property
    def srp_a(self) -> str:
        return f"{pow(2, self.small_a, N):x}"

    def sign_in(self) -> Any:
        """Return the answer to the proof."""
        return self.respond(self.answers(self.begin()))

    def begin(self) -> dict[str, str]:
        parameters = {"USERNAME": self.username, "SRP_A": self.srp_a, **self._hash(self.username)}
        answer = self.idp.initiate_auth(
            ClientId=self.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters
        )
        assert answer["ChallengeName"] == "PASSWORD_VERIFIER"
        found: dict[str, str] = answer["ChallengeParameters"]
        return found

    def answers(self, challenge: dict[str, str]) -> dict[str, str]:
        user, block = challenge["USER_ID_FOR_SRP"], challenge["SECRET_BLOCK"]
        now = datetime.now(UTC)
        timestamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
        message = self.pool_id.split("_")[1].encode() + user.encode()
        message += base64.b64decode(block) + timestamp.encode()
        signature = hmac.new(self._key(challenge), message, "sha256").digest()
        return {
            "USERNAME": user,
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(signature).decode(),
            "TIMESTAMP": timestamp,
            **self._hash(user),
        }

    def respond(self, answers: dict[str, str]) -> Any:
        return self.idp.respond_to_auth_challenge(
            ClientId=self.client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=answers
        )

    def _key(self, challenge: dict[str, str]) -> bytes:
        k = int(hashed(pad(N_HEX) + "02"), 16)
        srp_b = int(challenge["SRP_B"], 16)
        u = int(hashed(pad(self.srp_a) + pad(challenge["SRP_B"])), 16)
        who = f"{self.pool_id.split('_')[1]}{challenge['USER_ID_FOR_SRP']}:{self.password}"
        inner = hashlib.sha256(who.encode()).hexdigest()
        x = int(hashed(pad(challenge["SALT"]) + inner), 16)
        shared = pow(srp_b - k * pow(2, x, N), self.small_a + u * x, N)
        salt, material = bytes.fromhex(pad(f"{u:x}")), bytes.fromhex(pad(f"{shared:x}"))
        extracted = hmac.new(salt, material, "sha256").digest()
        return hmac.new(extracted, b"Caldera Derived Key\x01", "sha256").digest()[:16]

    def _hash(self, username: str) -> dict[str, str]:
        if not self.secret:
            return {}
        return {"SECRET_HASH": secret_hash(username, self.client_id, self.secret)}
