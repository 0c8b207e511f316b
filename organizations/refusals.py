"""What a verb raises when it will not do a thing; each carries a sentence for the reader."""


class Refused(Exception):
    """A verb said no. `str()` is a sentence that says what to do; `status_code` is the HTTP answer of every door."""

    status_code = 409


class NotAllowed(Refused):
    """The person has not the right; the sentence names whom to ask."""

    status_code = 403


class NotSaid(Refused):
    """Something that the verb must know was left out or cannot be; the sentence asks for it."""

    status_code = 422


class DatesOutOfOrder(NotSaid):
    """An end before its start, or a promise for a day that has passed."""


class WouldBeCircle(Refused):
    """The row would become its own ancestor."""


class AlreadyThere(Refused):
    """What is asked for exists."""


class LastOwner(Refused):
    """Without this person nobody could run the organization any more."""


class LinkIsDead(Refused):
    """An invitation that has been used, was taken back or is too old."""

    status_code = 410


class AlreadyClosed(Refused):
    """The row's life is over; nothing is changed in what has been closed."""


class ChangedMeanwhile(Refused):
    """Somebody else has changed the row since the form was opened: both words are shown, and nobody's are lost."""


class OutOfTurn(Refused):
    """The row is not at the point where this can happen."""


class NoOrganizationInHand(RuntimeError):
    """A query on a tenant table outside `in_organization(...)`: a mistake in the code, never of a reader."""
