/** Events and held places drawn on a canvas above the map: a new day is a few hundred pictures, and no new map. */

import { draw, nameOf, nameOfHeld, radiusOfName } from "./icons.js";

const MOST_PICTURES = 1500;
const METRES_A_PIXEL = 78271.517;
/* At the equator at zoom 0 and 512 pixels a tile. Source: EPSG 3857. */
const NEAR_PIXELS = 13;
/* Held places nearer than this to one that is drawn wait for a closer look; contested ones come first. */
const REACH = 4;

export class Overlay {
  constructor(map, look) {
    this.map = map;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "map-overlay";
    this.canvas.setAttribute("aria-hidden", "true");
    map.getCanvasContainer().append(this.canvas);
    this.pictures = new Map();
    this.events = [];
    this.held = [];
    this.spots = [];
    this.setLook(look);
    map.on("move", () => this.draw());
    map.on("resize", () => this.draw());
  }

  setLook(look) {
    this.look = look;
    this.pictures.clear();
  }

  /** Take other events and held places; nothing is drawn yet. */
  set(events, held) {
    this.events = events.features.map((one) => itemOf("event", one, nameOf(one.properties)));
    const ordered = [...held.features].sort((one, other) => other.properties.contested - one.properties.contested);
    this.held = ordered.map((one) => itemOf("held", one, nameOfHeld(one.properties)));
  }

  draw() {
    const pen = this.fit();
    this.spots = [];
    const seen = this.events.map((item) => this.place(item)).filter((item) => item !== null);
    for (const spot of seen) this.drawReach(pen, spot);
    const held = this.heldApart();
    for (const spot of held) this.put(pen, spot);
    for (const spot of seen) this.put(pen, besideHeld(spot, held));
  }

  /** What is drawn at the point, the topmost; null for nothing. */
  at({ x, y }) {
    for (let index = this.spots.length - 1; index >= 0; index -= 1) {
      const spot = this.spots[index];
      if (Math.hypot(spot.x - x, spot.y - y) <= radiusOfName(spot.item.name) + REACH) return spot.item;
    }
    return null;
  }

  fit() {
    const { clientWidth: wide, clientHeight: tall } = this.map.getContainer();
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(wide * ratio), Math.round(tall * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    [this.wide, this.tall] = [wide, tall];
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, wide, tall);
    return pen;
  }

  place(item) {
    const { x, y } = this.map.project(item.at);
    const margin = 60;
    return x < -margin || y < -margin || x > this.wide + margin || y > this.tall + margin ? null : { item, x, y };
  }

  heldApart() {
    const taken = new Set();
    const cell = (x, y) => `${Math.floor(x / NEAR_PIXELS)},${Math.floor(y / NEAR_PIXELS)}`;
    const around = [-NEAR_PIXELS, 0, NEAR_PIXELS];
    return this.held.map((item) => this.place(item)).filter((spot) => {
      if (spot === null || around.some((dx) => around.some((dy) => taken.has(cell(spot.x + dx, spot.y + dy))))) return false;
      taken.add(cell(spot.x, spot.y));
      return true;
    });
  }

  put(pen, spot) {
    const picture = this.picture(spot.item.name);
    pen.drawImage(picture.canvas, spot.x - picture.side / 2, spot.y - picture.side / 2, picture.side, picture.side);
    this.spots.push(spot);
  }

  drawReach(pen, { item, x, y }) {
    const km = item.told.reach_km;
    if (!km) return;
    const metres = (METRES_A_PIXEL * Math.cos((item.at[1] * Math.PI) / 180)) / 2 ** this.map.getZoom();
    const radius = (km * 1000) / metres;
    const soft = pen.createRadialGradient(x, y, 0, x, y, radius);
    soft.addColorStop(0, this.look.reach[0]);
    soft.addColorStop(0.7, this.look.reach[1]);
    soft.addColorStop(1, this.look.reach[2]);
    pen.fillStyle = soft;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
  }

  picture(name) {
    if (!this.pictures.has(name)) {
      if (this.pictures.size > MOST_PICTURES) this.pictures.clear();
      this.pictures.set(name, draw(name, this.look));
    }
    return this.pictures.get(name);
  }
}

function itemOf(kind, { geometry, properties }, name) {
  return { kind, name, told: properties, at: geometry.coordinates };
}

/** Where an event is drawn that lies on a held place: up and aside of it, so that both are seen. */
function besideHeld(spot, held) {
  const covers = held.some(({ x, y }) => Math.hypot(x - spot.x, y - spot.y) < NEAR_PIXELS);
  return covers ? { ...spot, x: spot.x + NEAR_PIXELS, y: spot.y - NEAR_PIXELS } : spot;
}
