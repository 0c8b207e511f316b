"""`create_organization SLUG --name NAME --owner-email ADDRESS`: an organization, and the link for its owner."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from organizations.actions.organizations import found_with_owner
from organizations.forms.fields import zones
from organizations.refusals import Refused
from organizations.tokens import invitation_link


class Command(BaseCommand):
    help = "Make an organization and invite its owner. Prints the link that lets the owner in; a mail with it is sent too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the first part of its addresses: tidewater for /tidewater/")
        parser.add_argument("--name", required=True, help="its name, as people write it")
        parser.add_argument("--owner-email", required=True, help="the owner's e-mail address")
        parser.add_argument("--owner-name", default="", help="the owner's name (else the address stands for it)")
        parser.add_argument("--timezone", default="UTC", help="its time zone, for instance Europe/Lisbon")

    def handle(self, *args: Any, **options: Any) -> None:
        email, timezone_name = options["owner_email"].strip(), options["timezone"]
        check(email, timezone_name)
        try:
            invitation = found_with_owner(
                slug=options["slug"],
                name=options["name"],
                owner_name=options["owner_name"] or email,
                owner_email=email,
                timezone=timezone_name,
                now=timezone.now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{options['name']} is ready. Its owner, {email}, comes in by this link until {invitation.expires_at:%-d %B %Y}:"
        )
        self.stdout.write(invitation_link(invitation))


def check(email: str, timezone_name: str) -> None:
    """Raises CommandError with what to write instead."""
    try:
        validate_email(email)
    except ValidationError as fault:
        raise CommandError(f"“{email}” is no e-mail address. Write it in full, like marta@tidewater.example.") from fault
    if timezone_name not in zones():
        raise CommandError(f"“{timezone_name}” is no time zone. Write it as Area/City, for instance Europe/Lisbon.")
