// Elements that only show something (dashboard/panels/still.py), drawn in one go: text stays text, and a link leads to a
// page.
(function () {
  const KINDS = new Set(
    ("a article aside button caption code dd details div dl dt h1 h2 h3 header kbd li nav ol p pre section span strong " +
      "summary table tbody td th thead tr ul").split(" "),
  );

  function leads(href) {
    try {
      return ["http:", "https:"].includes(new URL(href, location.href).protocol);
    } catch {
      return false;
    }
  }

  function draw(node) {
    if (!Array.isArray(node)) return node;
    const [kind, properties, ...children] = node;
    if (!KINDS.has(kind)) throw new Error(`not an element of ours: ${kind}`);
    const leading = properties.href === undefined || leads(properties.href);
    return React.createElement(kind, leading ? properties : { ...properties, href: undefined }, ...children.map(draw));
  }

  window.throughline.Still = ({ drawn }) => React.createElement(React.Fragment, null, ...drawn.map(draw));
})();
