"""An old register of dogs as a town has it: invented, with doubles, wrong dates and missing names in known places."""

from dataclasses import dataclass, field
from random import Random

HEADING = (
    "Markennr.",
    "Nachname",
    "Vorname",
    "Strasse",
    "PLZ",
    "Ort",
    "Hundename",
    "Rasse",
    "gefährlich",
    "Steuerbeginn",
    "Jahressteuer",
    "Notiz",
)
MAPPED = {
    "marke": 0, "halter.nachname": 1, "halter.vorname": 2, "halter.strasse": 3, "halter.plz": 4, "halter.ort": 5, "hund.name": 6,
    "hund.rasse": 7, "hund.gefaehrlich": 8, "steuer.beginn": 9, "steuer.satz": 10,
}  # fmt: skip
NAMES = ("Müller", "Yıldız", "Großmann", "Nuñez", "Weiß", "Öztürk", "d'Àvila", "Kuhn", "Schäfer", "von der Heide")
GIVEN = ("Anna", "Zoë", "Şükrü", "Jürgen", "Inés", "Max", "Ute", "Özlem", "Jörg", "Mia")
DOGS = ("Bella", "Rex", "Luna", "Bello", "Waldi", "Struppi", "Max", "Kira", "Balu", "Emma")
DATES = ("1.3.2019", "01.03.2019", "2019-03-01", "1. März 2019", "1.3.19", "01.03.2019 00:00:00")
WRONG_DATES = ("31.2.2019", "unbekannt", "2019", "13/25/2019", "")


@dataclass
class OldRegister:
    """The file, and the lines that are wrong on purpose, by what is wrong with them."""

    content: bytes
    lines: int
    wrong: dict[str, set[int]] = field(default_factory=dict)

    @property
    def doubtful(self) -> set[int]:
        return set().union(*self.wrong.values())


def old_register(count: int, *, encoding: str = "cp1252", seed: int = 1) -> OldRegister:
    """`count` rows; about one in eight is wrong."""
    random = Random(seed)
    rows: list[list[str]] = []
    wrong: dict[str, set[int]] = {"date": set(), "name": set(), "double": set(), "tag": set(), "rate": set()}
    encodable = [name for name in (*NAMES, *GIVEN) if _fits(name, encoding)]
    names, given = [n for n in NAMES if n in encodable], [n for n in GIVEN if n in encodable]
    for number in range(1, count + 1):
        row = [
            str(number), f"{random.choice(names)}-{_spelt(number)}", random.choice(given), f"Gasse {number}", "35066", "Frankenberg",
            random.choice(DOGS), "Pudel", random.choice(("ja", "nein", "", "x")), random.choice(DATES), "84,00 €", "=1+1",
        ]  # fmt: skip
        line, kind = number + 1, random.randrange(40)
        if kind == 0:
            row[9] = random.choice(WRONG_DATES)
            wrong["date"].add(line)
        elif kind == 1:
            row[random.choice((1, 2, 6))] = " "
            wrong["name"].add(line)
        elif kind == 2 and number > 1:
            row = [f"D{number}", *rows[0][1:]]
            wrong["double"].add(line)
        elif kind == 3 and number > 1:
            row[0] = "1"
            wrong["tag"].add(line)
        elif kind == 4:
            row[10] = "vierundachtzig"
            wrong["rate"].add(line)
        elif kind == 5:
            row[1] += f" {number}"  # no name has digits
            wrong["name"].add(line)
        rows.append(row)
        if number == 1:
            rows[0][9], rows[0][10], rows[0][1], rows[0][2], rows[0][6] = DATES[0], "84,00", "Erste-A", "Anna", "Bella"
            for lines in wrong.values():
                lines.discard(line)
    text = "\r\n".join(";".join(row) for row in [HEADING, *rows]) + "\r\n"
    return OldRegister(text.encode(encoding), count, wrong)


def _spelt(number: int) -> str:
    """A number in letters, so that it can be part of a name."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _fits(name: str, encoding: str) -> bool:
    try:
        name.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
