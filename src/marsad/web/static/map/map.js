/** The map of the page, drawn by the browser where it can: without it the page keeps the map that the server drew. */

import { ask, forget } from "./ask.js";
import { onThemeChange, readColours, readFamilies } from "./colours.js";
import { drawHatch } from "./icons.js";
import { hasWebGL, load } from "./library.js";
import { Overlay } from "./overlay.js";
import { makeCard, makeKey, makeSwitches, openArea, openEvent, openHeld, openList } from "./panel.js";
import { element } from "./parts.js";
import { BASE_COLOURS, layAreas, styleOf } from "./style.js";
import { daysBefore, makeSlider } from "./time.js";
import { keepInForms, readView, writeView } from "./view.js";

const MARGIN = 0.25;
const NOTHING = { type: "FeatureCollection", features: [] };

const root = document.getElementById("map");
if (root) (hasWebGL() ? start(root) : Promise.reject(new Error("no WebGL"))).catch(giveUp);

async function start(root) {
  const view = readView(location.search, root.dataset);
  const [library, key, days] = await Promise.all([load(), ask("key", []), ask("days", view.filters)]);
  const page = build(root, view, key, days);
  const shown = new Shown(root, library, view, key, page.canvas);
  page.connect(shown);
  shown.open(days.box, days.days.at(-1)?.[0]);
}

/** Show the map that the server drew. */
function giveUp(error) {
  console.info(`The map is shown as the server drew it: ${error.message}`);
  document.documentElement.classList.remove("draws-map");
  root.classList.remove("live");
  root.querySelector(".map-live")?.remove();
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
    const bar = element("div", { className: "map-bar" }, [makeSwitches(view, () => shown.show()), listed]);
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
    Object.assign(this, { root, library, view, key, canvas, turn: 0, drawn: 0, seen: null });
  }

  open(box, lastDay) {
    this.lastDay = lastDay ?? new Date().toISOString().slice(0, 10);
    this.readLook();
    const { at } = this.view;
    const place = at ? { center: [at.lon, at.lat], zoom: at.zoom } : box ? { bounds: [box.slice(0, 2), box.slice(2)], fitBoundsOptions: { padding: 48, maxZoom: 9 } } : {};
    this.map = new this.library.Map({
      container: this.canvas, style: styleOf(this.look), ...place, minZoom: 1, maxZoom: 14, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, fadeDuration: 0,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
    });
    this.map.addControl(new this.library.NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new this.library.ScaleControl({ maxWidth: 120 }), "bottom-left");
    this.map.getCanvas().setAttribute("aria-label", "Map of events and of who holds which place; arrow keys move it, plus and minus zoom");
    this.map.touchZoomRotate.disableRotation();
    this.overlay = new Overlay(this.map, this.look);
    this.map.on("style.load", () => { this.hasStyle = true; this.hatchAreas(); });
    this.map.on("error", ({ error }) => { if (!this.leaving) console.error(`The map: ${error?.message || error}`); });
    addEventListener("beforeunload", () => { this.leaving = true; });  // what is then broken off is no error
    this.map.on("moveend", () => this.moved());
    this.map.on("click", (event) => this.clicked(event));
    this.map.on("mousemove", (event) => this.pointed(event));
    onThemeChange(() => this.repaint());
    document.addEventListener("marsad:record", () => { forget(); this.show(); });
    this.show();
  }

  readLook() {
    const colours = readColours(this.root, BASE_COLOURS);
    const reach = [0.2, 0.13, 0].map((share) => withShare(readColours(this.root, ["soft-rim"])["soft-rim"], share));
    this.look = { ...colours, reach, families: readFamilies(this.root, this.key.families), onFill: colours.card };
  }

  repaint() {
    this.readLook();
    this.overlay.setLook(this.look);
    this.overlay.draw();
    this.hasStyle = false;
    this.map.setStyle(styleOf(this.look), { diff: false });
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
    const [areas, control, found] = answers.map((answer) => answer ?? NOTHING);
    Object.assign(this, { day, areas, found });
    this.derived.hidden = !view.layers.has("areas");
    writeView(view);
    this.overlay.set(found, control);
    this.overlay.draw();
    this.hatchAreas();
    await this.whenSeen();
    if (turn === this.turn) this.tellDrawn();
  }

  /** When what was drawn is on the screen: at first with the whole map under it, later at the next frame. */
  async whenSeen() {
    if (!this.drawn || this.areas.features.length) await new Promise((then) => this.map.loaded() ? then() : this.map.once("idle", then));
    await new Promise(requestAnimationFrame);
  }

  tellDrawn() {
    performance.mark("marsad-map-drawn");
    performance.measure("marsad-map", "marsad-map-asked", "marsad-map-drawn");
    this.drawn += 1;
    this.root.dataset.drawn = String(this.drawn);
    this.root.dataset.events = String(this.found.features.reduce((sum, one) => sum + one.properties.count, 0));
    delete this.root.dataset.busy;
  }

  hatchAreas() {
    if (!this.areas || !this.hasStyle) return;
    for (const { properties: told } of this.areas.features) {
      told.hatch = `hatch ${told.colour}`;
      if (this.map.hasImage(told.hatch)) continue;
      const { image, options } = drawHatch(told.colour);
      this.map.addImage(told.hatch, image, options);
    }
    layAreas(this.map, this.areas.features);
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

  areaAt(point) {
    return this.map.getLayer("area") ? this.map.queryRenderedFeatures(point, { layers: ["area"] })[0]?.properties : undefined;
  }

  clicked({ point }) {
    const item = this.overlay.at(point);
    if (item?.kind === "held") return openHeld(this.card, item.told.id, this.day);
    if (item) return item.told.count === 1 ? openEvent(this.card, item.told.id) : this.openCluster(item.told);
    const area = this.areaAt(point);
    return area && openArea(this.card, area);
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
    const count = this.found.features.reduce((sum, one) => sum + this.countIn(one), 0);
    openList(this.card, events, Math.max(count, events.length), null);
  }

  countIn({ geometry: { coordinates: [lon, lat] }, properties: { count } }) {
    const [west, south, east, north] = this.bounds();
    return lon >= west && lon <= east && lat >= south && lat <= north ? count : 0;
  }

  pointed({ point }) {
    const found = this.overlay.at(point)?.told ?? this.areaAt(point);
    const canvas = this.map.getCanvas();
    canvas.style.cursor = found ? "pointer" : "";
    canvas.title = found ? wordsOf(found) : "";
  }
}

/** The colour with so much of it: "rgb(…)" as a style sheet resolves it. */
function withShare(colour, share) {
  const [red, green, blue] = colour.match(/[\d.]+/g);
  return `rgb(${red} ${green} ${blue} / ${share})`;
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
