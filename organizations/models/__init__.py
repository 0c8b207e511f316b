"""Facts: who we are (organizations, people, teams, cycles, invitations, sessions) and what happened (events, job runs, imports)."""

from organizations.models.bundles import BundleFinding, BundleImport, BundleRow
from organizations.models.cycles import Cycle
from organizations.models.events import Event, JobRun
from organizations.models.invitations import Invitation
from organizations.models.organizations import Organization
from organizations.models.people import Person, User
from organizations.models.sessions import Session
from organizations.models.teams import Membership, Team

__all__ = [
    "BundleFinding",
    "BundleImport",
    "BundleRow",
    "Cycle",
    "Event",
    "Invitation",
    "JobRun",
    "Membership",
    "Organization",
    "Person",
    "Session",
    "Team",
    "User",
]
