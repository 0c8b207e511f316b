"""Links that let somebody in: made anew from a row and the installation's key when they are needed, so that none is stored."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC
from hashlib import sha256
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from organizations.models import Invitation, User

SALT = "organizations.invitation"


def invitation_secret(invitation: Invitation) -> str:
    """The secret of an invitation's link."""
    said = f"{invitation.pk}:{invitation.email}:{invitation.invited_at.astimezone(UTC).isoformat()}"
    return remade(SALT, said, invitation.secret_hash)


def remade(salt: str, said: str, secret_hash: str) -> str:
    """A secret of 256 bits that only the holder of the installation's key can compute from what a row says.

    After the key was changed, the secret that was given out is still the one that the row's hash knows.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    secrets = [urlsafe_b64encode(salted_hmac(salt, said, secret=key, algorithm="sha256").digest()).decode()[:43] for key in keys]
    return next((secret for secret in secrets if fingerprint(secret) == secret_hash), secrets[0])


def fingerprint(secret: str) -> str:
    """What is kept of a secret, to know it again."""
    return sha256(secret.encode()).hexdigest()


def invitation_link(invitation: Invitation) -> str:
    return outside(reverse("front:invitation", args=[invitation_secret(invitation)]))


def password_path(user: User) -> str:
    """The path of a link to a new password: good once, and for three days."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def outside(path: str) -> str:
    """The full address of a path of ours, as it is written down outside a page."""
    base: str = settings.PEAKOS_BASE_URL
    return urljoin(base, path)
