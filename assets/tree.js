// Trees are walked by keys as the ARIA practices say: arrows move and fold, Home and End jump, Enter follows the link.
(function () {
  const items = (tree) => [...tree.querySelectorAll("[role=treeitem]")].filter((item) => !item.parentElement.closest("[aria-expanded=false]"));

  // A tree is drawn anew whenever what is shown changes: where one was in it, and what was folded, outlives that.
  let place = null; // the path of the item that has the tab stop
  let inTree = false; // whether the focus was last seen in a tree
  const folded = new Set(); // paths

  function path(item) {
    const above = item.parentElement.closest("[role=treeitem]");
    return (above ? path(above) + " " : "") + item.dataset.node;
  }

  function stopAt(tree, item) {
    tree.querySelectorAll("[role=treeitem][tabindex='0']").forEach((one) => one.setAttribute("tabindex", "-1"));
    item.setAttribute("tabindex", "0");
  }

  function focus(tree, item) {
    if (!item) return;
    stopAt(tree, item);
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  function fold(item, closed) {
    item.setAttribute("aria-expanded", String(!closed));
    folded[closed ? "add" : "delete"](path(item));
  }

  function unfold(tree, item) {
    if (item.getAttribute("aria-expanded") === "false") fold(item, false);
    else focus(tree, item.querySelector("[role=group] > [role=treeitem]"));
  }

  function foldUp(tree, item) {
    if (item.getAttribute("aria-expanded") === "true") fold(item, true);
    else focus(tree, item.parentElement.closest("[role=treeitem]"));
  }

  function restore(tree) {
    const all = [...tree.querySelectorAll("[role=treeitem]")];
    all.filter((item) => item.hasAttribute("aria-expanded") && folded.has(path(item))).forEach((item) => fold(item, true));
    const same = place && all.find((item) => path(item) === place);
    if (same || all[0]) stopAt(tree, same || all[0]);
    if (same && inTree && document.activeElement === document.body) same.focus({ preventScroll: true });
  }

  window.throughline.backToTree = () => document.querySelector("[role=tree] [role=treeitem][tabindex='0']")?.focus();

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[role=treeitem]");
    inTree = Boolean(item);
    if (item) place = path(item);
  });
  document.addEventListener("pointerdown", (event) => (inTree = Boolean(event.target.closest && event.target.closest("[role=tree]"))), true);

  document.addEventListener("keydown", (event) => {
    const item = event.target.closest && event.target.closest("[role=treeitem]");
    const tree = item && item.closest("[role=tree]");
    if (!tree || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = items(tree);
    const at = all.indexOf(item);
    const does = {
      ArrowDown: () => focus(tree, all[at + 1]),
      ArrowUp: () => focus(tree, all[at - 1]),
      Home: () => focus(tree, all[0]),
      End: () => focus(tree, all[all.length - 1]),
      ArrowRight: () => unfold(tree, item),
      ArrowLeft: () => foldUp(tree, item),
      Enter: () => item.querySelector("a")?.click(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  // An item takes the tab stop as soon as a tree is there.
  new MutationObserver(() => {
    document.querySelectorAll("[role=tree]").forEach((tree) => {
      if (!tree.querySelector("[role=treeitem][tabindex='0']")) restore(tree);
    });
  }).observe(document, { childList: true, subtree: true });
})();
