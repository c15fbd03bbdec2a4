"""A key under a passphrase, in the way of `openssl enc -aes-256-cbc -pbkdf2`."""

import hashlib
import os
from typing import Any

import pyrage
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from tracker.core.errors import RuleBroken

SALTED = b"Salted__"
# How often OWASP (2023) has PBKDF2-HMAC-SHA256 repeated.
ITERATIONS = 600_000


def lock_identity(identity: Any, passphrase: str) -> bytes:
    """Return an age identity encrypted with a passphrase."""
    salt = os.urandom(8)
    padder = PKCS7(128).padder()
    encryptor = _cipher(passphrase, salt).encryptor()
    padded = padder.update(str(identity).encode()) + padder.finalize()
    return SALTED + salt + encryptor.update(padded) + encryptor.finalize()


def unlock_identity(locked: bytes, passphrase: str) -> Any:
    """Return the age identity that a passphrase locks.

    Raises:
        RuleBroken: the passphrase is missing or another one.
    """
    if not passphrase:
        raise RuleBroken(
            "此备份已加密，请先设置环境变量 BACKUP_PASSPHRASE 为备份当时的口令，再执行。"
        )
    try:
        return pyrage.x25519.Identity.from_str(_unlocked(locked, passphrase).decode())
    except (ValueError, pyrage.IdentityError) as error:
        raise RuleBroken(
            "口令不对：BACKUP_PASSPHRASE 与备份当时的口令不同。没有当时的口令，任何人都打不开"
            "这份备份；请到口令的保管处核对，或改用知道口令的另一份备份。"
        ) from error


def _unlocked(content: bytes, passphrase: str) -> bytes:
    decryptor = _cipher(passphrase, content[8:16]).decryptor()
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(content[16:]) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def _cipher(passphrase: str, salt: bytes) -> Cipher[CBC]:
    derived = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, ITERATIONS, dklen=48)
    return Cipher(AES256(derived[:32]), CBC(derived[32:]))
