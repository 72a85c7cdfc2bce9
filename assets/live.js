// A new load reaches an open page: the number of the newest revision is asked for while the page is visible.
(function () {
  const EVERY = 1500;
  const LONGEST = 30000;
  let failures = 0;
  let timer = null;

  function say(text) {
    const line = document.getElementById("live");
    line.textContent = text;
    clearTimeout(say.timer);
    if (text && !failures) say.timer = setTimeout(() => (line.textContent = ""), 8000);
  }

  function news(revision) {
    const { known } = window.throughline;
    if (known === undefined || revision.number === known) return;
    if (document.querySelector("[data-empty]")) return location.reload();
    dash_clientside.set_props("revision", { data: revision.number });
    const earlier = document.documentElement.hasAttribute("data-as-of");
    say(`New data: ${revision.title}, loaded just now.` + (earlier ? " You are looking at an earlier moment." : ""));
  }

  async function look() {
    try {
      const answer = await fetch("/api/v1/revision", { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      const revision = await answer.json();
      if (failures > 2) say("");
      failures = 0;
      news(revision);
    } catch {
      failures += 1;
      if (failures === 3) say("The server does not answer. What you see is what it said last; trying again.");
    }
    again();
  }

  function again() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, Math.min(EVERY * 2 ** failures, LONGEST));
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  document.addEventListener("DOMContentLoaded", again);
})();
