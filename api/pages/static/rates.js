// The bill of every option as one fact moves: a slider, a picture and a table over the curves that the page carries.
// The curves are exact: straight between their points, two points at one place are a step.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 320, LEFT = 70, RIGHT = 12, TOP = 12, BOTTOM = 34, STEPS = 1000, COLOURS = 7, EDGE = 20;
  const AXES = {
    requests_per_month: { label: "Requests a month", unit: "requests a month" },
    typical_run_ms: { label: "Length of a typical run", unit: "ms a run" },
  };
  const counts = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });

  const made = (parent, name, attributes = {}, text = null) => {
    const node = name.startsWith("svg:") ? document.createElementNS(SVG, name.slice(4)) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== null) node.textContent = text;
    parent.append(node);
    return node;
  };

  const end = (option) => option.points[option.points.length - 1][0];

  // The bill at x; null beyond the last point.
  const bill = ({ points }, x) => {
    if (x > points[points.length - 1][0]) return null;
    const place = points.findIndex(([at]) => at >= x);
    if (place === 0) return points[0][1];
    const [[x0, y0], [x1, y1]] = [points[place - 1], points[place]];
    return x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  };

  // Round numbers along an axis, about so many of them.
  const ticks = (most, count) => {
    const power = 10 ** Math.floor(Math.log10(most / count));
    const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((size) => most / size <= count + 0.5);
    return Array.from({ length: Math.floor(most / step) + 1 }, (_, number) => number * step);
  };

  const draw = (picture, axis, name, best, x) => {
    const WIDTH = Math.max(260, Math.round(picture.parentElement.clientWidth - 2 * EDGE));
    picture.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    picture.replaceChildren();
    const across = Math.min(2 * x, Math.max(...axis.options.map(end)));
    const reached = (option) => {
      const inside = option.points.filter(([at]) => at <= across).map(([, usd]) => usd);
      return Math.max(...inside, bill(option, Math.min(across, end(option))) ?? 0);
    };
    const highest = axis.options.map(reached).sort((one, other) => one - other);
    const lead = axis.options.find(({ id }) => id === best);
    const up = 1.08 * Math.min(highest[highest.length - 1], Math.max(3 * (lead ? reached(lead) : highest[0]), highest[0])) || 1;
    const toX = (value) => ((WIDTH - LEFT - RIGHT) * value) / across;
    const toY = (value) => (HEIGHT - TOP - BOTTOM) * (1 - value / up);
    for (const tick of ticks(up, 4)) {
      const y = TOP + toY(tick);
      made(picture, "svg:path", { class: "axis", d: `M${LEFT} ${y}H${WIDTH - RIGHT}` });
      made(picture, "svg:text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, `$${short.format(tick)}`);
    }
    for (const tick of ticks(across, WIDTH < 480 ? 2 : 4)) {
      const anchor = toX(tick) > WIDTH - LEFT - 40 ? "end" : "middle";
      made(picture, "svg:text", { x: LEFT + toX(tick), y: HEIGHT - 12, "text-anchor": anchor }, short.format(tick));
    }
    const plane = made(picture, "svg:svg", {
      x: LEFT, y: TOP, width: WIDTH - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM, overflow: "hidden",
    });
    made(plane, "svg:path", { class: "at", d: `M${toX(x)} 0V${HEIGHT}` });
    const drawn = axis.options.map((option, number) => [option, number]).sort(([one], [other]) => (one.id === best) - (other.id === best));
    for (const [option, number] of drawn) {
      const path = option.points.map(([at, usd]) => `${toX(at).toFixed(1)} ${toY(usd).toFixed(1)}`).join("L");
      const dashes = number >= COLOURS ? { "stroke-dasharray": "7 4" } : {};
      const own = option.id === best ? " lead" : "";
      made(plane, "svg:path", { class: `s${number % COLOURS} curve${own}`, d: `M${path}`, ...dashes, fill: "none" });
      const usd = bill(option, x);
      if (usd !== null) made(plane, "svg:circle", { class: `s${number % COLOURS} dot`, cx: toX(x), cy: toY(usd), r: own ? 6 : 4 });
    }
    made(picture, "svg:title", {}, `Bill of each option up to ${counts.format(across)} ${AXES[name].unit}; the table says the same`);
  };

  // What was answered is billed to the cent, line by line; a curve may be a cent off.
  const fill = (body, axis, best, x) => {
    const exact = (option) => (x === axis.known ? option.now : null);
    const rows = axis.options.map((option, number) => ({ option, number, usd: exact(option) ?? bill(option, x) }));
    rows.sort((one, other) => (one.usd ?? Infinity) - (other.usd ?? Infinity));
    body.replaceChildren();
    rows.forEach(({ option, number, usd }, place) => {
      const row = made(body, "tr");
      const head = made(row, "th", { scope: "row" });
      const swatch = made(head, "svg:svg", { class: "swatch", "aria-hidden": "true", viewBox: "0 0 26 8" });
      const dashes = number >= COLOURS ? { "stroke-dasharray": "7 4" } : {};
      made(swatch, "svg:path", { class: `s${number % COLOURS}`, d: "M0 4H26", "stroke-width": option.id === best ? 5 : 3, ...dashes });
      made(head, "span", {}, option.title);
      if (option.id === best) made(head, "span", { class: "tag" }, "recommended").before(" ");
      made(row, "td", { class: "r" }, usd === null ? "beyond what was reckoned" : `${option.least ? "≥ " : ""}${money.format(usd)}`);
      made(row, "td", { class: "r" }, usd === null || place === 0 || !rows[0].usd ? "" : `+${counts.format((usd / rows[0].usd - 1) * 100)} %`);
    });
  };

  const start = (place) => {
    const axes = JSON.parse(place.dataset.rates);
    const best = place.dataset.best;
    const names = Object.keys(axes).filter((name) => name in AXES);
    if (!names.length || place.dataset.ready) return;
    place.dataset.ready = "yes";
    place.hidden = false;
    document.getElementById(place.dataset.instead)?.remove();
    let name = names[0];
    const top = made(place, "div", { class: "row" });
    const label = made(top, "label", { for: "rate" }, "");
    const shown = made(top, "output", { for: "rate" });
    const slider = made(place, "input", { id: "rate", type: "range", min: 0, max: STEPS, step: 1 });
    const picture = made(place, "svg:svg", { role: "img", "aria-label": "Bill of each option as the rate grows; the table below says the same" });
    const scroll = made(place, "div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Bills at this rate" });
    const table = made(scroll, "table");
    made(table, "caption", {}, "Bills at this rate, all other answers as they are");
    const head = made(made(table, "thead"), "tr");
    for (const [text, side] of [["option", ""], ["a month", "r"], ["more than the cheapest", "r"]]) {
      made(head, "th", { scope: "col", class: side }, text);
    }
    const body = made(table, "tbody");
    const span = () => {
      const lead = axes[name].options.find(({ id }) => id === best);
      const high = lead ? end(lead) : Math.max(...axes[name].options.map(end));
      return [Math.max(1, Math.min(axes[name].known ?? high, high) / 1000), high];
    };
    const update = () => {
      const [low, high] = span();
      const x = Number(slider.value) === STEPS ? high : low * (high / low) ** (slider.value / STEPS);
      const rounded = Math.min(high, Number(x.toPrecision(3)));
      const at = slider.dataset.own === slider.value ? axes[name].known : rounded;
      label.textContent = AXES[name].label;
      shown.value = `${counts.format(at)}${slider.dataset.own === slider.value ? ", as you answered" : ""}`;
      slider.setAttribute("aria-valuetext", `${counts.format(at)} ${AXES[name].unit}`);
      draw(picture, axes[name], name, best, at);
      fill(body, axes[name], best, at);
    };
    const choose = () => {
      const [low, high] = span();
      const own = Math.min(high, axes[name].known ?? high);
      slider.value = Math.round((STEPS * Math.log(own / low)) / Math.log(high / low));
      slider.dataset.own = axes[name].known === undefined || axes[name].known === null ? "" : slider.value;
      update();
    };
    if (names.length > 1) {
      label.className = "unseen"; // the choice beside it says the same
      const pick = made(top, "select", { "aria-label": "What moves" });
      top.prepend(pick);
      for (const one of names) made(pick, "option", { value: one }, AXES[one].label);
      pick.addEventListener("change", () => { name = pick.value; choose(); });
    }
    slider.addEventListener("input", update);
    new ResizeObserver(update).observe(place);
    choose();
  };

  document.querySelectorAll("[data-rates]").forEach(start);
})();
