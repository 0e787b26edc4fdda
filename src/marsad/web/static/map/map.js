/** The map of the page, drawn by the browser where it can: without it the page keeps the map that the server drew. */

import { ask, forget } from "./ask.js";
import { onThemeChange, readColours, readFamilies } from "./colours.js";
import { draw, nameOf, nameOfHeld } from "./icons.js";
import { makeCard, makeKey, makeSwitches, openArea, openEvent, openHeld, openList } from "./panel.js";
import { element } from "./parts.js";
import { BASE_COLOURS, LAYERS_OF, reachAtZero, SOURCES, styleOf } from "./style.js";
import { daysBefore, makeSlider } from "./time.js";
import { keepInForms, readView, writeView } from "./view.js";

const MARGIN = 0.25;
const MOST_IMAGES = 1500;
const FAR_DEGREES = 8;

const root = document.getElementById("map");
if (root && hasWebGL()) start(root).catch((error) => { root.classList.remove("live"); console.error(error); });

async function start(root) {
  const view = readView(location.search, root.dataset);
  const [library, key, days, far] = await Promise.all([
    load(), ask("key", []), ask("days", view.filters), view.at ? null : ask("events", [...filtersOf(view, null), ["zoom", "3"]]),
  ]);
  const page = build(root, view, key, days);
  const shown = new Shown(root, library, view, key, page.canvas);
  page.connect(shown, days);
  shown.open(far ? frameOf(far.features) : null, days.days.at(-1)?.[0]);
}

/** The elements around the canvas, in the order in which they are read. */
function build(root, view, key, days) {
  const canvas = element("div", { className: "map-canvas" });
  const card = makeCard();
  const derived = element("p", { className: "map-derived", hidden: true }, [
    "Hatched areas are derived: drawn around places held. Nobody reported them.",
  ]);
  const stage = element("div", { className: "map-stage" }, [canvas, derived, card.root]);
  const live = element("div", { className: "map-live" });
  root.append(live);
  root.classList.add("live");
  const connect = (shown) => {
    const listed = element("button", { type: "button" }, ["List what is in view"]);
    listed.addEventListener("click", () => shown.listView());
    const bar = element("div", { className: "map-bar" }, [makeSwitches(view, () => shown.showLayers()), listed]);
    const slider = makeSlider(days, view, () => shown.show());
    const unplaced = days.unplaced
      ? [element("p", { className: "about map-unplaced" }, [`${days.unplaced} events of the period have no point to be drawn at.`])]
      : [];
    live.replaceChildren(bar, stage, ...(slider ? [slider] : []), ...unplaced, makeKey(key));
    Object.assign(shown, { card, derived });
    keepInForms(view);
  };
  live.append(stage);
  return { canvas, connect };
}

/** What the map shows: it asks for the view's data and draws them; `root.dataset.drawn` counts what it has drawn. */
class Shown {
  constructor(root, library, view, key, canvas) {
    Object.assign(this, { root, library, view, key, canvas, turn: 0, drawn: 0, seen: null, data: {} });
  }

  open(frame, lastDay) {
    this.lastDay = lastDay ?? new Date().toISOString().slice(0, 10);
    this.readLook();
    const { at } = this.view;
    const place = at ? { center: [at.lon, at.lat], zoom: at.zoom } : frame ? { bounds: frame, fitBoundsOptions: { padding: 48, maxZoom: 9 } } : {};
    this.map = new this.library.Map({
      container: this.canvas, style: styleOf(this.look), ...place, minZoom: 1, maxZoom: 14, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, fadeDuration: 0,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
    });
    this.map.addControl(new this.library.NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new this.library.ScaleControl({ maxWidth: 120 }), "bottom-left");
    this.map.getCanvas().setAttribute("aria-label", "Map of events and of who holds which place; arrow keys move it, plus and minus zoom");
    this.map.touchZoomRotate.disableRotation();
    this.map.on("style.load", () => { this.hasStyle = true; this.showLayers(false); this.refill(); });
    this.map.on("moveend", () => this.moved());
    this.map.on("click", (event) => this.clicked(event));
    this.map.on("mousemove", (event) => this.pointed(event));
    onThemeChange(() => { this.readLook(); this.hasStyle = false; this.map.setStyle(styleOf(this.look), { diff: false }); });
    document.addEventListener("marsad:record", () => { forget(); this.show(); });
    this.show();
  }

  readLook() {
    const colours = readColours(this.root, BASE_COLOURS);
    this.look = { ...colours, families: readFamilies(this.root, this.key.families), onFill: colours.card };
  }

