"""The ways in which a package gets each kind of finding. It knows nothing of the product."""

from collections.abc import Mapping

from tests.kernel.package.breaking import (
    ALONE,
    CAUGHT,
    CIRCLE,
    ERROR,
    FIELDS,
    FLOWS,
    MODEL,
    NO_EXIT,
    PARTY,
    STUCK,
    TWICE,
    WRITERS,
    Breaking,
    add,
    append,
    both,
    cell,
    copied,
    crowded,
    cut,
    drop,
    each_field,
    element,
    example,
    expression,
    field,
    job,
    module_text,
    script,
    sentence,
    setting,
    swap,
    task,
    toml,
    translation,
    untranslated,
    ways,
)

LONG = (
    "Wer eine Katze hält und sie nicht bis zum Ende des Monats anmeldet, in dem sie zu ihm gekommen ist, der muss damit"
    " rechnen, dass er mehr zahlt."
)
HARD = (
    "Die Steuerfestsetzung erfolgt durch Bescheiderteilung. Voraussetzung hierfür ist die Vollständigkeit der"
    " Antragsunterlagen. Unvollständige Unterlagen verursachen Bearbeitungsverzögerungen. Die Zahlungsverpflichtung"
    " entsteht unabhängig vom Bescheiderlass. Rechtsbehelfsverfahren entfalten keine aufschiebende Wirkung."
    " Vollstreckungsmaßnahmen bleiben vorbehalten. Ratenzahlungsvereinbarungen bedürfen gesonderter Antragstellung."
    " Stundungsentscheidungen erfolgen einzelfallbezogen. Kleinbetragsregelungen finden keine Anwendung."
    " Datenschutzinformationen befinden sich online. Behördenöffnungszeiten entnehmen Interessierte der"
    " Internetpräsenz. Telefonische Auskunftserteilung erfolgt ausschließlich vormittags."
)
OFFICIAL = ("gemäß", "zwecks", "seitens", "hinsichtlich", "mittels", "unverzüglich", "vorbehaltlich", "fernmündlich")
TEXTS = ("teaser", "description", "prerequisites", "documents", "fees", "steps", "duration", "legal_basis")

