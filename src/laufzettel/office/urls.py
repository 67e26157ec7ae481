"""Addresses of the office, below `amt/`."""

from django.urls import path

from laufzettel.office.views import (
    case,
    claims,
    incidents,
    letter_way,
    letters,
    questions,
    records,
    registers,
    session,
    task_files,
    worklist,
)

app_name = "office"

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("anmelden/", session.sign_in, name="sign-in"),
    path("abmelden/", session.sign_out, name="sign-out"),
    path("vorgaenge/", worklist.case_list, name="cases"),
    path("vorgaenge/<uuid:case_id>/", case.case, name="case"),
    path("aufgaben/<uuid:task_id>/", case.task, name="task"),
    path("aufgaben/<uuid:task_id>/uebernehmen/", case.take, name="task-take"),
    path("aufgaben/<uuid:task_id>/beginnen/", case.begin_step, name="task-begin"),
    path("aufgaben/<uuid:task_id>/fertig/", case.finish_steps, name="task-finish"),
    path("aufgaben/<uuid:task_id>/datei/<uuid:file_id>/", task_files.upload, name="task-file"),
    path("vorgaenge/<uuid:case_id>/beenden/", case.cancel, name="case-cancel"),
    path("vorgaenge/<uuid:case_id>/rueckfrage/", questions.ask, name="question-ask"),
    path("vorgaenge/<uuid:case_id>/rueckfragen/<uuid:question_id>/", questions.withdraw, name="question-withdraw"),
    path("stoerungen/<uuid:incident_id>/", incidents.retry, name="incident-retry"),
    path("schreiben/<uuid:letter_id>/", letters.letter, name="letter"),
    path("schreiben/<uuid:letter_id>/vorlegen/", letter_way.submit, name="letter-submit"),
    path("schreiben/<uuid:letter_id>/zurueckgeben/", letter_way.reject, name="letter-reject"),
    path("schreiben/<uuid:letter_id>/ruecklauf/", letter_way.returned, name="letter-returned"),
    path("schreiben/<uuid:letter_id>/noch-einmal/", letter_way.again, name="letter-again"),
    path("schreiben/<uuid:letter_id>/zugang/", letter_way.received, name="letter-received"),
    path("schreiben/<uuid:letter_id>/erlassen/", letters.issue, name="letter-issue"),
    path("schreiben/<uuid:letter_id>/pdf/", letters.letter_pdf, name="letter-pdf"),
    path("druckkorb/", letters.print_basket, name="print-basket"),
    path("forderungen/", claims.claims, name="claims"),
    path("forderungen/uebergeben/", claims.export, name="claims-export"),
    path("forderungen/uebergaben/<uuid:export_id>/", claims.export_file, name="claims-file"),
    path("akten/", records.record_list, name="records"),
    path("akten/<uuid:record_id>/", records.record, name="record"),
    path("register/", registers.registers, name="registers"),
    path("register/eintraege/<uuid:entry_id>/", registers.entry, name="register-entry"),
    path("register/eintraege/<uuid:entry_id>/aendern/", registers.change, name="register-change"),
    path("register/eintraege/<uuid:entry_id>/beenden/", registers.end, name="register-end"),
    path("register/eintraege/<uuid:entry_id>/fortsetzen/", registers.resume, name="register-resume"),
    path("register/<slug:service>/<slug:register>/", registers.register, name="register"),
    path("register/<slug:service>/<slug:register>/neu/", registers.add, name="register-add"),
    path("dokumente/<uuid:document_id>/", records.document, name="document"),
]
