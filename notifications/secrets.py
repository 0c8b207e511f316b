"""Secrets: the address that ends somebody's daily message without signing in, and addresses of chats as they are stored."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import signing
from django.urls import reverse

from organizations.models import Person

SALT = "notifications.unsubscribe"
SEALED_FOR = b"peakos notifications chat"


def unsubscribing_path(person: Person) -> str:
    """Works for this person and this one thing, as long as the installation keeps its key."""
    return reverse("unsubscribing:daily", args=[signer().sign(str(person.pk))])


def person_of(secret: str) -> int | None:
    """Whose secret it is; None when it is none of ours."""
    try:
        said = signer().unsign(secret)
    except signing.BadSignature:
        return None
    return int(said)


def signer() -> signing.Signer:
    return signing.Signer(sep=".", salt=SALT)


def seal(text: str) -> str:
    return box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """What was sealed; None when it was with a key that the installation no longer has."""
    try:
        return box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def box() -> MultiFernet:
    """Seals with a key made from the newest of the installation's keys, and opens with any of them."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derived(key))) for key in keys])


def derived(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=SEALED_FOR).derive(key.encode())
