// Trees are walked by keys as the ARIA practices say: arrows move and fold, Home and End jump, Enter follows the link.
(function () {
  const items = (tree) => [...tree.querySelectorAll("[role=treeitem]")].filter((item) => !item.parentElement.closest("[aria-expanded=false]"));

  function focus(tree, item) {
    if (!item) return;
    tree.querySelectorAll("[role=treeitem][tabindex='0']").forEach((one) => one.setAttribute("tabindex", "-1"));
    item.setAttribute("tabindex", "0");
    item.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  function unfold(tree, item) {
    if (item.getAttribute("aria-expanded") === "false") item.setAttribute("aria-expanded", "true");
    else focus(tree, item.querySelector("[role=group] > [role=treeitem]"));
  }

  function foldUp(tree, item) {
    if (item.getAttribute("aria-expanded") === "true") item.setAttribute("aria-expanded", "false");
    else focus(tree, item.parentElement.closest("[role=treeitem]"));
  }

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

  // The first item takes the tab stop as soon as a tree is there.
  new MutationObserver(() => {
    document.querySelectorAll("[role=tree]").forEach((tree) => {
      if (!tree.querySelector("[role=treeitem][tabindex='0']")) tree.querySelector("[role=treeitem]")?.setAttribute("tabindex", "0");
    });
  }).observe(document, { childList: true, subtree: true });
})();
