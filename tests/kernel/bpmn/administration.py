"""Thirty processes as town halls have them, in the short notation: what is asked, waited for, decided and sent.

The names in conditions are variables that tasks set; `VARIABLES` says which values they may have.
"""

VARIABLES: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(
        ("vollstaendig", "brand", "denkmal", "natur", "genehmigt", "einverstanden", "dringend"), (True, False)
    ),
    **dict.fromkeys(("erheblich", "bezahlt", "begruendet", "abgeholt", "geeignet", "weiter", "mangel"), (True, False)),
    "betrag": (0, 80, 1200),
    "stellen": (["bauamt"], ["bauamt", "forst", "wasser"]),
    "kinder": ([], [{"name": "Zoë"}], [{"name": "Şükrü"}, {"name": "Ida"}]),
    "schritte": (["begehung"], ["begehung", "gutachten"]),
    "az": ("A-1",),
    "termin": ("2026-03-20T10:00:00+01:00",),
}

ADMINISTRATION: dict[str, str] = {
    "bauanzeige": """
        start s | name=Bauanzeige eingegangen
        user pruefen | name=Vorprüfung | form=vorpruefung | groups=bauamt
        xor voll | name=Vollständig?
        service nachfordern | name=Unterlagen nachfordern | type=message.send | in=text:="Es fehlt etwas."
        evt warten
        catch nachreichung | message=nachreichung | key==az
        catch frist | timer=P1M
        end verworfen
        or beteiligen
        user brandschutz | groups=feuerwehr
        user denkmalschutz | groups=denkmal
        user naturschutz | groups=natur
        or beteiligt
        user entscheiden | groups=bauamt
        xor ok
        service genehmigen | type=letter.issue | in=letter:="genehmigung"
        service ablehnen | type=letter.issue | in=letter:="ablehnung"
        end fertig
        end abgelehnt
        s -> pruefen -> voll
        voll -> beteiligen : =vollstaendig
        voll *-> nachfordern
        nachfordern -> warten -> nachreichung -> pruefen
        warten -> frist -> verworfen
        beteiligen -> brandschutz : =brand
        beteiligen -> denkmalschutz : =denkmal
        beteiligen *-> naturschutz
        brandschutz -> beteiligt
        denkmalschutz -> beteiligt
        naturschutz -> beteiligt -> entscheiden -> ok
        ok -> genehmigen : =genehmigt
        ok *-> ablehnen
        genehmigen -> fertig
        ablehnen -> abgelehnt""",
    "anwohnerparken": """
        start s
        user pruefen | name=Antrag prüfen | form=pruefung | groups=verkehr | assignee==az
        xor ok
        service gebuehr | type=payment.request | in=amount:=betrag | retries=5
        receive zahlung | message=zahlung | key==az
        boundary unbezahlt | on=zahlung | timer=P14D
        service ausweis | type=letter.issue | header=art:karte
        end da
        service absage | type=letter.issue
        end nein
        end verfallen
        s -> pruefen -> ok
        ok -> gebuehr : =genehmigt
        ok *-> absage
        gebuehr -> zahlung -> ausweis -> da
        unbezahlt -> verfallen
        absage -> nein""",
    "eheschliessung": """
        start s
        user anmelden | groups=standesamt
        and f
        user ausland | name=Ausländisches Recht prüfen | groups=standesamt
        user termin_suchen | groups=standesamt
        and j
        catch tag | timer==termin
        user trauung | groups=standesamt | due==termin | followup==termin
        service urkunde | type=letter.issue
        end verheiratet
        s -> anmelden -> f
        f -> ausland -> j
        f -> termin_suchen -> j
        j -> tag -> trauung -> urkunde -> verheiratet""",
    "gewerbeanmeldung": """
        start s
        rule pflicht | decision=pflicht | result=erheblich
        xor erlaubnis
        user zuverlaessigkeit | groups=ordnung
        service melden | type=disclosure.make | in=to:="Finanzamt"
        and verteilen
        service ihk | type=disclosure.make
        service berufsgenossenschaft | type=disclosure.make
        and verteilt
        end angemeldet
        s -> pflicht -> erlaubnis
        erlaubnis -> zuverlaessigkeit : =erheblich
        erlaubnis *-> melden
        zuverlaessigkeit -> melden -> verteilen
        verteilen -> ihk -> verteilt
        verteilen -> berufsgenossenschaft -> verteilt
        verteilt -> angemeldet""",
    "wohngeld": """
        start s
        user erfassen | groups=wohngeld
        sub haushalt | each==kinder | as=kind | collect=nachweise | from==nachweis | seq {
          start hs
          user nachweis_pruefen | out=nachweis:=kind.name
          end he
          hs -> nachweis_pruefen -> he
        }
        rule rechnen | decision=wohngeld | result=betrag
        user vieraugen | name=Vier Augen | groups=leitung | priority==70
        xor hoehe
        service bewilligen | type=letter.issue
        service ablehnen | type=letter.issue
        end bewilligt
        end abgelehnt
        s -> erfassen -> haushalt -> rechnen -> vieraugen -> hoehe
        hoehe -> bewilligen : =betrag > 0
        hoehe *-> ablehnen
        bewilligen -> bewilligt
        ablehnen -> abgelehnt""",
    "veranstaltung": """
        start s
        user pruefen | groups=ordnung
        user stellungnahme | name=Stellungnahme | each==stellen | as=stelle | collect=antworten | from==az | until==numberOfCompletedInstances >= 2
        boundary mahnen | on=stellungnahme | timer=P7D | non
        service erinnern | type=message.send
        end erinnert
        user abwaegen | groups=ordnung
        xor ok
        service erlauben | type=letter.issue
        service versagen | type=letter.issue
        end erlaubt
        end versagt
        s -> pruefen -> stellungnahme -> abwaegen -> ok
        mahnen -> erinnern -> erinnert
        ok -> erlauben : =genehmigt
        ok *-> versagen
        erlauben -> erlaubt
        versagen -> versagt""",
    "baumfaellung": """
        start s
        adhoc vor_ort | elements==schritte {
          user begehung
          user gutachten
        }
        user entscheiden
        xor ok
        service erlauben | type=letter.issue
        service ersatz | name=Ersatzpflanzung verlangen | type=letter.issue
        end gefaellt
        s -> vor_ort -> entscheiden -> ok
        ok -> erlauben : =einverstanden
        ok *-> ersatz
        erlauben -> gefaellt
        ersatz -> gefaellt""",
    "widerspruch": """
        start s
        user zulaessig
        xor z
        end unzulaessig
        user abhilfe
        xor a
        service abhelfen | type=letter.issue
        user ausschuss | name=Anhörungsausschuss
        service widerspruchsbescheid | type=letter.issue
        end abgeholfen
        end beschieden
        s -> zulaessig -> z
        z -> abhilfe : =vollstaendig
        z *-> unzulaessig
        abhilfe -> a
        a -> abhelfen : =begruendet
        a *-> ausschuss
        abhelfen -> abgeholfen
        ausschuss -> widerspruchsbescheid -> beschieden""",
    "anhoerung_vor_widerruf": """
        start s
        user anlass
        service anhoeren | type=hearing.open
        evt warten
        catch aeusserung | message=aeusserung | key==az
        catch schweigen | timer=P4W
        user abwaegen
        xor w
        service widerrufen | type=letter.issue
        end widerrufen_ende
        end eingestellt
        s -> anlass -> anhoeren -> warten
        warten -> aeusserung -> abwaegen
        warten -> schweigen -> abwaegen
        abwaegen -> w
        w -> widerrufen : =begruendet
        w *-> eingestellt
        widerrufen -> widerrufen_ende""",
    "fundbuero": """
        start s
        script nummer | expr==az + "-F" | result=fundnummer
        user einlagern | groups=fundbuero
        evt warten
        catch abholung | message=abholung | key==az
        catch halbes_jahr | timer=P6M
        user aushaendigen
        user versteigern
        end zurueck
        end versteigert
        s -> nummer -> einlagern -> warten
        warten -> abholung -> aushaendigen -> zurueck
        warten -> halbes_jahr -> versteigern -> versteigert""",
    "bussgeld": """
        start s
        user feststellen
        service anhoeren | type=hearing.open
        user bewerten
        xor b
        end eingestellt
        service bescheid | type=letter.issue
        evt warten
        catch einspruch | message=einspruch | key==az
        catch zahlung | message=zahlung | key==az
        catch rechtskraft | timer=P2W
        user abgeben | name=An das Amtsgericht abgeben
        user vollstrecken
        end abgegeben
        end bezahlt_ende
        end vollstreckt
        s -> feststellen -> anhoeren -> bewerten -> b
        b -> bescheid : =begruendet
        b *-> eingestellt
        bescheid -> warten
        warten -> einspruch -> abgeben -> abgegeben
        warten -> zahlung -> bezahlt_ende
        warten -> rechtskraft -> vollstrecken -> vollstreckt""",
    "personalausweis": """
        start s
        user aufnehmen
        service bestellen | type=http.call
        boundary fehler | on=bestellen | error=http-refused
        user nachbessern
        catch lieferung | message=lieferung | key==az
        service benachrichtigen | type=message.send
        user ausgeben
        boundary liegt | on=ausgeben | timer=R3/P1M | non
        service mahnen | type=message.send
        end gemahnt
        end ausgegeben
        s -> aufnehmen -> bestellen -> lieferung -> benachrichtigen -> ausgeben -> ausgegeben
        fehler -> nachbessern -> bestellen
        liegt -> mahnen -> gemahnt""",
    "kita_platz": """
        start s
        user vormerken
        xor frei
        catch vergabe | signal=vergaberunde
        user zusagen
        evt warten
        catch annahme | message=annahme | key==az
        catch ablauf | timer=P10D
        service vertrag | type=letter.issue
        end platz
        end abgelaufen
        s -> vormerken -> frei
        frei -> zusagen : =dringend
        frei *-> vergabe
        vergabe -> zusagen -> warten
        warten -> annahme -> vertrag -> platz
        warten -> ablauf -> abgelaufen""",
    "sondernutzung": """
        start s
        and f
        user verkehr
        user tiefbau
        user gruen
        and j
        user entscheiden
        xor ok
        service gebuehr | type=claim.raise
        service erlauben | type=letter.issue
        end erlaubt
        end versagt
        s -> f
        f -> verkehr -> j
        f -> tiefbau -> j
        f -> gruen -> j
        j -> entscheiden -> ok
        ok -> gebuehr : =genehmigt
        ok *-> versagt
        gebuehr -> erlauben -> erlaubt""",
    "reisepass_express": """
        start s
        sub bestellung {
          start bs
          user daten
          service senden | type=http.call
          end be
          bs -> daten -> senden -> be
        }
        boundary zu_lang | on=bestellung | timer=P3D
        boundary abgewiesen | on=bestellung | error=http-refused
        user klaeren
        user ausgeben
        end fertig
        end abgebrochen
        s -> bestellung -> ausgeben -> fertig
        zu_lang -> klaeren
        abgewiesen -> klaeren -> abgebrochen""",
    "schulanmeldung": """
        start s
        user anmelden
        call untersuchung | process=gesundheit | in=name:=az | out=geeignet:=geeignet
        xor reif
        user aufnehmen
        user zurueckstellen
        end eingeschult
        end spaeter
        s -> anmelden -> untersuchung -> reif
        reif -> aufnehmen : =geeignet
        reif *-> zurueckstellen
        aufnehmen -> eingeschult
        zurueckstellen -> spaeter""",
    "sperrmuell": """
        start s
        user annehmen
        service tour | type=http.call | retries=3
        boundary spaeter | on=tour | error
        user von_hand | name=Tour von Hand planen
        catch tag | timer=P7D
        user abholen
        end abgeholt_ende
        s -> annehmen -> tour -> tag -> abholen -> abgeholt_ende
        spaeter -> von_hand -> tag""",
    "foerderung_verein": """
        start s
        user pruefen
        xor summe
        user amtsleitung
        user magistrat
        xor ok
        service bewilligen | type=letter.issue
        service auszahlen | type=claim.raise
        catch verwendung | message=verwendungsnachweis | key==az
        user nachweis
        xor n
        service rueckfordern | type=letter.issue
        end fertig
        end abgelehnt
        end rueckforderung
        s -> pruefen -> summe
        summe -> magistrat : =betrag > 1000
        summe *-> amtsleitung
        amtsleitung -> ok
        magistrat -> ok
        ok -> bewilligen : =genehmigt
        ok *-> abgelehnt
        bewilligen -> auszahlen -> verwendung -> nachweis -> n
        n -> fertig : =vollstaendig
        n *-> rueckfordern
        rueckfordern -> rueckforderung""",
    "beschwerde_laerm": """
        start s
        user aufnehmen
        sub messung {
          start ms
          user messen
          xor gefahr_frage
          throw gefahr | escalation=gefahr
          end me
          ms -> messen -> gefahr_frage
          gefahr_frage -> gefahr : =dringend
          gefahr_frage *-> me
          gefahr -> me
        }
        boundary eilt | on=messung | escalation=gefahr | non
        service ordnungsdienst | type=message.send
        end unterwegs
        xor lauter
        service anordnung | type=letter.issue
        service antwort | type=message.send
        end angeordnet
        end beantwortet
        s -> aufnehmen -> messung -> lauter
        eilt -> ordnungsdienst -> unterwegs
        lauter -> anordnung : =erheblich
        lauter *-> antwort
        anordnung -> angeordnet
        antwort -> beantwortet""",
    "vergabe_kleinauftrag": """
        start s
        user beschreiben
        user angebot | each==stellen | as=anbieter
        user vergleichen
        xor preis
        user freigabe_leitung
        service auftrag | type=letter.issue
        end beauftragt
        s -> beschreiben -> angebot -> vergleichen -> preis
        preis -> freigabe_leitung : =betrag > 1000
        preis *-> auftrag
        freigabe_leitung -> auftrag -> beauftragt""",
    "grabstelle": """
        start s
        user auswahl
        service reservieren | type=register.write
        user bestattung
        service gebuehr | type=claim.raise
        throw nutzung
        catch ablauf | timer=P25Y
        evt frage
        catch verlaengern | message=verlaengerung | key==az
        catch raeumung | timer=P3M
        service neue_gebuehr | type=claim.raise
        user raeumen
        end verlaengert
        end geraeumt
        s -> auswahl -> reservieren -> bestattung -> gebuehr -> nutzung -> ablauf -> frage
        frage -> verlaengern -> neue_gebuehr -> verlaengert
        frage -> raeumung -> raeumen -> geraeumt""",
    "obdach": """
        start s
        user aufnehmen | priority==90
        and f
        user unterbringen
        user beraten
        xor weiter_noetig
        user hilfe
        xor beraten_fertig
        and j
        end untergebracht
        s -> aufnehmen -> f
        f -> unterbringen -> j
        f -> beraten -> weiter_noetig
        weiter_noetig -> hilfe : =weiter
        weiter_noetig *-> beraten_fertig
        hilfe -> beraten_fertig -> j
        j -> untergebracht""",
    "spielplatz_pruefung": """
        start s
        user begehen
        xor m
        service sperren | type=message.send
        user instandsetzen
        end in_ordnung
        s -> begehen -> m
        m -> sperren : =mangel
        m *-> in_ordnung
        sperren -> instandsetzen -> begehen""",
    "wahlhelfer": """
        start s
        service einladen | type=message.send
        evt warten
        catch zusage | message=zusage | key==az
        catch absage | message=absage | key==az
        catch schweigen | timer=P14D
        user einteilen
        user ersatz
        end eingeteilt
        end ersetzt
        s -> einladen -> warten
        warten -> zusage -> einteilen -> eingeteilt
        warten -> absage -> ersatz
        warten -> schweigen -> ersatz -> ersetzt""",
    "hausnummer": """
        start s
        user festlegen
        and f
        service kataster | type=disclosure.make
        service rettung | type=disclosure.make
        service bescheid | type=letter.issue
        and j
        end vergeben
        s -> festlegen -> f
        f -> kataster -> j
        f -> rettung -> j
        f -> bescheid -> j
        j -> vergeben""",
    "schwerbehinderten_parken": """
        start s
        user pruefen
        xor unterlagen
        service fragen | type=question.ask
        boundary stumm | on=fragen | timer=P1M
        end verfristet
        xor m
        service ausweis | type=letter.issue
        service absage | type=letter.issue
        end erteilt
        end nicht_erteilt
        s -> pruefen -> unterlagen
        unterlagen -> m : =vollstaendig
        unterlagen *-> fragen
        fragen -> pruefen
        stumm -> verfristet
        m -> ausweis : =geeignet
        m *-> absage
        ausweis -> erteilt
        absage -> nicht_erteilt""",
    "reise_nach_buchung": """
        start s
        service raum | name=Raum buchen | type=http.call
        boundary raum_zurueck | on=raum | compensation | handler=raum_stornieren
        service raum_stornieren | type=http.call | for-compensation
        service essen | name=Essen bestellen | type=http.call
        boundary essen_zurueck | on=essen | compensation | handler=essen_abbestellen
        service essen_abbestellen | type=http.call | for-compensation
        user bestaetigen
        xor statt
        throw alles_zurueck | compensation
        end abgesagt
        end gebucht
        s -> raum -> essen -> bestaetigen -> statt
        statt -> gebucht : =einverstanden
        statt *-> alles_zurueck
        alles_zurueck -> abgesagt""",
    "meldebescheinigung": """
        start s
        rule gebuehr | decision=gebuehr | result=betrag
        xor kostet
        service zahlen | type=payment.request
        catch zahlung | message=zahlung | key==az
        service bescheinigung | type=letter.issue
        end erteilt
        s -> gebuehr -> kostet
        kostet -> zahlen : =betrag > 0
        kostet *-> bescheinigung
        zahlen -> zahlung -> bescheinigung -> erteilt""",
    "hinweis_missstand": """
        start s
        user sichten
        esp rueckzug {
          start rs | message=rueckzug | key==az
          user bestaetigen_rueckzug
          end re
          rs -> bestaetigen_rueckzug -> re
        }
        user vertraulich_pruefen
        service antworten | type=message.send
        end abgeschlossen
        s -> sichten -> vertraulich_pruefen -> antworten -> abgeschlossen""",
    "strassensperrung": """
        start s
        user anordnen
        and f
        user beschildern
        service mitteilen | type=disclosure.make
        and j
        catch ende | timer=P5D
        user kontrollieren
        xor noch
        throw laenger | signal=sperrung-verlaengert
        end k | terminate
        s -> anordnen -> f
        f -> beschildern -> j
        f -> mitteilen -> j
        j -> ende -> kontrollieren -> noch
        noch -> laenger : =weiter
        noch *-> k
        laenger -> ende""",
}

CALLED = {"gesundheit": "start gs\nuser untersuchen\nend ge\ngs -> untersuchen -> ge"}
"""What the school's registration calls."""


def called(process: str) -> dict[str, str]:
    """The further processes of a file: what this one calls."""
    return {name: text for name, text in CALLED.items() if f"process={name}" in process}