  /** Ask for what the view needs and draw it; gives a promise of when it is on the screen. */
  async show() {
    const turn = ++this.turn;
    this.root.dataset.busy = "yes";
    performance.mark("marsad-map-asked");
    const { view } = this;
    const day = view.day ?? new Map(view.filters).get("until") ?? this.lastDay;
    this.seen = this.boxAsked();
    const events = [...filtersOf(view, view.day), ["box", this.seen.box.join(",")], ["zoom", String(this.seen.zoom)]];
    const asked = [
      view.layers.has("areas") ? ask("areas", [["on", day]]) : null,
      view.layers.has("control") ? ask("control", [["on", day]]) : null,
      view.layers.has("events") ? ask("events", events) : null,
    ];
    const answers = await Promise.all(asked);
    if (turn !== this.turn) return;
    SOURCES.forEach((name, index) => { this.data[name] = answers[index] ?? { type: "FeatureCollection", features: [] }; });
    this.day = day;
    writeView(view);
    await this.refill();
  }

  async refill() {
    if (!this.hasStyle || !this.data.events) return;
    this.name();
    for (const name of SOURCES) this.map.getSource(name).setData(this.data[name]);
    const turn = this.turn;
    await new Promise((then) => this.map.once("idle", then));
    if (turn !== this.turn) return;
    performance.mark("marsad-map-drawn");
    performance.measure("marsad-map", "marsad-map-asked", "marsad-map-drawn");
    this.root.dataset.drawn = String(++this.drawn);
    this.root.dataset.events = String(this.data.events.features.reduce((sum, one) => sum + one.properties.count, 0));
    delete this.root.dataset.busy;
  }

  /** Give each feature its symbol's name, and the map each symbol that it lacks. */
  name() {
    const wanted = new Set();
    const want = (name) => { wanted.add(name); return name; };
    for (const { properties: told, geometry } of this.data.events.features) {
      told.icon = want(nameOf(told));
      if (told.reach_km) told.reach_0 = reachAtZero(told.reach_km, geometry.coordinates[1]);
    }
    for (const { properties: told } of this.data.control.features) told.icon = want(nameOfHeld(told));
    for (const { properties: told } of this.data.areas.features) told.hatch = want(`x|${told.colour}`);
    const there = this.map.listImages();
    if (there.length > MOST_IMAGES) for (const name of there) if (!wanted.has(name)) this.map.removeImage(name);
    for (const name of wanted) {
      if (this.map.hasImage(name)) continue;
      const { image, options } = draw(name, this.look);
      this.map.addImage(name, image, options);
    }
  }

  showLayers(ask = true) {
    for (const [name, layers] of Object.entries(LAYERS_OF)) {
      for (const layer of layers) this.map.setLayoutProperty(layer, "visibility", this.view.layers.has(name) ? "visible" : "none");
    }
    this.derived.hidden = !this.view.layers.has("areas");
    if (ask) this.show();
  }

  moved() {
    const { lng, lat } = this.map.getCenter();
    this.view.at = { zoom: this.map.getZoom(), lat, lon: lng };
    const [west, south, east, north] = this.bounds();
    const [w, s, e, n] = this.seen?.box ?? [0, 0, 0, 0];
    const inside = west >= w && south >= s && east <= e && north <= n && this.boxAsked().zoom === this.seen.zoom;
    inside ? writeView(this.view) : this.show();
  }

  bounds() {
    const box = this.map.getBounds();
    return [Math.max(-180, box.getWest()), Math.max(-85, box.getSouth()), Math.min(180, box.getEast()), Math.min(85, box.getNorth())];
  }

  /** The view with a margin, so that a small move asks for nothing, and its zoom in half steps. */
  boxAsked() {
    const [west, south, east, north] = this.bounds();
    const [dx, dy] = [(east - west) * MARGIN, (north - south) * MARGIN];
    const box = [Math.max(-180, west - dx), Math.max(-85, south - dy), Math.min(180, east + dx), Math.min(85, north + dy)];
    return { box: box.map((degree) => Number(degree.toFixed(4))), zoom: Math.floor(this.map.getZoom() * 2) / 2 };
  }

  at(point, layers) {
    const there = layers.filter((name) => this.map.getLayer(name));
    return this.map.queryRenderedFeatures([[point.x - 3, point.y - 3], [point.x + 3, point.y + 3]], { layers: there })[0];
  }

