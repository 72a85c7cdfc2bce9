// What AG Grid asks of the browser: our colours, and cells that are links, figures and statuses. Text stays text.
(function () {
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const components = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const WORDS = { on_track: "on track", at_risk: "at risk", off_track: "off track", done: "done", not_started: "not started", no_data: "no data" };
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const LETTERS = { on_track: "A", at_risk: "B", off_track: "C" };

  functions.throughlineGrid = (base) =>
    base.withParams({
      accentColor: "var(--accent)",
      backgroundColor: "var(--card)",
      foregroundColor: "var(--ink)",
      headerBackgroundColor: "var(--card)",
      headerTextColor: "var(--second)",
      headerFontWeight: 500,
      borderColor: "var(--hairline)",
      rowHoverColor: "var(--page)",
      selectedRowBackgroundColor: "var(--accent-fill)",
      oddRowBackgroundColor: "var(--card)",
      chromeBackgroundColor: "var(--card)",
      menuBackgroundColor: "var(--card)",
      tooltipBackgroundColor: "var(--card)",
      tooltipTextColor: "var(--ink)",
      inputBackgroundColor: "var(--card)",
      browserColorScheme: "inherit",
      fontFamily: "var(--font)",
      fontSize: 14,
      headerFontSize: 12,
      wrapperBorderRadius: 8,
      cellHorizontalPadding: 12,
      iconSize: 14,
    });

  // Thin spaces for thousands; as many decimals as the number has, and no more than three.
  functions.throughlineFigure = (value) =>
    value === null || value === undefined
      ? "–"
      : new Intl.NumberFormat("en", { maximumFractionDigits: 3 }).format(value).replaceAll(",", "\u202f").replace("-", "\u2212");

  // An ISO day or moment as 31 Oct 2026, without asking the time zone of the browser.
  functions.throughlineDay = (value) => {
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(value || "") || [];
    return year ? `${Number(day)} ${MONTHS[month - 1]} ${year}` : "–";
  };

  components.Link = ({ value, data, href }) => {
    const to = data && data[href];
    const local = typeof to === "string" && to.startsWith("/") && !to.startsWith("//");
    return React.createElement(local ? "a" : "span", local ? { href: to } : {}, value);
  };

  components.Status = ({ value, data }) => {
    if (!WORDS[value]) return React.createElement("span", {}, value);
    const stale = data && data.stale ? " mark-stale" : "";
    const mark = React.createElement("span", { className: "mark" + stale, "data-status": value, "aria-hidden": "true" }, LETTERS[value]);
    return React.createElement("span", { className: "status", "data-status": value }, mark, WORDS[value] + (stale ? ", stale" : ""));
  };
})();
