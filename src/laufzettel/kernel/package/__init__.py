"""Service packages: loaded strictly, checked like programs, tested by their own scenarios.

The format: `docs/service-package.md`.

package = load("services/hund-anmelden")
findings = check(package)
result = run(package, "gefaehrlicher-hund")
"""

from laufzettel.kernel.package.addressee import SignedIn, mailbox_way
from laufzettel.kernel.package.checking import check, check_source
from laufzettel.kernel.package.hearing_jobs import HEARING_DAYS
from laufzettel.kernel.package.job_types import JobType
from laufzettel.kernel.package.jobs import JOB_TYPES, LETTER_JOBS, misfits
from laufzettel.kernel.package.loading import load
from laufzettel.kernel.package.model import Package, Scenario
from laufzettel.kernel.package.playing import Issued, Play
from laufzettel.kernel.package.scenarios import Result, run, series_of
from laufzettel.kernel.package.settings import ByLaw, Setting, SettingError, SettingsSeries, SettingVersion
from laufzettel.kernel.package.simulation import Simulation, simulate
from laufzettel.kernel.package.testing import Report, run_all

__all__ = [
    "HEARING_DAYS",
    "JOB_TYPES",
    "LETTER_JOBS",
    "ByLaw",
    "Issued",
    "JobType",
    "Package",
    "Play",
    "Report",
    "Result",
    "Scenario",
    "Setting",
    "SettingError",
    "SettingVersion",
    "SettingsSeries",
    "SignedIn",
    "Simulation",
    "check",
    "check_source",
    "load",
    "mailbox_way",
    "misfits",
    "run",
    "run_all",
    "series_of",
    "simulate",
]
