"""Forms: questions as data. Reads form-js and Camunda 8 forms; gives pages, typed answers, error sentences."""

from laufzettel.kernel.forms.errors import FieldError
from laufzettel.kernel.forms.form import WHOLE, Form
from laufzettel.kernel.forms.reader import read
from laufzettel.kernel.forms.summary import Row, Section
from laufzettel.kernel.forms.validation import Answers
from laufzettel.kernel.forms.view import Page, Shown

__all__ = ["WHOLE", "Answers", "FieldError", "Form", "Page", "Row", "Section", "Shown", "read"]
