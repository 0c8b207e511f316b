"""A person of an organization, with or without a login; and the login itself."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from organizations.constraints import one_of
from organizations.tenancy import KeyedModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A login; an account without a password can only come in through a link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A login, known by its e-mail address; a person in each organization that invited it."""

    email = models.EmailField(max_length=250, unique=True)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=5, default="", blank=True)  # light, dark, or empty: as the system
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.email


class Access(models.TextChoices):
    """What a person may do in the organization; each includes the ones below it."""

    OWNER = "owner", "Owner"
    ADMIN = "admin", "Admin"
    LEADER = "leader", "Leader"
    MEMBER = "member", "Member"
    VIEWER = "viewer", "Viewer"


class PersonStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"


@pghistory.track()
class Person(KeyedModel):
    """Somebody who owns, promises, decides or takes part; an empty status means not stated."""

    name = models.CharField(max_length=250)
    handle = models.CharField(max_length=250, blank=True, default="")
    email = models.CharField(max_length=250, blank=True, default="")
    title = models.CharField(max_length=250, blank=True, default="")
    employer = models.CharField(max_length=250, blank=True, default="")
    timezone = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=8, choices=PersonStatus, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    access = models.CharField(max_length=6, choices=Access, default=Access.MEMBER)
    # How single keys work for this person: {"off": true}, or other keys for actions: {"check_in": "u"}.
    keys = models.JSONField(default=dict, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")

    class Meta(KeyedModel.Meta):
        verbose_name_plural = "people"
        constraints = [
            *KeyedModel.Meta.constraints,
            one_of("person", "status", PersonStatus, stated=False),
            one_of("person", "access", Access),
            models.UniqueConstraint(fields=["organization", "user"], name="person_one_per_login"),
        ]
        indexes = [models.Index(fields=["organization", "name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the owner chip."""
        words = [word for word in self.name.replace("-", " ").split() if word[0].isalnum()] or [self.key]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()
