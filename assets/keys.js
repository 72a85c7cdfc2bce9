// Keys and dialogs: Ctrl K searches, Esc closes, arrows walk through the answers.
(function () {
  const dialog = (id) => document.getElementById(id);
  let before = null; // what had the focus when the panel opened

  function open(id) {
    const box = dialog(id);
    if (!box || box.open) return;
    box.showModal();
    const field = box.querySelector("input");
    if (field) field.select();
  }

  function closePanel() {
    if (!document.documentElement.hasAttribute("data-node")) return false;
    ["node", "cell"].forEach((name) => window.throughline.write(name, null));
    if (before && before.isConnected) before.focus();
    else if (before && before.matches("[role=treeitem], [role=treeitem] a")) window.throughline.backToTree();
    return true;
  }

  function walk(event, links) {
    const at = links.indexOf(document.activeElement);
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    event.preventDefault();
    if (next < 0) dialog("search-dialog").querySelector("input").focus();
    else if (links[next]) links[next].focus();
  }

  function inSearch(event) {
    const links = [...dialog("search-dialog").querySelectorAll(".answers a")];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event, links);
    if (event.key === "Enter" && event.target.tagName === "INPUT" && links[0]) links[0].click();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      if (!dialog("search-dialog")) return;
      event.preventDefault();
      open("search-dialog");
    } else if (event.target.closest && event.target.closest("#search-dialog")) inSearch(event);
    // An open list or menu takes its own Esc.
    else if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], [aria-expanded='true'][aria-haspopup]"))
      closePanel();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    const opener = event.target.closest("[data-opens]");
    const closer = event.target.closest("[data-closes]");
    if (opener) open(opener.dataset.opens);
    if (closer) dialog(closer.dataset.closes).close();
    if (event.target.closest(".panel-close")) closePanel();
    if (event.target.tagName === "DIALOG") event.target.close(); // the ground around a dialog
    if (event.target.closest("#search-dialog a")) dialog("search-dialog").close();
  });

  document.addEventListener("focusin", (event) => {
    if (!event.target.closest(".side-panel")) before = event.target;
  });
})();
