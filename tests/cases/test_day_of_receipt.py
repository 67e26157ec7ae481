"""The day of receipt is the one on the stamp, also for what the process reckons with long after."""

from datetime import datetime

import pytest
from tests.e2e.ways import package_of
from tests.scenes import tenant, work_off

from laufzettel.cases import actions as cases
from laufzettel.cases import engine
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import ZONE
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.feel import Date
from laufzettel.kernel.package.values import to_feel
from laufzettel.letters.models import Letter

pytestmark = pytest.mark.django_db

STAMP = datetime(2022, 12, 15, 12, 0, tzinfo=ZONE)


def test_an_application_that_lay_here_since_2022_goes_where_it_had_to_go_then() -> None:
    scenario = package_of("ifsg-entschaedigung").scenarios["covid-beim-regierungspraesidium"]
    there = tenant("lahn-dill-kreis")
    with in_tenant(there.id):
        offering = Offering.objects.get(key="ifsg-entschaedigung")
        series = catalogue.settings_series(offering)
        values = to_feel(scenario.data["application"]) | {"nachweise": {"anordnung": [], "lohn": []}}
        case = cases.open_case(SYSTEM, cases.Opening(offering, offering.edition, values, STAMP, "de", series))
        assert engine.context_of(case)["received_on"] == Date(2022, 12, 15)
    work_off()

    with in_tenant(there.id):
        letter = Letter.objects.get(name="abgabe")
        assert "Ihr Antrag auf Entschädigung liegt jetzt beim Regierungspräsidium" in letter.title
