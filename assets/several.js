// Of many options of a select no more are shown than one looks through; what is left is counted, and found by typing.
(function () {
  const MOST = 100;
  const functions = (window.dashMantineFunctions = window.dashMantineFunctions || {});

  functions.throughlineFound = ({ options, search }) => {
    const wanted = search.trim().toLowerCase();
    const found = options.filter((option) => option.label.toLowerCase().includes(wanted));
    const more = found.length - MOST;
    if (more <= 0) return found;
    const rest = { value: " more", label: `${more.toLocaleString("en").replaceAll(",", "\u2009")} more: type a part of the name`, disabled: true };
    return [...found.slice(0, MOST), rest];
  };
})();
