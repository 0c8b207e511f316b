"""Small bundles of the company Tidewater, as its people would fill them in spreadsheets, and the way in for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from organizations.models import BundleFinding, BundleImport
from organizations.tenancy import organization_in_hand
from peakos.bundles.loading import load
from peakos.bundles.reading import open_bundle
from peakos.bundles.staging import read_into
from tests.cast import NOW

PEOPLE = """key,name,email,status
marta,Marta Lindqvist,marta@tidewater.example,active
ines,Ines Carvalho,ines@tidewater.example,active
lena,Lena Fischer,lena@tidewater.example,active
daniel,Daniel Brooks,daniel@tidewater.example,active
"""
TEAMS = """key,name,kind,parent
tidewater,Tidewater,organization,
security,Security,team,tidewater
data,Data,team,tidewater
"""
MEMBERSHIPS = """team,person,role,title,start_date
security,ines,lead,Head of Security,2024-01-08
data,lena,lead,,
"""
CYCLES = """key,name,start_date,end_date
2026-q3,Q3 2026,2026-06-29,2026-09-27
"""
OBJECTIVES = """key,title,team,owner,contributors,cycle,parent,status,due_date,tags
upmarket,Win mid-market tenants,tidewater,marta,,2026-q3,,active,2026-09-27,
sso,SSO for mid-market tenants,security,ines,lena; daniel,2026-q3,upmarket,active,2026-09-15,identity; q3
"""
KEY_RESULTS = """key,objective,title,type,unit,start_value,target_value,current_value
sso-live,sso,Utilities live on SSO,metric,utilities,0,12,4
"""
CHECK_INS = """key,objective,key_result,date,author,health,value,confidence,note
sso-w06,sso,sso-live,2026-08-03,ines,on_track,2,80,Two live
sso-w07,sso,sso-live,2026-08-10T09:30:00+02:00,ines,at_risk,4,60,"Identity provider late,
""waiting"" for a date"
"""
DEPENDENCIES = """key,title,from_team,from_objective,to_team,to_objective,type,status,needed_by,contacts
sso-needs-logs,Audit log schema,security,sso,data,,work,requested,2026-08-20,lena
"""
MEETINGS = """key,title,team,start_date,start_time,duration_minutes,timezone,rrule,exdates
security-weekly,Security weekly,security,2026-07-06,09:30,45,Europe/Lisbon,FREQ=WEEKLY;BYDAY=MO,2026-08-03
"""
DECISION_COLUMNS = (
    "key,title,team,options,outcome,status,proposed_date,decided_date,drivers,approvers,teams_involved,objective,supersedes,meeting"
)
DECISIONS = f"""{DECISION_COLUMNS}
idp-old,Build our own identity provider,security,,No,superseded,2026-05-04,2026-05-11,ines,marta,,,,
idp,Which identity provider,security,"Buy
Build",Buy,accepted,2026-07-06,2026-07-13,ines,marta,data,sso,idp-old,security-weekly
"""
COMMITMENTS = """key,title,owner,team,status,created_date,due_date,objective,decision,meeting
sign-idp,Sign the contract,marta,tidewater,open,2026-07-13,2026-08-14,sso,idp,security-weekly
tidy-runbook,Tidy the runbook,ines,security,,2026-06-01,2026-06-30,,,
"""
LESSONS = """key,title,recommendation,category,date,author,team
ask-early,Ask for vendor dates early,Put a date in the first mail,improvement,2026-08-10,ines,security
"""
RISKS = """key,type,title,status,likelihood,impact,raised_date,owner,team,objective,decision
idp-late,risk,Provider slips past August,open,4,3,2026-07-20,ines,security,sso,idp
no-logs,issue,No audit log for tenants,open,,,2026-07-27,lena,data,sso,idp
"""
TIDEWATER = {
    "people": PEOPLE, "teams": TEAMS, "memberships": MEMBERSHIPS, "cycles": CYCLES, "objectives": OBJECTIVES,
    "key_results": KEY_RESULTS, "check_ins": CHECK_INS, "dependencies": DEPENDENCIES, "meetings": MEETINGS, "decisions": DECISIONS,
    "commitments": COMMITMENTS, "lessons": LESSONS, "risks": RISKS,
}  # fmt: skip

Found = set[tuple[str, int, str, str, str]]  # file, line, column, code, severity


def write_bundle(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The folder with these files in it; a name without an ending is a CSV."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / (name if "." in name else f"{name}.csv")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read_bundle(path: Path) -> BundleImport:
    """Read it as far as the preview."""
    row: BundleImport = BundleImport.objects.create(organization_id=organization_in_hand(), started_at=NOW, source_name=path.name)
    with open_bundle(path) as bundle:
        read_into(row, bundle)
    return row


def bring_in(path: Path, *, strict: bool = False) -> BundleImport:
    row = read_bundle(path)
    load(row, by=None, now=NOW, strict=strict)
    return row


def found(row: BundleImport) -> Found:
    findings = BundleFinding.objects.filter(bundle_import=row)
    return set(findings.values_list("file", "line", "column", "code", "severity"))


def told(row: BundleImport, file: str, line: int) -> str:
    """The sentence about a line."""
    return str(BundleFinding.objects.get(bundle_import=row, file=file, line=line).message)


def counts(row: BundleImport) -> dict[str, int]:
    """Over all files: created, changed, same, refused."""
    return {outcome: sum(file[outcome] for file in row.summary.values()) for outcome in ("created", "changed", "same", "refused")}
