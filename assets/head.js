// Runs in the head, before anything is drawn, so that no page flashes in the wrong colours.
// Mantine keeps the choice of light or dark under the key below and follows it by itself.
(function () {
  const SCHEME = "mantine-color-scheme-value";
  const STATUSES = "throughline-statuses";
  const root = document.documentElement;

  // An embedded page may be refused its storage; then the system decides.
  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function keep(key, value) {
    try {
      localStorage.setItem(key, value);
      // A window hears of its own changes no other way; Mantine listens to this event.
      window.dispatchEvent(new StorageEvent("storage", { storageArea: localStorage, key, newValue: value }));
    } catch {
      // Not kept; it holds until the page is left.
    }
  }

  const scheme = () => (["light", "dark"].includes(kept(SCHEME)) ? kept(SCHEME) : "auto");
  const statuses = () => (kept(STATUSES) === "blue-orange" ? "blue-orange" : "usual");
  const system = () => (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  function showStatuses(value) {
    if (value === "blue-orange") root.dataset.statuses = value;
    else delete root.dataset.statuses;
  }

  root.dataset.mantineColorScheme = scheme() === "auto" ? system() : scheme();
  showStatuses(statuses());
  // How high a frame is before the page around it follows what embed.js tells.
  root.style.setProperty("--first-height", window.innerHeight + "px");

  window.throughline = {
    chosen_scheme: scheme,
    chosen_statuses: statuses,
    choose_scheme(value) {
      if (value && value !== scheme()) keep(SCHEME, value);
    },
    choose_statuses(value) {
      if (!value || value === statuses()) return;
      keep(STATUSES, value);
      showStatuses(value);
    },
    // What figures are drawn in, for those that CSS cannot colour.
    drawnIn: () => ({ scheme: root.dataset.mantineColorScheme, statuses: root.dataset.statuses || "usual" }),
  };
})();
