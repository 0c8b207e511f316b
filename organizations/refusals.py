"""What a verb raises when it will not do a thing; each carries a sentence for the reader."""


class Refused(Exception):
    """A verb said no. `str()` is a sentence that says what to do; `status_code` is the HTTP answer of every door."""

    status_code = 409


class NotAllowed(Refused):
    """The person has not the right; the sentence names whom to ask."""

    status_code = 403


class NoOrganizationInHand(RuntimeError):
    """A query on a tenant table outside `in_organization(...)`: a mistake in the code, never of a reader."""
