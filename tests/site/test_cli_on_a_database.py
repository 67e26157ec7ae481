"""Commands that read the database, as processes of their own: Django is not set up before they are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import fill

from laufzettel.site.serve.testing import databases


@pytest.mark.slow
def test_cases_and_hosts_are_asked_for_on_the_command_line(database_folder: Path, tmp_path: Path) -> None:
    with databases(database_folder) as server:
        urls = server.create(f"lz_cli_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", fill)
        env = os.environ | {"DATABASE_URL": urls.app, "LAUFZETTEL_DATA": str(tmp_path)}

        def said(*arguments: str) -> tuple[int, str]:
            command = [sys.executable, "-m", "laufzettel.site.cli", *arguments]
            done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
            return done.returncode, (done.stdout + done.stderr).strip()

        moved = said("cases", "move", "frankenberg-eder", "hund-anmelden")
        host = said("tenants", "host", "herborn")

    assert moved == (0, "0 von 0 Vorgängen können umziehen.")
    assert (host[0], host[1].startswith("Herborn: http"), host[1].endswith("/herborn/")) == (0, True, True)
