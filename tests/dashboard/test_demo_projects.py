"""What is computed of the twenty projects of the sample portfolio, against the figures that its story gives."""

import pytest

from data import queries
from data.store import Store

# Project, BAC, PV, EV, AC (thousands, project currency), CPI, SPI, EAC/BAC, status at 31 October 2026.
OCTOBER = [
    ("P01", 4200, 3100, 3060, 3010, 1.017, 0.987, 0.984, "on_track"),
    ("P02", 1150, 900, 905, 880, 1.028, 1.006, 0.972, "on_track"),
    ("P03", 860, 860, 860, 845, 1.018, 1.000, 0.983, "done"),
    ("P05", 1900, 1900, 1900, 1940, 0.979, 1.000, 1.021, "done"),
    ("P06", 6400, 4100, 3040, 3900, 0.779, 0.741, 1.283, "off_track"),
    ("P07", 1300, 980, 900, 930, 0.968, 0.918, 1.033, "at_risk"),
    ("P08", 740, 560, 515, 520, 0.990, 0.920, 1.010, "at_risk"),
    ("P09", 5100, 4700, 3560, 3790, 0.939, 0.757, 1.065, "off_track"),
    ("P10", 1050, 820, 830, 800, 1.038, 1.012, 0.964, "on_track"),
    ("P11", 7800, 5600, 4950, 5380, 0.920, 0.884, 1.087, "off_track"),
    ("P12", 2300, 2300, 2190, 2390, 0.916, 0.952, 1.091, "off_track"),
    ("P13", 3400, 2050, 1640, 1600, 1.025, 0.800, 0.976, "off_track"),
    ("P14", 5600, 3900, 3850, 3820, 1.008, 0.987, 0.992, "on_track"),
    ("P15", 2700, 2000, 2010, 1990, 1.010, 1.005, 0.990, "on_track"),
    ("P17", 980, 760, 770, 750, 1.027, 1.013, 0.974, "on_track"),
    ("P19", 4200, 2600, 2620, 2560, 1.023, 1.008, 0.977, "on_track"),
    ("P20", 1600, 1150, 1140, 1130, 1.009, 0.991, 0.991, "on_track"),
]
# Revision, then of P06: PV, EV, AC (thousands), CPI, SPI(t), EAC (thousands), status.
PLANT = [
    (1, 1900, 1850, 1880, 0.984, 0.975, 6504, "on_track"),
    (2, 2300, 2150, 2290, 0.939, 0.938, 6817, "at_risk"),
    (3, 2750, 2420, 2720, 0.890, 0.895, 7193, "off_track"),
    (4, 3200, 2640, 3140, 0.841, 0.844, 7612, "off_track"),
    (5, 3650, 2850, 3540, 0.805, 0.802, 7949, "off_track"),
    (6, 4100, 3040, 3900, 0.779, 0.764, 8211, "off_track"),
]


def computed(store: Store, revision: int) -> dict[tuple[str, str], tuple[float | None, str | None, str | None]]:
    """Give (value, status, text) of every project and measure."""
    with store.reading() as connection:
        rows = queries.findings(connection, revision, "project").to_dict("records")
    return {(row["subject"], row["measure"]): (row["value"], row["status"], row["text"]) for row in rows}


def test_earned_value_of_every_project_with_a_schedule_is_that_of_the_story(demo_store: Store) -> None:
    found = computed(demo_store, 6)

    def value(key: str, measure: str) -> float:
        number = found[key, measure][0]
        assert number is not None
        return number

    assert [
        (
            key, *(round(value(key, measure) / 1000) for measure in ("bac", "pv", "ev", "ac")),
            *(round(value(key, measure), 3) for measure in ("cpi", "spi")),
            round(value(key, "eac") / value(key, "bac"), 3), found[key, "status"][1],
        )
        for key, *_ in OCTOBER
    ] == OCTOBER  # fmt: skip


@pytest.mark.parametrize("row", PLANT, ids=lambda row: f"revision {row[0]}")
def test_the_plant_earns_less_and_less_for_each_euro(demo_store: Store, row: tuple[float, ...]) -> None:
    found = computed(demo_store, int(row[0]))
    values = [found["P06", measure][0] or 0.0 for measure in ("pv", "ev", "ac", "cpi", "spi_t", "eac")]
    thousands = [round(value / 1000) for value in (*values[:3], values[5])]
    assert [*thousands[:3], *(round(value, 3) for value in values[3:5]), thousands[3], found["P06", "status"][1]] == [
        *row[1:]
    ]


def test_projects_without_a_schedule_are_judged_by_what_is_known_and_say_what_is_not(demo_store: Store) -> None:
    found = computed(demo_store, 6)
    assert [found[key, "status"][1] for key in ("P04", "P16", "P18")] == ["on_track", "at_risk", "on_track"]
    nothing = "not computed: no schedule is known; load the project's schedule"
    assert found["P04", "ev"] == (None, None, nothing)
    assert ("P04", "cost_status") not in found
    assert found["P04", "ac"][0] == 330_000


def test_the_plant_would_be_done_in_august_2027_instead_of_march(demo_store: Store) -> None:
    months = computed(demo_store, 6)["P06", "ieac_t"][0]
    assert months == pytest.approx(19.6, abs=0.05)  # from January 2026: within August 2027


def test_each_dimension_has_its_own_status_and_the_project_the_worst(demo_store: Store) -> None:
    found = computed(demo_store, 6)
    names = ("schedule", "cost", "milestones", "deliverables", "risks")
    assert {key: [found[key, f"{name}_status"][1] for name in names] for key in ("P06", "P09", "P11")} == {
        "P06": ["off_track", "off_track", "on_track", "at_risk", "at_risk"],
        "P09": ["off_track", "at_risk", "off_track", "at_risk", "on_track"],
        "P11": ["off_track", "at_risk", "off_track", "on_track", "at_risk"],
    }