  /** The properties as they were asked for: the map's own copy has its lists as text. */
  whole(source, found) {
    return this.data[source].features.find((one) => one.properties.id === found.properties.id)?.properties;
  }

  async clicked({ point }) {
    const event = this.at(point, ["events"]);
    if (event) {
      const told = this.whole("events", event);
      return told.count === 1 ? openEvent(this.card, told.id) : this.openCluster(told);
    }
    const held = this.at(point, ["held"]);
    if (held) return openHeld(this.card, held.properties.id, this.day);
    const area = this.at(point, ["area"]);
    if (area) openArea(this.card, area.properties);
  }

  async openCluster(told) {
    const [west, south, east, north] = told.box;
    const small = 1e-4;
    const box = [west - small, south - small, east + small, north + small].join(",");
    const { events } = await ask("list", [...filtersOf(this.view, this.view.day), ["box", box], ["zoom", "22"]]);
    const nearer = () => this.map.fitBounds([[west, south], [east, north]], { padding: 90, maxZoom: 12 });
    openList(this.card, events, told.count, east - west + north - south > 1e-3 ? nearer : null);
  }

  async listView() {
    const box = this.bounds().map((degree) => degree.toFixed(4)).join(",");
    const asked = [...filtersOf(this.view, this.view.day), ["box", box], ["zoom", "22"]];
    const { events } = await ask("list", asked);
    const count = this.data.events.features.reduce((sum, one) => sum + this.countIn(one), 0);
    openList(this.card, events, Math.max(count, events.length), null);
  }

  countIn({ geometry: { coordinates: [lon, lat] }, properties: { count } }) {
    const [west, south, east, north] = this.bounds();
    return lon >= west && lon <= east && lat >= south && lat <= north ? count : 0;
  }

  pointed({ point }) {
    const found = this.at(point, ["events", "held", "area"]);
    const canvas = this.map.getCanvas();
    canvas.style.cursor = found ? "pointer" : "";
    canvas.title = found ? wordsOf(found.properties) : "";
  }
}

function wordsOf(told) {
  if (told.place) return `${told.place}: ${told.state}${told.contested ? ", contested" : ""}`;
  if (told.derived) return `Derived area: ${told.holder}`;
  if (told.count > 1) return `${told.count} events${told.deaths ? `, ${told.deaths} killed in those with a figure` : ""}`;
  return `${told.name}, ${told.day}: ${told.deaths === undefined || told.deaths === null ? "killed not known" : `${told.deaths} killed`}`;
}

/** The page's filters, narrowed to the days that the slider shows. */
function filtersOf(view, day) {
  const pairs = new Map(view.filters);
  if (day) {
    const since = view.span === "all" ? null : daysBefore(day, Number(view.span) - 1);
    if (since && since > (pairs.get("since") ?? "")) pairs.set("since", since);
    pairs.set("until", day);
  }
  return [...pairs];
}

/** A frame around where most events are: what lies far out is left for who looks for it. */
function frameOf(features) {
  if (!features.length) return null;
  const points = features.map(({ geometry: { coordinates: [x, y] }, properties: { count, box } }) => ({ x, y, count, box: box ?? [x, y, x, y] }));
  const middle = { x: weighted(points, "x"), y: weighted(points, "y") };
  const near = points.filter((one) => Math.max(Math.abs(one.x - middle.x), Math.abs(one.y - middle.y)) <= FAR_DEGREES);
  const [west, south, east, north] = [0, 1, 2, 3].map((side) => near.map((one) => one.box[side]));
  return [[Math.min(...west), Math.min(...south)], [Math.max(...east), Math.max(...north)]];
}

function weighted(points, axis) {
  const ordered = [...points].sort((one, other) => one[axis] - other[axis]);
  const half = ordered.reduce((sum, one) => sum + one.count, 0) / 2;
  let passed = 0;
  return ordered.find((one) => (passed += one.count) >= half)[axis];
}

async function load() {
  const [library] = await Promise.all([import("./vendor/maplibre-gl.mjs"), addScript("./vendor/pmtiles.js")]);
  addStyle("./vendor/maplibre-gl.css");
  library.addProtocol("pmtiles", new globalThis.pmtiles.Protocol().tile);
  return library;
}

function addScript(name) {
  return new Promise((then, fail) => {
    const script = element("script", { src: new URL(name, import.meta.url).href, onload: then, onerror: fail });
    document.head.append(script);
  });
}

function addStyle(name) {
  document.head.prepend(element("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href }));
}

function hasWebGL() {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}
