"""What a browser spends on showing pages: scripts, style, layout and painting, as processor time of its page."""

from playwright.sync_api import Page


class Painting:
    """Takes the seconds of a page since `begin`."""

    def __init__(self, page: Page) -> None:
        page.set_viewport_size({"width": 1366, "height": 768})
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._before: dict[str, float] = {}

    def begin(self) -> None:
        """Begin to count."""
        self._before = self._counted()

    def spent(self) -> dict[str, float]:
        """Give the seconds of the whole ("Task") and of its parts ("Script", "Layout", "RecalcStyle")."""
        return {name: seconds - self._before[name] for name, seconds in self._counted().items()}

    def _counted(self) -> dict[str, float]:
        found = self._devtools.send("Performance.getMetrics")["metrics"]
        return {one["name"].removesuffix("Duration"): one["value"] for one in found if "Duration" in one["name"]}
