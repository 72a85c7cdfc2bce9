// The map in the browser: fit, zoom, which texts are shown at which zoom, hover, and taps that change the address.
(function () {
  const NEAR_ZOOM = 1.3; // as in dashboard/figures/strategy_map/sizes.py; a test compares them
  // dash-cytoscape always passes a wheel sensitivity, its own default, and cytoscape then warns whoever opens the console.
  const warn = console.warn.bind(console);
  console.warn = (...said) => String(said[0]).startsWith("You have set a custom wheel sensitivity") || warn(...said);

  const LEAST_ZOOM = 0.4;
  const READABLE_ZOOM = 1.1; // from here on the lines of a card can be read
  const PAGES = ["objective", "kpi", "project"];
  let drawnData = { view: null };

  function canvas() {
    const place = document.getElementById("map-canvas");
    const holder = place && (place._cyreg ? place : place.querySelector("*"));
    for (const one of place ? [place, ...place.querySelectorAll("div")] : []) if (one._cyreg) return one._cyreg.cy;
    return holder && holder._cyreg ? holder._cyreg.cy : null;
  }

  function show(cy) {
    const near = cy.zoom() >= NEAR_ZOOM;
    cy.batch(() => cy.elements().forEach((element) => void element.toggleClass("zoomed", near)));
    cy.scratch("near", near);
  }

  // All of it, from the top; where that would be too small to read, as wide as the place is, to be moved by hand.
  function fit(cy) {
    cy.resize();
    const box = cy.elements().boundingBox();
    if (!box.w || !box.h) return;
    const whole = Math.min(cy.width() / box.w, cy.height() / box.h);
    const zoom = whole < LEAST_ZOOM ? Math.min(cy.width() / box.w, 1) : whole;
    cy.viewport({ zoom, pan: { x: (cy.width() - box.w * zoom) / 2 - box.x1 * zoom, y: -box.y1 * zoom } });
    show(cy);
  }

  const isChosen = () => new URLSearchParams(location.search).has("node");

  function subjectOf(element) {
    const subject = element.data("subject") || "";
    const at = subject.indexOf(":");
    return [subject.slice(0, at), subject.slice(at + 1)];
  }

  // The address without, or with, one more collapsed band.
  function toggleBand(key) {
    const parameters = new URLSearchParams(location.search);
    const collapsed = parameters.getAll("collapsed");
    const ours = collapsed.find((one) => one.slice(one.indexOf(":") + 1) === key);
    const next = ours ? collapsed.filter((one) => one !== ours) : [...collapsed, drawnData.bands + ":" + key];
    window.throughline.write("collapsed", next);
  }

  // A band that was folded is unfolded; objectives that were folded for want of room are filtered for.
  function openGroup(key) {
    const [band, rest] = [key.slice(0, key.indexOf("~")), key.slice(key.indexOf("~") + 1)];
    if (!rest) return toggleBand(band);
    window.throughline.write(drawnData.groups, rest);
  }

  // The point under the pointer stays where it is when the map comes nearer, so that a second tap meets the same thing.
  let touched = null;

  function approach(cy) {
    const selected = cy.$("node.selected").filter((one) => one.visible()).first();
    if (selected.empty()) return;
    if (cy.zoom() < READABLE_ZOOM) cy.zoom({ level: READABLE_ZOOM, renderedPosition: touched || selected.renderedPosition() });
    const box = selected.renderedBoundingBox({ includeLabels: false });
    const over = (low, high, room) => (low < 8 ? 8 - low : high > room - 8 ? room - 8 - high : 0);
    cy.panBy({ x: over(box.x1, box.x2, cy.width()), y: over(box.y1, box.y2, cy.height()) });
    touched = null;
  }

  function tapped(element) {
    const [kind, key] = subjectOf(element);
    if (kind === "band") return toggleBand(key);
    if (kind === "group") return openGroup(key);
    if (![...PAGES, "milestone"].includes(kind)) return;
    const node = kind + ":" + key;
    const parameters = new URLSearchParams(location.search);
    if (parameters.get("node") !== node || !PAGES.includes(kind)) return window.throughline.write("node", node);
    const kept = ["as_of", "revision"].filter((name) => parameters.has(name)).map((name) => name + "=" + encodeURIComponent(parameters.get(name)));
    const root = location.pathname.startsWith("/embed") ? "/embed/" : "/";
    window.throughline.go(root + kind + "/" + encodeURIComponent(key) + (kept.length ? "?" + kept.join("&") : ""));
  }

  function hover(cy, element, on) {
    const [kind, key] = subjectOf(element);
    cy.container().title = on ? [element.data("whole"), element.data("reason")].filter(Boolean).join("\n") : "";
    cy.container().style.cursor = on && (element.data("whole") || kind === "band") ? "pointer" : "";
    if (kind !== "objective") return;
    cy.batch(() => {
      cy.edges().forEach((edge) => {
        if (edge.data("source") === element.id() || edge.data("target") === element.id()) edge.toggleClass("hover", on);
      });
      element.toggleClass("hover", on);
    });
  }

  function listen(cy) {
    if (cy.scratch("ours")) return;
    cy.scratch("ours", true);
    cy.on("zoom", () => {
      if (cy.zoom() >= NEAR_ZOOM !== cy.scratch("near")) show(cy);
    });
    cy.on("add", () => show(cy));
    cy.on("tap", "node", (event) => {
      touched = event.renderedPosition;
      tapped(event.target);
    });
    cy.on("tap", (event) => event.target === cy && isChosen() && window.throughline.write("node", null));
    cy.on("mouseover", "node", (event) => hover(cy, event.target, true));
    cy.on("mouseout", "node", (event) => hover(cy, event.target, false));
    const resized = new ResizeObserver(() => {
      if (!cy.scratch("fitted")) return;
      if (cy.scratch("moved") || cy.$("node.selected").nonempty() || isChosen()) cy.resize();
      else fit(cy);
    });
    resized.observe(cy.container());
    cy.on("destroy", () => resized.disconnect());
    cy.on("pan zoom", () => cy.scratch("moved", document.activeElement === cy.container() || cy.scratch("byHand")));
    cy.container().addEventListener("wheel", () => cy.scratch("byHand", true), { passive: true });
    cy.container().addEventListener("pointerdown", () => cy.scratch("byHand", true));
  }

  // Waits until what the server sent is on the canvas, and until the letters that were measured are there.
  async function drawn(data) {
    if (!data) return;
    await Promise.all(["400 16px Inter", "600 16px Inter"].map((font) => document.fonts.load(font)));
    for (let tries = 0; tries < 100; tries++) {
      const cy = canvas();
      if (cy && !cy.destroyed() && (cy.elements().nonempty() || tries > 20)) {
        listen(cy);
        const again = drawnData.view !== data.view || !cy.scratch("fitted");
        const left = drawnData.node && !data.node && !cy.scratch("byHand");
        drawnData = data;
        if (again || left) {
          cy.scratch("byHand", false);
          fit(cy);
          cy.scratch("fitted", true);
          cy.scratch("moved", false);
        } else show(cy);
        cy.style().update();
        if (data.node) approach(cy);
        cy.container().dataset.ready = "true";
        return;
      }
      await new Promise((done) => setTimeout(done, 30));
    }
  }

  function zoom(how) {
    const cy = canvas();
    if (!cy) return;
    if (how === "fit") {
      cy.scratch("byHand", false);
      fit(cy);
      cy.scratch("moved", false);
      return;
    }
    cy.scratch("byHand", true);
    const selected = cy.$(".selected").first();
    const middle = selected.nonempty() ? selected.renderedPosition() : { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level: cy.zoom() * (how === "in" ? 1.35 : 1 / 1.35), renderedPosition: middle });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-zoom]");
    if (button) zoom(button.dataset.zoom);
  });

  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    throughlineMap: {
      size: () => (window.innerWidth < 700 ? "phone" : window.innerWidth < 1600 ? "desk" : "wide"),
      drawn(data) {
        drawn(data);
      },
    },
  });
})();