BREAKINGS: Mapping[str, list[Breaking]] = {
    # files
    "package-path": [Breaking(add(path, b""), path) for path in ("../x.form", "/etc/x.md", "a/../b.md", "ä.form", ".x.form")],
    "package-stranger": [Breaking(add(path, b""), path) for path in ("script.py", "a.js", "x/y.form", "texts/en.json", "a.toml")],
    "package-encoding": [Breaking(append(path, b"\xff"), path) for path in ("antrag.form", MODEL, "katzensteuer.dmn", "katzenbescheid.md", "service.toml")],
    "package-too-large": [Breaking(add(path, b"x" * 4_000_001), path) for path in ("antrag.form", MODEL, "katzensteuer.dmn", "katzenbescheid.md", "docs/recht.md")],
    "package-missing-file": [
        Breaking(drop("service.toml"), "service.toml"),
        Breaking(drop(MODEL), "service.toml", "model ="),
        Breaking(drop("antrag.form"), "service.toml", "start ="),
        toml('start = "antrag.form"', 'start = "vordruck.form"'),
        toml('model = "katzen.bpmn"', 'model = "katzen.form"'),
        Breaking(append("service.toml", '\n[register.katzen]\ntitle = "Katzen"\nentry = "katze.form"\n'), "service.toml", "entry ="),
    ],
    # TOML
    "toml-syntax": [
        *(Breaking(swap(path, " = ", " = = "), path, "= =") for path in ("service.toml", "texts/en.toml", "examples/herborn.toml", "scenarios/keine-steuer.toml")),
        Breaking(append("service.toml", "\n[service]\n"), "service.toml"),
    ],
    "toml-unknown-key": [
        toml("trust =", "thrust ="), toml("teaser =", "teaserr ="), toml("purpose =", "purpos ="), toml("kind = \"none\"", "art = \"none\""),
        toml("label = \"Keine", "lable = \"Keine"), example("resolution =", "beschluss ="),
        Breaking(swap("scenarios/keine-steuer.toml", "ends =", "end ="), "scenarios/keine-steuer.toml", "end ="),
    ],
    "toml-missing-key": [
        *(Breaking(swap("service.toml", f"\n{key} =", f"\n# {key} ="), "service.toml") for key in ("title", "version", "trust", "audience", "tenants", "purpose")),
        Breaking(swap("examples/viernheim.toml", 'title = "viernheim"', "# title"), "examples/viernheim.toml"),
    ],
    "toml-type": [
        toml('trust = "none"', "trust = 3"), toml('version = "1.0.0"', "version = 1"), toml('["citizen"]', '"citizen"', "audience ="),
        toml("years = 5", 'years = "fünf"', "retention ="), toml("working_days = 10", 'working_days = "zehn"'), example("2026-01-01", '"2026-01-01"'),
    ],
    "toml-value": [
        toml('trust = "none"', 'trust = "hoch"'), toml('version = "1.0.0"', 'version = "eins"'), toml('["citizen"]', '["buerger"]', "audience ="),
        toml("working_days = 10", "working_days = 0"), toml('secrecy = ["tax"]', 'secrecy = ["steuer"]'), toml('kind = "service"', 'kind = "wunsch"'),
        toml('["99102013000000"]', '["12"]', "leika ="),
    ],
    "toml-key": [
        toml("[date.bearbeitung]", "[date.Bearbeitung]"), toml("[act.katzenbescheid]", '[act."Katzen Bescheid"]'), toml("[settings.satz_wohnung]", "[settings.Satz]"),
        Breaking(append("service.toml", '\n[message.Zahlung]\nbetrag = "money"\n'), "service.toml", "[message.Zahlung]"),
        Breaking(append("service.toml", '\n[register."a b"]\ntitle = "X"\nentry = "antrag.form"\n'), "service.toml", "[register."),
    ],
    "setting-choices": [
        setting("wahl", 'type = "choice"'), setting("wahl", 'type = "text"', 'choices = { a = "A" }', line="choices"), setting("wahl", 'type = "money"', 'choices = { a = "A" }', line="choices"),
        setting("wahl", 'type = "date"', 'choices = { a = "A" }', line="choices"), setting("wahl", 'type = "boolean"', 'choices = { a = "A" }', line="choices"),
    ],
    "setting-value": [
        *(setting("neu", f'type = "{kind}"', f"example = {value}", line="example =") for kind, value in (
            ("money", '"neunzig"'), ("percent", '"viel"'), ("date", '"morgen"'), ("duration", '"bald"'), ("list<day>", '["31. Februar"]'),
        )),
        example('"12.00"', '"zwölf"'),
    ],
    "setting-unknown": [example("satz_wohnung", name) for name in ("satz_wonung", "satz", "wohnung", "steuer", "x")],
    "setting-by-law": [
        Breaking(both(setting("neu", f'type = "{kind}"', "by_law = true").change, swap("examples/viernheim.toml", "[[by_law]]", f"[settings]\nneu = {value}\n\n[[by_law]]")), "examples/viernheim.toml", "neu =")
        for kind, value in (("money", '"1.00"'), ("percent", "5"), ("text", '"a"'), ("boolean", "true"), ("date", "2026-01-01"))
    ],
    "setting-unused": [setting(name, 'type = "text"') for name in ("a", "b2", "unbenutzt", "satz_wohnung_alt", "frist")],
    # references
    "task-no-form": element(task(form="")),
    "task-unknown-form": element(task(form="gibt_es_nicht")),
    "task-no-group": element(task(group="")),
    "task-no-name": element(task(name="")),
    "job-unknown": element(job("letter.isue", letter='"katzenbescheid"')),
    "job-input-missing": element(job("letter.issue", letter='"katzenbescheid"')),
    "job-input-unknown": element(job("letter.issue", letter='"katzenbescheid"', recipient=PARTY, empfaenger=PARTY), line="empfaenger"),
    "letter-unknown": element(job("letter.issue", letter='"katzenbrief"', recipient=PARTY)),
    "hearing-letter-act": element(job("hearing.open", letter='"katzenbescheid"', act='"katzenbescheid"', recipient=PARTY)),
    "hearing-act-unknown": element(job("hearing.open", letter='"katzenbescheid"', act='"katzenbrief"', recipient=PARTY)),
    "hearing-act-constant": element(job("hearing.open", letter='"katzenbescheid"', act="tier.rufname", recipient=PARTY)),
    "message-constant": element(job("message.send", about="tier.rufname")),
    "message-length": element(job("message.send", about='""')),
    "letter-unused": [Breaking(add(f"{name}.md", "# Nichts\n\nHallo.\n"), f"{name}.md") for name in ("a", "brief", "absage", "zweiter", "info")],
    "form-unused": [
        Breaking(copied("entscheiden.form", f"{name}.form", '"id": "entscheiden"', f'"id": "{name}"'), f"{name}.form")
        for name in ("a", "zweites", "pruefen", "neu", "alt")
    ],
    "form-id": [
        Breaking(copied("entscheiden.form", f"{name}.form"), f"{name}.form") for name in ("a", "zweites", "pruefen", "neu", "alt")
    ],
    "record-retention": [toml("event.katzen_weg", f"{name}", "retention =") for name in ("event.ende", "event.katze_weg", "event.x", "register.katzen.weg", "register.x.y")],
    # types
    "typed-job-input": element(job("claim.raise", amount="tier.rufname", subject='"Steuer"', due_dates="[]", debtor=PARTY)),
    "typed-misfit": [
        *(toml('"tier.seit"', f'"{new}"', "reference_date =") for new in ("tier.anzahl", "tier.rufname", "person.plz", "5")),
        toml("'= \"Katzensteuer, \" + tier.rufname'", '"= 5"', "title = "),
    ],
    "feel-unknown-name": expression("gibts_nicht > 1"),
    "feel-unknown-field": [one for one in expression("tier.gibts_nicht = 1") if one.file != "katzensteuer.dmn"],
    "feel-syntax": [one for one in expression("tier.anzahl + (") if one.file != MODEL]
    + [Breaking(swap("katzensteuer.dmn", "settings.satz_draussen * 2", "settings.satz_draussen *"), "katzensteuer.dmn", "settings.satz_draussen *")],
    "bpmn-expression": element(script("tier.anzahl + (")),
    "feel-no-function": [one for one in expression("tier.anzahl(1) = 1") if one.file != "katzensteuer.dmn"],
    "feel-arguments": expression("date(1, 2) = null"),
    "feel-always-null": expression('tier.anzahl - "a" = 1'),
    "feel-unknown-type": expression("tier instance of Hund"),
    "feel-constant-condition": expression("if 1 = 1 then true else false"),
    "typed-decision-path": [
        Breaking(swap("antrag.form", f'"key": "tier.{old}"', f'"key": "tier.{old}{end}"'), "katzensteuer.dmn", f"tier.{old}")
        for old in ("anzahl", "draussen") for end in ("x", "_alt", "2")
    ],
    # soundness
    "bpmn-deadlock": element(STUCK, line='id="treffen"', first="weiche", last="treffen"),
    "bpmn-runs-twice": element(TWICE, line="id=", first="weiche", last="treffen"),
    "bpmn-cycle-without-wait": element(CIRCLE, line="id=", first="links", last="rechts"),
    "bpmn-no-way-out": element(NO_EXIT, line="id=", first="weiche", last="rechts"),
    "bpmn-dead-element": element(ALONE, line='id="allein"'),
    "bpmn-no-thrower": element(CAUGHT, line='id="fang"', before=ERROR),
    "bpmn-two-writers": element(WRITERS, line="id=", first="weiche", last="treffen"),
    "bpmn-unknown-decision": element('<bpmn:businessRuleTask id="neu" name="Neu"><bpmn:extensionElements><zeebe:calledDecision decisionId="hundesteuer" resultVariable="x" /></bpmn:extensionElements></bpmn:businessRuleTask>'),
    "bpmn-unknown-attribute": element('<bpmn:task id="neu" name="Neu" farbe="rot" />'),
    "bpmn-dangling-flow": [Breaking(swap(MODEL, f'<bpmn:sequenceFlow id="{name}"', f'<bpmn:sequenceFlow id="los" sourceRef="nirgends" targetRef="gemeldet" />\n<bpmn:sequenceFlow id="{name}"'), MODEL, 'id="los"') for name in FLOWS],
    "bpmn-duplicate-id": element('<bpmn:task id="geld" name="Neu" />', line='id="geld"', first="geld", last="geld"),
    # completeness
    "dmn-gap": [*(cell("&gt; 2", f"&gt; {number}") for number in (3, 4, 7, 12, 29)), cell("&lt;= 2", "&lt; 2")],
    "dmn-overlap": [cell("&lt;= 2", f"&lt;= {number}") for number in (3, 4, 7, 12, 29)],
    "dmn-rule-never-fires": [cell("&gt; 2", f"&gt; {number}") for number in (30, 31, 40, 100, 999)],
    "dmn-cell-misfit": [cell("&gt; 2", value) for value in ('"viele"', "true", '@"2026-01-01"', '"2"', "false")],
    "dmn-xml": [Breaking(cut("katzensteuer.dmn", part), "katzensteuer.dmn") for part in (100, 900, 2000, 4000, 6000)],
    "dmn-double-id": [
        Breaking(copied("katzensteuer.dmn", f"{name}.dmn"), f"{name}.dmn", '<decision id="') for name in ("kopie", "steuer", "uralt", "zwei", "zz")
    ],
    # law
    "act-remedy": [toml('remedy = "widerspruch"', f'remedy = "{name}"', "[act.") for name in ("klage", "einspruch", "antrag-amtsgericht", "beschwerde", "keiner")],
    "act-body": [toml('issuing_body = "magistrat"', f'issuing_body = "{name}"', "[act.") for name in ("buergermeister", "ordnungsbehoerde", "landrat", "standesamt", "gesundheitsamt")],
    "act-unknown-body": [toml('issuing_body = "magistrat"', f'issuing_body = "{name}"', "[act.") for name in ("rat", "amt", "magistrad", "koenig", "x")],
    "act-form": [toml('form = "text"', f'form = "{name}"', "[act.") for name in ("brief", "mail", "muendlich", "textform", "x")],
    "act-form-trust": [
        *(Breaking(both(swap("service.toml", 'form = "text"', 'form = "written"'), swap("service.toml", 'trust = "none"', f'trust = "{trust}"'), change), "service.toml", 'form = "written"')
          for trust in ("none", "basic") for change in (lambda files: None, swap("service.toml", '"magistrat"', '"gemeindevorstand"'))),
        Breaking(both(swap("service.toml", 'form = "text"', 'form = "written"'), swap("service.toml", '"magistrat"', '"kreisausschuss"')), "service.toml", 'form = "written"'),
    ],
    "act-unknown-channel": [ways(f'["post", "{name}"]', "[act.") for name in ("taube", "fax", "mail", "briefpost", "x")],
    "act-channel": [
        ways('["post", "retrieval"]', "[act."), ways('["retrieval", "post"]', "[act."), ways('["registered", "retrieval", "post"]', "[act."),
        *(Breaking(both(swap("service.toml", 'procedure = "ao-kag"', f'procedure = "{procedure}"'), ways(f'["post", "{way}"]', "[act.").change), "service.toml", "[act.")
          for procedure, way in (("owig", "handed-over"), ("pstg", "electronic"))),
    ],
    "act-channel-consent": [ways(value, "[act.") for value in ('["mailbox"]', '["electronic"]', '["mailbox", "electronic"]', '["electronic", "mailbox"]', "[]")],
    "act-channel-unbuilt": [
        ways('["post", "electronic"]'), ways('["electronic", "post"]'), ways('["registered", "electronic"]'),
        *(Breaking(both(swap("service.toml", 'procedure = "ao-kag"', 'procedure = "hvwvfg"'), ways(f'["post", "{way}"]').change), "service.toml", "notification = [")
          for way in ("mailbox", "electronic")),
    ],
    "act-channel-form": [
        Breaking(both(swap("service.toml", 'form = "text"', 'form = "written"'), ways(way).change), "service.toml", "notification = [")
        for way in ('["post", "mailbox"]', '["mailbox", "post"]', '["registered", "mailbox"]', '["certificate", "mailbox"]')
    ] + [Breaking(both(swap("service.toml", 'form = "text"', 'form = "written"'), swap("service.toml", 'procedure = "ao-kag"', 'procedure = "hvwvfg"'), ways('["post", "retrieval"]').change), "service.toml", "notification = [")],
    "act-no-letter": [toml("[act.katzenbescheid]", f"[act.{name}]") for name in ("bescheid", "hundebescheid", "katzenbrief", "x", "absage")],
    "privacy-secrecy": [toml('secrecy = ["tax"]', f"secrecy = {value}") for value in ("[]", '["social"]', '["health"]', '["registry"]', '["social", "health"]')],
    "service-fee": [
        toml('[fee]\nkind = "none"\n', "", "[service]"), toml('kind = "none"', 'kind = "fixed"', "[fee]"), toml('kind = "none"', 'kind = "fixed"\namount = "5.00"', "[fee]"),
        toml('kind = "none"', 'kind = "fixed"\nnorm = "§ 1"', "[fee]"),
        Breaking(both(swap("service.toml", '[fee]\nkind = "none"\n', ""), swap("service.toml", 'trust = "none"', 'trust = "high"')), "service.toml", "[service]"),
    ],
    "service-leika": [
        Breaking(both(swap("service.toml", '["99102013000000"]', "[]"), swap("service.toml", 'trust = "none"', f'trust = "{trust}"')), "service.toml", "leika =")
        for trust in ("none", "basic", "substantial", "high")
    ] + [Breaking(both(swap("service.toml", '["99102013000000"]', "[]"), swap("service.toml", "1.0.0", "2.0.0")), "service.toml", "leika =")],
    "texts-remedy": [
        Breaking(both(swap("service.toml", 'remedy = "Gegen den Bescheid können Sie Widerspruch einlegen."\n', ""), module_text(name, "Anders.").change), "service.toml", "[texts]")
        for name in TEXTS[:5]
    ],
    "texts-missing": [Breaking(module_text(name, "").change, "service.toml", "[texts]") for name in TEXTS],
    "date-fiction-norm": [toml("working_days = 10", f"{length}\nfiction = true", "[date.") for length in ("working_days = 10", "days = 30", "months = 3", "months = 1", "days = 90")],
    "date-fiction-kind": [toml('kind = "service"\nworking_days = 10', f'kind = "{kind}"\n{length}\nnorm = "§ 1"\nfiction = true', f'kind = "{kind}"') for kind in ("service", "resubmission") for length in ("days = 30", "months = 3", "working_days = 5")],
    "date-length": [toml("working_days = 10", new, "[date.") for new in ("working_days = 10\ndays = 3", "days = 3\nmonths = 1", "working_days = 3\nmonths = 1", "# keine", "days = 1\nmonths = 1\nworking_days = 1")],
    "date-statutory": [toml('kind = "service"\nworking_days = 10', f'kind = "statutory"\nworking_days = {number}', "working_days =") for number in (1, 5, 10, 20, 60)],
    "package-no-scenario": [
        Breaking(both(*(drop(f"scenarios/{name}.toml") for name in ("alter-satz", "drei-freigaenger", "keine-steuer", "wohnungskatze")), swap("service.toml", 'trust = "none"', f'trust = "{trust}"')), "service.toml", "[service]")
        for trust in ("none", "basic", "substantial", "high")
    ] + [Breaking(both(*(drop(f"scenarios/{name}.toml") for name in ("alter-satz", "drei-freigaenger", "keine-steuer", "wohnungskatze")), swap("service.toml", "1.0.0", "2.0.0")), "service.toml", "[service]")],
    # plain language
    "plain-long-sentence": [*(module_text(name, LONG) for name in TEXTS[:5]), sentence(LONG), field("tier_anzahl", lambda one: one.update(label=LONG))],
    "plain-officialese": [*(module_text("teaser", f"Sie zahlen {word} Satzung.") for word in OFFICIAL), sentence("Zahlen Sie unverzüglich."), field("person_plz", lambda one: one.update(label="Etwaige Postleitzahl"))],
    "plain-hard-text": [*(module_text(name, HARD) for name in TEXTS[:5]), Breaking(swap("katzenbescheid.md", "Die Steuer steht in der Satzung.", HARD), "katzenbescheid.md", "#")],
    # accessibility
    "field-no-label": each_field(lambda one: one.pop("label")),
    "field-no-error": each_field(lambda one: one["properties"].pop("error")),
    "page-no-title": [
        field("seite_katzen", lambda one: one.pop("label")), field("seite_katzen", lambda one: one.update(label="")), field("seite_person", lambda one: one.pop("label")),
        field("seite_person", lambda one: one.update(label="")), field("seite_person", lambda one: one.update(label=None) or one.pop("label")),
    ],
    "page-too-long": [
        field("seite_katzen", crowded(count)) for count in (6, 7, 8, 12, 20)
    ],
    "form-unknown-key": each_field(lambda one: one.update(farbe="rot")),
    "form-duplicate-key": each_field(lambda one: one.update(key="tier.rufname"), FIELDS[1:]),
    "form-refused-type": each_field(lambda one: one.update(type="html")),
    "form-syntax": [Breaking(cut("antrag.form", part), "antrag.form") for part in (1, 50, 400, 900, 2000)],
    # letters
    "letter-no-subject": [Breaking(swap("katzenbescheid.md", "# Bescheid über die Katzensteuer", new), "katzenbescheid.md") for new in ("", "Bescheid", "## Bescheid", "**Bescheid**", "- Bescheid")],
    "letter-double-id": [Breaking(swap("katzenbescheid.md", f"{{#{name}}}", "{#grund}"), "katzenbescheid.md", "{#grund") for name in ("anlass", "betrag", "zahlung", "rechtsgrundlage")] + [sentence("Die Steuer steht in der Satzung. {#anlass}\n\nMehr.")],
    "letter-reserved-id": [Breaking(swap("katzenbescheid.md", f"{{#{name}}}", f"{{#{new}}}"), "katzenbescheid.md", f"{{#{new}}}") for name, new in (("anlass", "remedy"), ("betrag", "remedy"), ("zahlung", "address"), ("rechtsgrundlage", "address"), ("anlass", "address"))],
    # translations
    "translation-missing": [
        Breaking(untranslated(f"antrag.form#{name}.label"), "antrag.form", f'"id": "{name}"')
        for name in FIELDS
    ],
    "translation-stale": [Breaking(field(name, lambda one: one.update(label="Anders")).change, "texts/en.toml", f"{name}.label") for name in FIELDS],
    "translation-unknown": [translation(f'antrag.form#{name}.label"', f'antrag.form#{name}x.label"') for name in FIELDS],
}  # fmt: skip
