/** The map's state in the address, beside the page's own filters, so that a view can be kept and sent. */

export const FILTERS = ["since", "until", "place", "actor", "type", "grade", "source"];
const OWN = ["at", "day", "span", "layers"];
const LAYERS = ["events", "control", "areas"];
const SHOWN_AT_FIRST = "events,control";
const SPANS = ["1", "7", "30", "all"];
const SPAN_AT_FIRST = "7";

/** The view that the address asks for; what it does not say, or says wrongly, is as at first.
 * The page says in `period` which days it shows where the address names none. */
export function readView(search, period) {
  const asked = new URLSearchParams(search);
  const span = asked.get("span");
  const layers = (asked.get("layers") ?? SHOWN_AT_FIRST).split(",").filter((name) => LAYERS.includes(name));
  return {
    at: readAt(asked.get("at")),
    day: /^\d{4}-\d{2}-\d{2}$/.test(asked.get("day") ?? "") ? asked.get("day") : null,
    span: SPANS.includes(span) ? span : SPAN_AT_FIRST,
    layers: new Set(layers),
    filters: FILTERS.map((name) => [name, asked.get(name) || period[name]]).filter(([, value]) => value),
  };
}

/** Put the view into the address without a step in the history, and into every form that asks this page anew. */
export function writeView(view) {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of ownPairs(view)) value === null ? asked.delete(name) : asked.set(name, value);
  const query = asked.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  history.replaceState(history.state, "", query ? `${location.pathname}?${query}` : location.pathname);
}

/** Let a filter form on the page keep where the map stands. */
export function keepInForms(view) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get" || new URL(form.action, location).pathname !== location.pathname) return;
    for (const [name, value] of ownPairs(view)) {
      if (value === null || form.elements.namedItem(name)) continue;
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name, value });
      form.append(kept);
    }
  });
}

function ownPairs(view) {
  const layers = LAYERS.filter((name) => view.layers.has(name)).join(",");
  const at = view.at ? `${view.at.zoom.toFixed(2)}/${view.at.lat.toFixed(3)}/${view.at.lon.toFixed(3)}` : null;
  return [
    ["at", at],
    ["day", view.day],
    ["span", view.span === SPAN_AT_FIRST ? null : view.span],
    ["layers", layers === SHOWN_AT_FIRST ? null : layers || "none"],
  ].filter(([name]) => OWN.includes(name));
}

function readAt(text) {
  const numbers = (text ?? "").split("/").map(Number);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) return null;
  const [zoom, lat, lon] = numbers;
  return zoom >= 0 && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}
