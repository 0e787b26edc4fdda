/** The slider of days under the map: how many events each day has, the day that is shown, and play. */

import { element } from "./parts.js";

const SPANS = [["1", "that day"], ["7", "7 days to it"], ["30", "30 days to it"], ["all", "all until it"]];
const BETWEEN_STEPS_MS = 650;
const FORMAT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export const dayWords = (day) => FORMAT.format(new Date(`${day}T00:00:00Z`));
export const daysBefore = (day, count) => shift(day, -count);

function shift(day, days) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The slider as an element; `show(day, span)` is called with each choice and gives a promise of when it is drawn. */
export function makeSlider({ days, undated }, view, show) {
  const first = days[0]?.[0];
  const last = days.at(-1)?.[0];
  if (!first) return null;
  const count = Math.round((new Date(last) - new Date(first)) / 86400000) + 1;
  const parts = buildParts(count, view, first);
  const dayAt = () => shift(first, Number(parts.range.value));

  const tell = () => {
    const whole = view.day === null;
    parts.output.textContent = whole ? `Whole period, ${dayWords(first)} to ${dayWords(last)}` : dayWords(view.day);
    parts.range.setAttribute("aria-valuetext", parts.output.textContent);
    parts.whole.hidden = whole;
    markBars(parts.bars, first, count, whole ? null : view);
  };
  const choose = (day) => {
    view.day = day;
    tell();
    return show();
  };
  drawBars(parts.bars, days, first, count);
  parts.range.value = view.day ? Math.max(0, Math.round((new Date(view.day) - new Date(first)) / 86400000)) : count - 1;
  parts.range.addEventListener("input", () => choose(dayAt()));
  parts.whole.addEventListener("click", () => { stop(); choose(null); });
  parts.span.addEventListener("change", () => { view.span = parts.span.value; choose(view.day ?? dayAt()); });
  let playing = false;
  const stop = () => { playing = false; parts.play.textContent = "▶ Play"; };
  parts.play.addEventListener("click", async () => {
    if (playing) return stop();
    playing = true;
    parts.play.textContent = "❚❚ Pause";
    if (view.day === null || Number(parts.range.value) >= count - 1) parts.range.value = -1;
    while (playing && Number(parts.range.value) < count - 1) {
      parts.range.value = Number(parts.range.value) + 1;
      await Promise.all([choose(dayAt()), new Promise((then) => setTimeout(then, BETWEEN_STEPS_MS))]);
    }
    stop();
  });
  tell();
  if (undated) parts.about.textContent = `${undated} events have no known day: they are shown with the whole period only.`;
  return parts.root;
}

function buildParts(count, view, first) {
  const range = element("input", { type: "range", min: "0", max: String(count - 1), step: "1", id: "map-day" });
  range.setAttribute("aria-label", "Day shown on the map");
  const span = element("select", { id: "map-span" }, SPANS.map(([value, label]) => element("option", { value }, [label])));
  span.value = view.span;
  const bars = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  bars.setAttribute("class", "map-bars");
  bars.setAttribute("aria-hidden", "true");
  bars.setAttribute("preserveAspectRatio", "none");
  const play = element("button", { type: "button", className: "map-play" }, ["▶ Play"]);
  const whole = element("button", { type: "button", hidden: true }, ["Whole period"]);
  const output = element("output", { htmlFor: "map-day" });
  const about = element("span", { className: "map-undated" });
  const root = element("div", { className: "map-time", role: "group", ariaLabel: "Time" }, [
    element("div", { className: "map-time-row" }, [
      play, output, element("label", { htmlFor: "map-span" }, ["Shown: ", span]), whole, about,
    ]),
    element("div", { className: "map-range" }, [bars, range]),
  ]);
  return { root, range, span, bars, play, whole, output, about };
}

const MOST_BARS = 240;
const stepOf = (count) => Math.ceil(count / MOST_BARS);
const barAt = (day, first, count) => Math.floor(Math.round((new Date(day) - new Date(first)) / 86400000) / stepOf(count));

/** One bar a day, or a few days where they are many. */
function drawBars(bars, days, first, count) {
  const sums = new Array(Math.ceil(count / stepOf(count))).fill(0);
  for (const [day, events] of days) sums[barAt(day, first, count)] += events;
  const most = Math.max(...sums);
  bars.setAttribute("viewBox", `0 0 ${sums.length} 24`);
  bars.replaceChildren(
    ...sums.map((sum, index) => {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const tall = sum ? Math.max(1.5, (24 * sum) / most) : 0;
      const box = { x: index + 0.06, y: 24 - tall, width: 0.88, height: tall };
      for (const [name, value] of Object.entries(box)) bar.setAttribute(name, value);
      return bar;
    }),
  );
}

/** Put the bars of the days that are shown in full ink. */
function markBars(bars, first, count, view) {
  const last = bars.children.length - 1;
  const to = view ? barAt(view.day, first, count) : last;
  const from = view && view.span !== "all" ? barAt(shift(view.day, 1 - Number(view.span)), first, count) : 0;
  [...bars.children].forEach((bar, index) => bar.classList.toggle("on", index >= from && index <= to));
}
