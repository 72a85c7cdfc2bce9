"""The page about the sheets of the register says what the loader reads."""

from pathlib import Path

from loaders.register.guide import markdown

PAGE = Path(__file__).parents[2] / "docs" / "register.md"


def test_the_page_is_as_the_description_of_the_sheets_makes_it():
    remedy = "run: python -m loaders.register.guide > docs/register.md"
    assert PAGE.read_text("utf-8") == markdown() + "\n", remedy


def test_a_column_is_told_with_its_need_its_choices_its_example_and_its_other_headings():
    better = "| better | required | which way is better (one of: higher, lower, range, yes_no) | lower | direction, "
    red_flag = "| red_flag | no; blank: halfway from baseline to target |"
    assert better in markdown()
    assert red_flag in markdown()
