// The frame follows the address: the place in the rail, the panel, the title of the tab, the focus.
(function () {
  const root = document.documentElement;
  const UNDER = { map: ["objective", "kpi", "project"], resources: ["person", "conflict"] }; // pages below a place
  let path = location.pathname;
  let arriving = false; // on another page, whose heading is to get the focus
  let focused = null; // the heading that got it; it may still be that of the page before, and go

  function showAddress() {
    const parameters = new URLSearchParams(location.search);
    root.toggleAttribute("data-node", parameters.has("node") || parameters.has("cell"));
    root.toggleAttribute("data-as-of", parameters.has("as_of") || parameters.has("revision"));
    if (location.pathname !== path) {
      path = location.pathname;
      arriving = true;
      window.scrollTo(0, 0);
      document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    }
    showFrame();
  }

  // Links of the frame keep the moment that is looked at.
  function showFrame() {
    const parameters = new URLSearchParams(location.search);
    const kept = new URLSearchParams([...parameters].filter(([name]) => name === "as_of" || name === "revision")).toString();
    document.querySelectorAll("a[data-keep]").forEach((link) => {
      link.setAttribute("href", link.getAttribute("href").split("?")[0] + (kept ? "?" + kept : ""));
    });
    const page = location.pathname.split("/")[1] || "map";
    document.querySelectorAll("a[data-place]").forEach((link) => {
      const here = link.dataset.place === page || (UNDER[link.dataset.place] || []).includes(page);
      if (here) link.setAttribute("aria-current", link.dataset.place === page ? "page" : "true");
      else link.removeAttribute("aria-current");
    });
  }

  // The places behind "More" close when one goes there, points elsewhere, or presses Esc.
  const closeMore = () => document.querySelectorAll(".rail-more[open]").forEach((more) => more.removeAttribute("open"));
  document.addEventListener("click", (event) => {
    if (event.target.closest(".rail-more a") || !event.target.closest(".rail-more")) closeMore();
  });
  document.addEventListener("keydown", (event) => {
    const more = event.key === "Escape" && document.querySelector(".rail-more[open]");
    if (!more) return;
    closeMore();
    more.querySelector("summary").focus();
  });

  let product = document.title;
  function showTitle() {
    const heading = document.querySelector("#content h1");
    if (!heading) return;
    const title = heading.textContent === product ? product : heading.textContent + " · " + product;
    if (document.title !== title) document.title = title;
    const lost = focused && !focused.isConnected && document.activeElement === document.body;
    if (arriving || lost) {
      focused = heading;
      focused.focus({ preventScroll: true });
    }
    arriving = false;
  }

  function whenDrawn(watched, react) {
    new MutationObserver(react).observe(watched, { childList: true, subtree: true, characterData: true });
  }

  function start() {
    const content = document.getElementById("content");
    if (!content) return false;
    whenDrawn(content, showTitle);
    showAddress();
    showTitle();
    return true;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const waiting = new MutationObserver(() => start() && waiting.disconnect());
    if (!start()) waiting.observe(document.body, { childList: true, subtree: true });
  });
  // On a narrow embedded page the panel is in the flow, and may be far from what was tapped.
  function showPanel() {
    const panel = root.hasAttribute("data-node") && document.querySelector(".side-panel");
    if (panel && getComputedStyle(panel).position === "static") panel.scrollIntoView();
  }

  window.addEventListener("popstate", () => {
    showAddress();
    showPanel();
  });
  new MutationObserver(() => {
    if (document.getElementById("content")) dash_clientside.set_props("theme", { data: window.throughline.drawnIn() });
  }).observe(root, { attributeFilter: ["data-mantine-color-scheme", "data-statuses"] });
})();
