// What is shown lives in the address: a click changes it, and it changes the page.
(function () {
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const none = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  const isEmbedded = (path) => path === "/embed" || path.startsWith("/embed/");

  const OPENS = ["node", "cell"]; // parameters that open the panel and change nothing else

  function go(href) {
    if (href === location.pathname + location.search) return;
    history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }

  function changed(search, change) {
    const parameters = new URLSearchParams(search);
    change(parameters);
    const text = parameters.toString();
    return text ? "?" + text : "";
  }

  function isOurs(url) {
    if (url.origin !== location.origin || isEmbedded(url.pathname) !== isEmbedded(location.pathname)) return false;
    return !/^\/(api|assets|healthz)(\/|$)/.test(url.pathname);
  }

  // What a person touched last, from inside out, and when: a value that changes by itself is nobody's choice. What
  // clears a control goes with what it cleared, so all around it is noted while it is still there.
  let touched = { at: 0, within: [] };
  for (const kind of ["pointerdown", "keydown"])
    document.addEventListener(kind, (event) => (touched = { at: Date.now(), within: event.composedPath() }), true);

  Object.assign(window.throughline, {
    go,

    chosen(ident) {
      const control = document.getElementById(ident);
      const around = control ? [".filters", ".mantine-InputWrapper-root"].map((one) => control.closest(one)) : [];
      const isIn = (one) => around.includes(one) || (one.matches && one.matches("[role=listbox]")); // which may stand elsewhere
      return Boolean(control && touched.within.some(isIn) && Date.now() - touched.at < 3000);
    },

    // The value of a control from the address; nothing when it has it already.
    read(name, many, search, value) {
      const values = new URLSearchParams(search).getAll(name);
      const next = many ? values : values[0];
      if (same(next, value) || (none(next) && none(value))) return dash_clientside.no_update;
      return none(next) ? (many ? [] : typeof value === "string" && name === "search" ? "" : null) : next;
    },

    // The address from the value of a control.
    write(name, value) {
      const values = none(value) ? [] : [].concat(value).map(String);
      if (same(values, new URLSearchParams(location.search).getAll(name))) return;
      const search = changed(location.search, (parameters) => {
        parameters.delete(name);
        if (name === "as_of") parameters.delete("revision");
        // Another filter makes other rows: begin at the first page of them, with no cell of the old ones open.
        else if (name !== "node" && name !== "cell") ["page", "cell"].forEach((one) => one !== name && parameters.delete(one));
        values.forEach((one) => parameters.append(name, one));
      });
      go(location.pathname + search);
    },

    follow(data) {
      if (data && data.href && isOurs(new URL(data.href, location.href))) go(data.href);
    },

    // What the callbacks of the page in the content listen to. While another page is about to come, they are left alone.
    address(pathname, search, revision, path, asked, filters) {
      const { no_update } = dash_clientside;
      window.throughline.known = revision;
      if (pathname !== path) return [no_update, no_update];
      const next = { at: pathname + search, revision };
      const rest = { at: pathname + changed(search, (parameters) => OPENS.forEach((name) => parameters.delete(name))), revision };
      return [same(next, asked) ? no_update : next, same(rest, filters) ? no_update : rest];
    },

    theme(_, drawn) {
      const next = window.throughline.drawnIn();
      return same(next, drawn) ? dash_clientside.no_update : next;
    },
  });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, { throughline: window.throughline });

  // Any plain link goes to its page without loading everything again: in text, in grids, in drawings.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.hasAttribute("download") || (link.target && link.target !== "_self")) return;
    const url = new URL(link.getAttribute("href"), location.href);
    if (!isOurs(url) || (url.hash && url.pathname === location.pathname && url.search === location.search)) return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
})();
