// A point by a click on a map, beside the fields of latitude and longitude that do the same without it.
import { onThemeChange, readColours } from "./map/colours.js";
import { hasWebGL, load } from "./map/library.js";
import { element } from "./map/parts.js";
import { BASE_COLOURS, styleOf } from "./map/style.js";

const FAR = 5;
const NEAR = 9;

for (const box of hasWebGL() ? document.querySelectorAll(".pick") : []) {
  const button = element("button", { type: "button" }, ["Pick on the map"]);
  button.addEventListener("click", () => open(box, button));
  box.append(button);
}

async function open(box, button) {
  button.disabled = true;
  const fields = box.closest("form").elements;
  const [lat, lon] = [fields["place.lat"], fields["place.lon"]];
  const point = () => lat.value && lon.value && Number.isFinite(Number(lat.value)) && Number.isFinite(Number(lon.value))
    ? [Number(lon.value), Number(lat.value)] : null;
  const canvas = element("div", { className: "pick-map" });
  const said = element("output", { className: "about" }, [point() ? "" : "No point yet."]);
  const middle = element("button", { type: "button" }, ["Take the middle of the map"]);
  const row = element("div", { className: "pick-row" }, [middle, said]);
  box.replaceChildren(canvas, row);
  const library = await load();
  const look = () => styleOf(readColours(box, BASE_COLOURS));
  const start = point() ?? (box.dataset.lat ? [Number(box.dataset.lon), Number(box.dataset.lat)] : [38, 35]);
  const map = new library.Map({
    container: canvas, style: look(), center: start, zoom: point() || box.dataset.lat ? NEAR : FAR, minZoom: 1, maxZoom: 14,
    attributionControl: false, dragRotate: false, pitchWithRotate: false, renderWorldCopies: false, fadeDuration: 0,
  });
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-left");
  map.addControl(new library.ScaleControl({ maxWidth: 100 }), "bottom-left");
  map.getCanvas().setAttribute("aria-label", "Map to pick the place on: arrow keys move it, plus and minus zoom, Enter takes the middle");
  map.on("error", ({ error }) => console.info(`The map: ${error?.message || error}`));
  const mark = new library.Marker({ element: element("span", { className: "pick-mark" }) });
  const show = () => point() ? mark.setLngLat(point()).addTo(map) : mark.remove();
  const take = ({ lng, lat: degrees }) => {
    lat.value = degrees.toFixed(5);
    lon.value = lng.toFixed(5);
    said.textContent = `Point ${lat.value}, ${lon.value}. It is kept with “Correct it”.`;
    show();
  };
  map.on("click", (event) => take(event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => { if (event.key === "Enter") { take(map.getCenter()); event.preventDefault(); } });
  middle.addEventListener("click", () => take(map.getCenter()));
  for (const field of [lat, lon]) field.addEventListener("change", () => { show(); if (point()) map.jumpTo({ center: point() }); });
  onThemeChange(() => map.setStyle(look(), { diff: false }));
  map.once("idle", () => { box.dataset.ready = "yes"; });
  show();
  canvas.scrollIntoView({ block: "nearest" });
  map.getCanvas().focus();
}
