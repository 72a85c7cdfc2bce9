"""The screens that pages are looked at on."""

from playwright.sync_api import Page

SIZES = {"phone": (390, 844), "desk": (1366, 768), "projector": (1920, 1080)}


def resize(page: Page, size: str) -> None:
    """Give the page a screen of one of SIZES."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def fits(page: Page, size: str) -> None:
    """Give the page a screen, and expect it to become no wider than that, charts too, which follow a moment later."""
    resize(page, size)
    page.wait_for_function(
        "width => innerWidth === width && document.documentElement.scrollWidth <= width", arg=SIZES[size][0]
    )
