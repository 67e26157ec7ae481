"""Service packages: loaded strictly, checked like programs, tested by their own scenarios.

The format: `docs/service-package.md`.

package = load("services/hund-anmelden")
findings = check(package)
result = run(package, "gefaehrlicher-hund")
"""

from laufzettel.kernel.package.checking import check, check_source
from laufzettel.kernel.package.jobs import JOB_TYPES, JobType, misfits
from laufzettel.kernel.package.loading import load
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.scenarios import Result, run
from laufzettel.kernel.package.settings import ByLaw, Setting, SettingError, SettingsSeries, SettingVersion
from laufzettel.kernel.package.simulation import Simulation, simulate
from laufzettel.kernel.package.testing import Report, run_all

__all__ = [
    "JOB_TYPES",
    "ByLaw",
    "JobType",
    "Package",
    "Report",
    "Result",
    "Setting",
    "SettingError",
    "SettingVersion",
    "SettingsSeries",
    "Simulation",
    "check",
    "check_source",
    "load",
    "misfits",
    "run",
    "run_all",
    "simulate",
]
