"""Questions back, from the case's page."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from laufzettel.cases import queries as cases
from laufzettel.cases import questions
from laufzettel.cases.models import Case, Question
from laufzettel.office.access import message, posted
from laufzettel.office.views.case import case_page

DAYS = (7, 14, 28)


@posted("office:case", "case_id")
def ask(request: Any, case_id: uuid.UUID) -> HttpResponse:
    """Ask the applicant for what is missing."""
    found = _case(request, case_id)
    text = request.POST.get("frage", "").strip()
    days = request.POST.get("tage", "")
    if not text:
        error = gettext("Schreiben Sie, was Sie wissen möchten. Ihre Worte werden so gelesen.")
        return case_page(request, found, question={"error": error, "text": "", "days": days})
    if len(text) > questions.LONGEST:
        error = gettext("Kürzen Sie die Frage auf höchstens %(number)s Zeichen.") % {"number": questions.LONGEST}
        return case_page(request, found, question={"error": error, "text": text, "days": days})
    try:
        questions.ask(request.actor, found.id, text, int(days) if days in map(str, DAYS) else DAYS[1])
    except questions.QuestionRefused:
        back = reverse("office:case", args=[found.id])
        return message(request, gettext("Schon zu Ende"), gettext("Der Vorgang ist schon zu Ende."), back)
    return HttpResponseRedirect(f"{reverse('office:case', args=[found.id])}#rueckfragen")


@posted("office:case", "case_id")
def withdraw(request: Any, case_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    """No answer is needed any more."""
    found = _case(request, case_id)
    back = f"{reverse('office:case', args=[found.id])}#rueckfragen"
    try:
        questions.withdraw(request.actor, found.id, question_id)
    except Question.DoesNotExist:
        raise Http404 from None
    except questions.QuestionRefused:
        text = gettext("Die Frage ist schon beantwortet oder zurückgenommen. Es wurde nichts geändert.")
        return message(request, gettext("Schon erledigt"), text, back)
    return HttpResponseRedirect(back)


def _case(request: Any, case_id: uuid.UUID) -> Case:
    found = cases.case_for(request.actor, case_id)
    if found is None:
        raise Http404
    return found
