"""The bench: one package, read anew when its files change, and what has been answered and played with it so far.

It lives in the memory of one process and belongs to one person; nothing of it is stored.
"""

import hashlib
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from laufzettel.core.clock import now
from laufzettel.kernel import feel
from laufzettel.kernel.forms import Form, Page
from laufzettel.kernel.package import Package, Play, SettingsSeries, check_source, series_of
from laufzettel.kernel.problems import Finding, Place, Text
from laufzettel.studio import deeds
from laufzettel.studio.deeds import Deed

log = logging.getLogger("laufzettel.studio")
NEWEST_LAW = date.max


class Unreadable(Exception):
    """The folder holds no package that could be read; the findings say why."""


def _checked(folder: Path) -> tuple[Package | None, list[Finding]]:
    """The package and its findings; a fault of the check itself is a finding, too: the page goes on."""
    try:
        return check_source(folder, on=NEWEST_LAW)
    except OSError as error:  # a file is gone between the two looks at it
        message = Text(f"Der Ordner lässt sich nicht lesen: {error}", f"The folder cannot be read: {error}")
        return None, [Finding("package-no-folder", message, Place(str(folder)))]
    except Exception as error:
        log.exception("the check has failed")
        message = Text(
            f"Die Prüfung selbst ist gescheitert ({type(error).__name__}). Das ist ein Fehler von Laufzettel.",
            f"The check itself has failed ({type(error).__name__}). That is a fault of Laufzettel.",
        )
        hint = Text("Nehmen Sie die letzte Änderung zurück.", "Take back the last change.")
        return None, [Finding("preview-check-failed", message, Place(str(folder)), hint=hint)]


@dataclass
class Bench:
    """A folder with a package. Views hold `lock` while they use it, and call `refresh` first."""

    folder: Path
    lock: threading.RLock = field(default_factory=threading.RLock)
    readable: Package | None = None
    findings: list[Finding] = field(default_factory=list)
    version: str = ""
    example: str = ""
    scenario: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    done_pages: set[str] = field(default_factory=set)
    deeds: list[Deed] = field(default_factory=list)
    play: Play | None = None
    lost: int = 0
    began: datetime = field(default_factory=now)

    def refresh(self) -> None:
        """Read the package again if a file has changed, and play again what was played, as far as it fits."""
        stand = self.stand()
        if stand == self.version:
            return
        self.version = stand
        self.readable, self.findings = _checked(self.folder)
        if self.readable is None:
            self.play = None
            return
        if self.example not in self.package.examples:
            self.example = next(iter(self.package.examples), "")
        if self.scenario not in self.package.scenarios:
            self.scenario = ""
        self._play_again()

    def stand(self) -> str:
        """A word that changes whenever a file of the folder does."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            try:
                found = path.lstat()
            except OSError:  # gone meanwhile: editors write a new file and rename it
                continue
            digest.update(f"{path} {found.st_mtime_ns} {found.st_size}\n".encode())
        return digest.hexdigest()[:16]

    @property
    def package(self) -> Package:
        """The package; raises `Unreadable` when its files cannot be read as one."""
        if self.readable is None:
            raise Unreadable
        return self.readable

    @property
    def series(self) -> SettingsSeries:
        """The settings that are played with: those of the scenario, else those of the example."""
        if self.scenario:
            return series_of(self.package, self.package.scenarios[self.scenario])[0]
        if self.example:
            return self.package.examples[self.example].series
        return SettingsSeries((), tuple(self.package.settings))

    @property
    def form(self) -> Form:
        """The form that starts a case."""
        return self.package.application

    def context(self) -> dict[str, Any]:
        """What the form's conditions see besides the answers."""
        return self.series.at(feel.Date.from_python(self.moment.date()))

    @property
    def moment(self) -> datetime:
        """The moment that is played at: the scenario's, else now."""
        if self.scenario:
            found: datetime = self.package.scenarios[self.scenario].data["now"]
            return found
        return self.began

    def pages(self) -> list[Page]:
        """The pages that show for the answers so far."""
        return self.form.pages(self.answers, self.context(), now=self.moment)

    def save(self, page: str, values: Mapping[str, Any]) -> None:
        """Keep the answers of a page."""
        self.answers = dict(values)
        self.done_pages.add(page)

    def choose(self, example: str) -> None:
        """Play with the settings of another example, from the beginning."""
        if example in self.package.examples:
            self.clear()
            self.example = example

    def clear(self) -> None:
        """Forget answers and deeds."""
        self.scenario, self.answers, self.done_pages, self.deeds = "", {}, set(), []
        self.play, self.lost, self.began = None, 0, now()

    def load(self, scenario: str) -> None:
        """Take over answers and steps of a scenario, and play them."""
        self.clear()
        self.scenario = scenario
        self.deeds = deeds.of_scenario(self.package.scenarios[scenario])
        self.answers = dict(self.deeds[0].values)
        self.done_pages = {page.id for page in self.pages()}
        self._play_again()

    def do(self, deed: Deed) -> bool:
        """Do one more thing; False, and nothing changed, when it does not fit."""
        before = self.deeds
        self.deeds = [*before[: self.fitting], deed]
        self._play_again()
        if self.lost:
            self.deeds = before
            self._play_again()
            return False
        return True

    def undo(self) -> None:
        """Take the last thing back; the settings of a scenario stay."""
        self.deeds = self.deeds[: max(0, self.fitting - 1)]
        self._play_again()

    @property
    def fitting(self) -> int:
        """How many of the deeds fit the package as it is; the others are kept, for when it is mended."""
        return len(self.deeds) - self.lost

    def _play_again(self) -> None:
        if not self.deeds:
            self.play, self.lost = None, 0
            return
        self.play, done = deeds.play(self.package, self.series, self.moment, self.deeds)
        self.lost = len(self.deeds) - len(done)
        if not done:
            self.play = None
