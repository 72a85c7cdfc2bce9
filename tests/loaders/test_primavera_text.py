"""How the bytes of an XER file become text, and how its numbers are written, whatever machine exported it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records import Expense, Task
from loaders.primavera import LOADER
from loaders.primavera.text import decode
from tests.loaders.xer import HEADER, SMALL, load, rows, small, text

LANGUAGES = {
    "cp1252": [
        "Prüfung der Lüftungsanlage im Gebäude, Außenwände und Böden",
        "Pose des façades préfabriquées à l'étage, réservé aux métiers",
        "Instalação de tubulações, fundações e acabamentos até março",
        "Steypa undirstöður og reisa stálgrind, frágangur á þaki og gólfi",
        "Støbning af kælderydervægge på grunden, 40 m³ beton",
        "¿Qué falta? 12 m³ de hormigón",
        "Läggning av kablar och rör på övre våningen, målning",
        "Año de construcción: señalización y diseño eléctrico",
    ],
    "cp1250": [
        "Roboty żelbetowe – ława i ściany, część północna, słupy",
        "Montáž střešní krytiny, příprava podloží, zkoušky kotlů",
    ],
    "cp1254": ["Şantiye kuruluşu, çelik yapı montajı, ısıtma ve soğutma işleri"],
    "cp1251": [
        "Устройство монолитных железобетонных конструкций фундамента",
        "Монтаж оборудования и пусконаладочные работы",
    ],
    "cp1253": ["Κατασκευή θεμελίων και σκυροδέτηση της πλάκας του ισογείου"],
    "cp1255": ["עבודות עפר ויסודות, יציקת רצפה והתקנת מערכות מיזוג אוויר"],
    "cp1256": ["حفر حتى منسوب التأسيس", "أعمال الخرسانة المسلحة للأساسات والأعمدة"],
    "cp932": ["基礎コンクリート打設と鉄骨の組み立て"],
    "cp949": ["기초 콘크리트 타설 및 철골 설치 공사"],
    "gbk": ["基础混凝土浇筑和钢结构安装工程施工"],
    "big5": ["基礎混凝土澆置及鋼結構安裝工程施工"],
}


def name(path: Path, content: bytes) -> object:
    return rows(load(path, content), Task)["VEL.31"]["name"]


def with_name(task: str, header: str = HEADER) -> str:
    return text({**SMALL, "TASK": f"task_id | proj_id | task_name\n 31 | 1 | {task}"}, header=header)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("task", ["Grundstück räumen", "Устройство фундамента", "基礎工事"])
def test_unicode_is_read_with_and_without_a_mark(tmp_path: Path, encoding: str, task: str):
    content = with_name(task).encode(encoding)
    assert LOADER.identify(tmp_path, content[:65536])
    assert name(tmp_path, content) == task


@pytest.mark.parametrize(
    ("codepage", "task"), [(codepage, task) for codepage, tasks in LANGUAGES.items() for task in tasks]
)
def test_an_undeclared_code_page_is_told_by_its_letters_and_said(tmp_path: Path, codepage: str, task: str):
    export = load(tmp_path, with_name(task).encode(codepage))
    assert rows(export, Task)["VEL.31"]["name"] == task
    shown = codepage.replace("cp125", "Windows-125")
    assert f"its letters are read as {shown}." in " ".join(export.notes)


@pytest.mark.parametrize("field", ["1251", "cp1251", "Windows-1251", "windows1251"])
def test_a_declared_code_page_is_obeyed(tmp_path: Path, field: str):
    """Two letters are too few to tell a language by."""
    export = load(tmp_path, with_name("Ям", header=f"{HEADER} {field}").encode("cp1251"))
    assert rows(export, Task)["VEL.31"]["name"] == "Ям"
    assert "The file declares the code page cp1251." in export.notes


def test_signs_outside_words_are_western_and_worth_no_note(tmp_path: Path):
    export = load(tmp_path, with_name("Budget – 5 £").encode("cp1252"))
    assert rows(export, Task)["VEL.31"]["name"] == "Budget – 5 £"
    assert len(export.notes) == 1


def test_utf_8_with_a_broken_character_stays_utf_8(tmp_path: Path):
    """P6 cuts long texts by bytes, through the middle of a character."""
    content = with_name("Ausrüstung für die Prüfstände der Übergabestation, größtenteils geprüft").encode()
    export = load(tmp_path, content.replace("geprüft".encode(), b"gepr\xc3"))
    assert str(rows(export, Task)["VEL.31"]["name"]).endswith("größtenteils gepr�")
    assert "Broken characters of the file stand as � (1)." in export.notes


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(tmp_path: Path, end: str):
    assert name(tmp_path, with_name("Dig").replace("\n", end).encode()) == "Dig"


def test_nul_characters_are_left_out_and_said(tmp_path: Path):
    export = load(tmp_path, with_name("D\0ig\0").encode())
    assert rows(export, Task)["VEL.31"]["name"] == "Dig"
    assert "NUL characters are no text and were left out (2)." in export.notes


def test_line_breaks_and_quotation_marks_are_read_as_p6_writes_them(tmp_path: Path):
    assert name(tmp_path, with_name('Pipe ""A""\x7f\x7fthen\x7fB').encode()) == 'Pipe "A"\nthen\nB'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="cp1252", exclude_characters="\n\r\t\0\x7f"), max_size=40))
def test_any_western_name_survives_utf_8(text: str):
    assert decode(f"ERMHDR\t{text}\n".encode()) == (f"ERMHDR\t{text}\n", [])


# --- numbers ----------------------------------------------------------------------------------------------------------

CURRENCIES = "curr_id | curr_short_name | decimal_symbol | base_exch_rate\n 1 | EUR | {} | 1"
COSTS = "cost_item_id | proj_id | target_cost | act_cost | remain_cost\n 6 | 1 | {} | {} | {}"


def costs(path: Path, *cells: str, sign: str = ".") -> tuple[object, ...]:
    """Read three costs of a file whose currency has this decimal sign, and whether the row was kept."""
    export = load(path, small(CURRTYPE=CURRENCIES.format(sign), PROJCOST=COSTS.format(*cells)))
    row = rows(export, Expense).get("VEL.6", {})
    return row.get("planned"), row.get("actual"), row.get("remaining")


@pytest.mark.parametrize(
    ("cells", "sign", "read"),
    [
        (("1200.5", "0", ""), ".", (1200.5, 0.0, None)),
        (("1200,5", "0", "3"), ".", (1200.5, 0.0, 3.0)),  # the comma proves itself, whatever the currency says
        (("1200,5", "1.234", "3"), ",", (1200.5, 1234.0, 3.0)),
        (("1.234.567,89", "1", "2"), ".", (1234567.89, 1.0, 2.0)),
        (("1,234,567.89", "1", "2"), ",", (1234567.89, 1.0, 2.0)),
        (("1,234", "5", "6"), ".", (1234.0, 5.0, 6.0)),  # proves nothing: as the currency says
        (("1,234", "5", "6"), ",", (1.234, 5.0, 6.0)),
        (("-.5", "+7.", "1E3"), ".", (-0.5, 7.0, 1000.0)),
    ],
)
def test_the_decimal_sign_is_one_for_the_whole_file(
    tmp_path: Path, cells: tuple[str, ...], sign: str, read: tuple[object, ...]
):
    assert costs(tmp_path, *cells, sign=sign) == read


def test_a_file_with_both_signs_keeps_what_fits_its_currency_and_rejects_the_rest(tmp_path: Path):
    table = "cost_item_id | proj_id | target_cost\n 6 | 1 | 10,5\n 7 | 1 | 10.5"
    export = load(tmp_path, small(CURRTYPE=CURRENCIES.format(","), PROJCOST=table))
    assert {key: row.get("planned") for key, row in rows(export, Expense).items()} == {"VEL.6": 10.5}
    assert [(r.field, r.value) for r in export.rejections] == [("target_cost", "10.5")]
    assert "Numbers are written in two ways: decimal commas (1) and points (1)." in export.notes


def test_commas_in_texts_prove_nothing(tmp_path: Path):
    export = load(
        tmp_path, small(PROJCOST="cost_item_id | proj_id | cost_name | target_cost\n 6 | 1 | 2,5 t steel | 1.5")
    )
    assert rows(export, Expense)["VEL.6"]["planned"] == 1.5
    assert len(export.notes) == 1
