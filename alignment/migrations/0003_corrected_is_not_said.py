"""Health goes by the reports that stand, not by those that were corrected; a cycle does not count what is in the archive."""

import re
from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FORMER = {"alignment_reported": "sources", "alignment_claimed_since": "sources", "alignment_shares": "counts"}


def former(name: str, file: str) -> str:
    """The function as 0002 made it."""
    found = re.search(rf"CREATE FUNCTION {name}\(.*?\n\$\$;", (SQL / f"{file}.sql").read_text(), re.DOTALL)
    assert found, name
    return found[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("alignment", "0002_health")]

    operations = [
        migrations.RunSQL((SQL / "corrected.sql").read_text(), "\n".join(former(name, file) for name, file in FORMER.items())),
    ]
