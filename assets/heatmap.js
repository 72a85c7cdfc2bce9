// Load as a table that is drawn here from small typed arrays: one stop for the Tab key, arrows from cell to cell, Enter
// or a click opens the work behind one. What a cell says in full is made when it is pointed at or has the focus.
(function () {
  const TYPES = { u2: Uint16Array, u4: Uint32Array };
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const ROOMY = 28; // columns with room for their number and air around it
  const NARROW = 60; // columns beyond which there is no room for a number
  const MOST = 15000; // cells that are made at once; of larger tables a line is filled when it comes near
  const drawn = new WeakMap(); // table -> what it was drawn from

  const unpack = ({ dtype, bdata }) => new TYPES[dtype](Uint8Array.from(atob(bdata), (one) => one.charCodeAt(0)).buffer);
  const hours = (minutes) => String(Math.round(minutes / 6) / 10).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  const parts = (day) => [Number(day.slice(8)), MONTHS[Number(day.slice(5, 7)) - 1], day.slice(0, 4)];
  const percent = (demand, capacity) => Math.round((demand / capacity) * 100);

  function make(kind, role, text, className) {
    const made = document.createElement(kind);
    if (role) made.setAttribute("role", role);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function band(load, at) {
    const demand = load.demand[at];
    if (!load.capacity) return demand ? "some" : "free";
    if (!load.capacity[at]) return demand ? "far" : "none";
    if (!demand) return "free";
    const share = (demand / load.capacity[at]) * 100;
    return load.bands.reduce((found, [name, beyond]) => (share > beyond + 1e-6 ? name : found), load.bands[0][0]);
  }

  function figure(load, at) {
    const demand = load.demand[at];
    if (!load.capacity) return demand ? hours(load.periods.length > ROOMY ? Math.round(demand / 60) * 60 : demand) : "";
    if (!load.capacity[at]) return demand ? hours(demand) + " h" : "";
    return String(percent(demand, load.capacity[at]));
  }

  function when(load, column) {
    const [day, month, year] = parts(load.periods[column]);
    if (load.step === "month") return `${month} ${year}`;
    return `${load.step === "week" ? "week from " : ""}${day} ${month} ${year}`;
  }

  function sentence(load, row, column) {
    const at = row * load.periods.length + column;
    const said = `${load.rows[row][1]}, ${when(load, column)}: `;
    if (!load.capacity) return said + `${hours(load.demand[at])} hours`;
    if (!load.capacity[at]) return said + (load.demand[at] ? `${hours(load.demand[at])} hours, and no working time` : "no working time");
    const whole = `${hours(load.demand[at])} of ${hours(load.capacity[at])} hours, ${percent(load.demand[at], load.capacity[at])} %`;
    return said + whole + (load.step === "day" ? "" : `; the worst day ${load.worst[at]} %`);
  }

  // Two lines of headings: the months (of months: the years) above, then a heading for every column.
  function heads(load) {
    const above = make("tr", "", "", "heat-above");
    above.setAttribute("aria-hidden", "true");
    const line = make("tr", "row");
    above.append(make("th"));
    line.append(make("th", "columnheader", load.group[0].toUpperCase() + load.group.slice(1)));
    let last = null;
    const narrow = load.periods.length > NARROW;
    const short = (month, year) => (month === "Jan" && narrow ? year : narrow ? month : `${month} ${year}`);
    load.periods.forEach((period, column) => {
      const [day, month, year] = parts(period);
      const group = load.step === "month" ? year : month === "Jan" || column === 0 ? short(month, year) : month;
      const key = load.step === "month" ? year : period.slice(0, 7);
      if (!last || last.key !== key) above.append((last = { key, count: 0, cell: make("th", "", group) }).cell);
      last.cell.style.setProperty("--span", ++last.count);
      const head = make("th", "columnheader", load.step === "month" ? month : String(day));
      head.setAttribute("aria-label", when(load, column));
      if (column === load.now) head.dataset.now = "";
      line.append(head);
    });
    return [above, line];
  }

  function line(load, [, name, href], row) {
    const made = make("tr", "row");
    const head = make("th", "rowheader", href ? "" : name);
    head.scope = "row";
    head.title = name;
    if (href) {
      const link = make("a", "", name);
      link.href = href;
      head.append(link);
    }
    made.append(head);
    made.dataset.row = row;
    return made;
  }

  function fill(load, line) {
    if (line.cells.length > 1) return line;
    const count = load.periods.length;
    const cells = load.periods.map((_, column) => {
      const at = Number(line.dataset.row) * count + column;
      const cell = make("td", "gridcell", figure(load, at));
      cell.dataset.band = band(load, at);
      if (column === load.now) cell.dataset.now = "";
      cell.tabIndex = -1;
      return cell;
    });
    line.append(...cells);
    return line;
  }

  function fillAll(load, lines, box) {
    if (lines.length * load.periods.length <= MOST) return lines.forEach((line) => fill(load, line));
    const near = new IntersectionObserver(
      (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && (fill(load, target), near.unobserve(target))),
      { root: box, rootMargin: "240px 100000px" },
    );
    lines.forEach((line) => near.observe(line));
  }

  function draw(load, label) {
    const table = make("table", "grid", "", "load-table heat-table");
    const count = load.periods.length;
    table.classList.add(count > NARROW ? "is-narrow" : count > ROOMY ? "is-close" : "is-roomy");
    table.style.setProperty("--columns", count);
    table.setAttribute("aria-label", label);
    const head = make("thead", "rowgroup");
    head.append(...heads(load));
    const body = make("tbody", "rowgroup");
    body.append(...load.rows.map((row, at) => line(load, row, at)));
    table.setAttribute("aria-rowcount", load.rows.length + 1);
    table.setAttribute("aria-colcount", count + 1);
    table.append(head, body);
    drawn.set(table, load);
    return table;
  }

  const tableOf = (place) => place.closest && place.closest("td") && place.closest(".heat-table");
  const placeOf = (cell) => [[...cell.parentElement.parentElement.children].indexOf(cell.parentElement), cell.cellIndex - 1];

  function tip(cell) {
    document.querySelectorAll(".heat-tip").forEach((one) => one.remove());
    if (!cell) return;
    const load = drawn.get(cell.closest(".heat-table"));
    const box = make("div", "", sentence(load, ...placeOf(cell)), "heat-tip");
    box.setAttribute("aria-hidden", "true");
    document.body.append(box);
    const at = cell.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8));
    const above = at.top - box.offsetHeight - 6;
    box.style.left = `${left}px`;
    box.style.top = `${above < 8 ? at.bottom + 6 : above}px`;
  }

  function stand(cell) {
    const table = cell.closest(".heat-table");
    table.querySelectorAll("td[tabindex='0']").forEach((one) => (one.tabIndex = -1));
    cell.tabIndex = 0;
  }

  function open(cell) {
    const load = drawn.get(cell.closest(".heat-table"));
    const [row, column] = placeOf(cell);
    window.throughline.write("cell", `${load.periods[column]}:${load.rows[row][0]}`);
  }

  // The cell of the address, and the one cell that the Tab key comes to.
  function mark(table) {
    const load = drawn.get(table);
    if (!load) return;
    const [, period, key] = (new URLSearchParams(location.search).get("cell") || "").match(/^(.{10}):(.*)$/) || [];
    table.querySelectorAll("[aria-selected]").forEach((one) => one.removeAttribute("aria-selected"));
    const row = load.rows.findIndex((one) => one[0] === key);
    const column = load.periods.indexOf(period);
    const lines = table.tBodies[0].rows;
    const cell = row >= 0 && column >= 0 ? fill(load, lines[row]).cells[column + 1] : null;
    if (cell) cell.setAttribute("aria-selected", "true");
    if (cell || !table.querySelector("td[tabindex='0']")) stand(cell || fill(load, lines[0]).cells[Math.max(load.now, 0) + 1]);
  }

  Object.assign(window.throughline, {
    heatmap(load, ident) {
      const place = document.getElementById(ident);
      if (!place || !load || !load.rows || !load.rows.length) return dash_clientside.no_update;
      const unpacked = { ...load };
      for (const name of ["capacity", "demand", "worst"]) unpacked[name] = load[name] && unpack(load[name]);
      const table = draw(unpacked, place.dataset.label);
      const box = make("div", "region", "", "scroll heat-scroll");
      box.setAttribute("aria-label", place.dataset.label);
      box.append(table);
      place.replaceChildren(box);
      fillAll(unpacked, [...table.tBodies[0].rows], box);
      mark(table);
      return load.rows.length;
    },

    // The page of the table that holds the row one clicked in the picture of all.
    toRow(data) {
      const first = data && data.points && parseInt(data.points[0].y, 10);
      if (first) window.throughline.write("page", Math.floor((first - 1) / 100) + 1 || null);
    },
  });

  const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-10, 0], PageDown: [10, 0] };

  document.addEventListener("keydown", (event) => {
    const table = tableOf(event.target);
    if (!table || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = placeOf(event.target);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return open(event.target);
    }
    const lines = table.tBodies[0].rows;
    const load = drawn.get(table);
    const last = load.periods.length - 1;
    const [down, right] = KEYS[event.key] || (event.key === "Home" ? [0, -last] : event.key === "End" ? [0, last] : []);
    if (down === undefined) return;
    event.preventDefault();
    const within = (at, end) => Math.max(0, Math.min(at, end));
    fill(load, lines[within(row + down, lines.length - 1)]).cells[within(column + right, last) + 1].focus();
  });
  document.addEventListener("click", (event) => {
    if (tableOf(event.target)) open(event.target.closest("td"));
  });
  document.addEventListener("focusin", (event) => {
    if (!tableOf(event.target)) return;
    stand(event.target);
    event.target.setAttribute("aria-label", sentence(drawn.get(tableOf(event.target)), ...placeOf(event.target)));
    event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
    tip(event.target);
  });
  document.addEventListener("focusout", (event) => tableOf(event.target) && tip(null));
  document.addEventListener("mouseover", (event) => tip(tableOf(event.target) ? event.target.closest("td") : null));
  document.addEventListener("scroll", () => tip(null), { capture: true, passive: true });
  window.addEventListener("popstate", () => document.querySelectorAll(".heat-table").forEach(mark));
})();
