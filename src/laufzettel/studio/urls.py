"""Addresses of the preview. It answers only on the machine of the person who models, and knows no accounts."""

from django.urls import path

from laufzettel.studio.views import form, frame, overview, process

app_name = "studio"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("satzung/", overview.choose, name="choose"),
    path("antrag/", form.form, name="form"),
    path("antrag/neu/", form.clear, name="clear"),
    path("antrag/pruefen/", form.check, name="check"),
    path("antrag/seite/<str:name>/", form.form_page, name="page"),
    path("antrag/seite/<str:name>/aendern/", form.changes, name="page-changes"),
    path("vorgang/", process.process, name="process"),
    path("vorgang/aufgabe/<int:instance>/", process.task, name="task"),
    path("vorgang/schritt/", process.step, name="step"),
    path("schreiben/", overview.letters, name="letters"),
    path("schreiben/<str:name>/", overview.letter, name="letter"),
    path("schreiben/<str:name>/pdf/", overview.letter_pdf, name="letter-pdf"),
    path("testfaelle/", overview.scenarios, name="scenarios"),
    path("testfaelle/<str:name>/spielen/", overview.play_scenario, name="play-scenario"),
    path("stand/<str:version>/", frame.stand, name="stand"),
]
