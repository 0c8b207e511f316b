"""Facts: who we are (organizations, people, teams, cycles, invitations, sessions) and what happened (events, job runs, imports)."""

from organizations.models.absences import Absence
from organizations.models.bundles import BundleFinding, BundleImport, BundleRow
from organizations.models.cycles import Cycle
from organizations.models.drafts import Draft, SavedView
from organizations.models.events import Event, JobRun
from organizations.models.invitations import Invitation
from organizations.models.organizations import Organization
from organizations.models.people import Person, User
from organizations.models.sessions import Session
from organizations.models.teams import Membership, Team

__all__ = [
    "Absence",
    "BundleFinding",
    "BundleImport",
    "BundleRow",
    "Cycle",
    "Draft",
    "Event",
    "Invitation",
    "JobRun",
    "Membership",
    "Organization",
    "Person",
    "SavedView",
    "Session",
    "Team",
    "User",
]
