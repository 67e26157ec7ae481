"""Addresses of a tenant's portal. They are German, and none of them holds personal data."""

from django.urls import path

from laufzettel.portal.views import account, mailbox, pages, sending, signing_in, status, table, wizard
from laufzettel.ui.views import colours

app_name = "portal"

urlpatterns = [
    path("farben.css", colours, name="colours"),
    path("", pages.home, name="home"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("status/rueckfrage/<uuid:question_id>/", status.answer, name="status-answer"),
    path("status/anhoerung/<uuid:hearing_id>/", status.comment, name="status-comment"),
    path("status/", status.entry, name="status-entry"),
    path("status/antrag/", status.opened, name="status"),
    path("status/antrag/pdf/", status.application_pdf, name="status-application"),
    path("status/antrag/schreiben/<uuid:letter_id>/", status.letter_pdf, name="status-letter"),
    path("status/<str:token>/", status.by_token, name="status-token"),
    path("konto/", account.overview, name="account"),
    path("konto/anmelden/", signing_in.sign_in, name="sign-in"),
    path("konto/anmelden/beginnen/", signing_in.begin, name="sign-in-begin"),
    path("konto/zurueck/", signing_in.returned, name="sign-in-returned"),
    path("konto/abmelden/", signing_in.sign_out, name="sign-out"),
    path("konto/entwurf/<uuid:draft_id>/", account.go_on, name="account-draft"),
    path("konto/antrag/<uuid:application_id>/", account.application, name="account-application"),
    path("konto/antrag/<uuid:application_id>/postfach/", account.choose_mailbox, name="account-mailbox"),
    path("konto/postfach/", mailbox.mailbox_letters, name="mailbox"),
    path("konto/postfach/<uuid:letter_id>/", mailbox.mailbox_letter, name="mailbox-letter"),
    path("konto/postfach/<uuid:letter_id>/pdf/", mailbox.mailbox_pdf, name="mailbox-pdf"),
    path("weiter/<str:token>/", wizard.resume, name="resume"),
    path("<slug:key>/", pages.service, name="service"),
    path("<slug:key>/beginnen/", wizard.start, name="start"),
    path("<slug:key>/antrag/", wizard.go_on, name="draft"),
    path("<slug:key>/antrag/pruefen/", sending.check, name="check"),
    path("<slug:key>/antrag/abgeschickt/", sending.sent, name="sent"),
    path("<slug:key>/antrag/datei/<uuid:file_id>/", wizard.upload, name="upload"),
    path("<slug:key>/antrag/spaeter/", wizard.later, name="later"),
    path("<slug:key>/antrag/seite/<slug:page>/", wizard.page, name="page"),
    path("<slug:key>/antrag/seite/<slug:page>/tabelle/<slug:name>/", table.table, name="table"),
    path("<slug:key>/antrag/seite/<slug:page>/aendern/", wizard.changes, name="page-changes"),
]
