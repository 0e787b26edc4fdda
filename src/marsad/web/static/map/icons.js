/** Symbols drawn on a canvas, each by a name that says all of it: what is not named is not drawn. */

const RATIO = 2;
const LARGEST = 34;
const SMALLEST = 6.5;
const HELD = 11;

/** As on the drawn map: the area grows with the dead; unknown is as small as none, but hollow. */
export function radiusOf(deaths) {
  return Math.min(LARGEST, SMALLEST + 2.6 * Math.sqrt(deaths ?? 0));
}

/** The name of the symbol of one event or of several. */
export function nameOf(told) {
  if (told.count === 1) return `e|${told.family}|${told.deaths ?? "?"}`;
  const eighths = told.families.map(([family, count]) => `${family}:${Math.max(1, Math.round((8 * count) / told.count))}`);
  return `c|${eighths.join(",")}|${short(told.count)}|${Math.round(ringOf(told.count))}`;
}

/** The name of a held place's symbol. */
export function nameOfHeld(told) {
  return `h|${told.colours.join(",")}|${told.letters}|${told.contested ? 1 : 0}`;
}

/** The picture of a name: a canvas, and how wide it stands on the screen. */
export function draw(name, look) {
  const parts = name.split("|");
  if (parts[0] === "e") return drawEvent(parts[1], parts[2], look);
  if (parts[0] === "c") return drawRing(parts[1], parts[2], Number(parts[3]), look);
  return drawHeld(parts[1].split(","), parts[2], parts[3] === "1", look);
}

/** How far from its middle the picture of a name reaches, in pixels. */
export function radiusOfName(name) {
  const parts = name.split("|");
  if (parts[0] === "e") return radiusOf(parts[2] === "?" ? 0 : Number(parts[2]));
  return parts[0] === "c" ? Number(parts[3]) : HELD;
}

function short(count) {
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10000 ? 1 : 0)}k`;
}

function ringOf(count) {
  return Math.min(28, 12 + 4.2 * Math.log10(count));
}

function canvasOf(radius) {
  const side = Math.ceil((radius + 3) * 2 * RATIO);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  pen.setTransform(RATIO, 0, 0, RATIO, side / 2, side / 2);
  return { pen, take: () => ({ canvas, side: side / RATIO }) };
}

function drawEvent(family, deaths, look) {
  const { fill, rim, path } = look.families[family] ?? look.families.other;
  const radius = radiusOf(deaths === "?" ? 0 : Number(deaths));
  const { pen, take } = canvasOf(radius * 1.2);
  const shape = new Path2D();
  shape.addPath(new Path2D(path), new DOMMatrix().scale(radius));
  pen.lineWidth = deaths === "?" ? 1.8 : 1.4;
  pen.lineJoin = "round";
  pen.globalAlpha = deaths === "?" ? 0.25 : 0.92;
  pen.fillStyle = fill;
  pen.fill(shape, "evenodd");
  pen.globalAlpha = 1;
  pen.strokeStyle = deaths === "?" ? fill : rim;
  pen.stroke(shape);
  if (radius >= 12 && deaths !== "?") write(pen, deaths, 11.5, look.onFill, 0);
  return take();
}

function drawRing(families, count, radius, look) {
  const { pen, take } = canvasOf(radius);
  const parts = families.split(",").map((part) => part.split(":"));
  const whole = parts.reduce((sum, [, share]) => sum + Number(share), 0);
  let from = -Math.PI / 2;
  for (const [family, share] of parts) {
    const to = from + (2 * Math.PI * Number(share)) / whole;
    pen.beginPath();
    pen.arc(0, 0, radius, from, to);
    pen.arc(0, 0, radius - 5, to, from, true);
    pen.closePath();
    pen.fillStyle = (look.families[family] ?? look.families.other).fill;
    pen.fill();
    if (parts.length > 1) line(pen, from, radius, look.card);
    from = to;
  }
  pen.beginPath();
  pen.arc(0, 0, radius - 5, 0, 2 * Math.PI);
  pen.fillStyle = look.card;
  pen.fill();
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.lineWidth = 1;
  pen.strokeStyle = look.card;
  pen.stroke();
  write(pen, count, radius > 17 ? 12 : 11, look.ink, 0);
  return take();
}

function line(pen, turn, radius, colour) {
  pen.beginPath();
  pen.moveTo(Math.cos(turn) * (radius - 5), Math.sin(turn) * (radius - 5));
  pen.lineTo(Math.cos(turn) * radius, Math.sin(turn) * radius);
  pen.lineWidth = 1.5;
  pen.strokeStyle = colour;
  pen.stroke();
}

function drawHeld(colours, letters, contested, look) {
  const { pen, take } = canvasOf(12);
  pen.beginPath();
  pen.arc(0, 0, HELD, 0, 2 * Math.PI);
  pen.fillStyle = look.card;
  pen.fill();
  pen.lineWidth = contested ? 2.2 : 1.3;
  pen.setLineDash(contested ? [3.4, 2.6] : []);
  pen.strokeStyle = contested ? look.bad : look.ink;
  pen.stroke();
  pen.setLineDash([]);
  colours.forEach((colour, index) => {
    pen.beginPath();
    pen.moveTo(0, 0);
    const [from, to] = [index, index + 1].map((step) => (2 * Math.PI * step) / colours.length - Math.PI / 2);
    pen.arc(0, 0, 9, from, to);
    pen.fillStyle = colour;
    pen.fill();
  });
  if (contested) hatch(pen, look.card);
  write(pen, letters, 10.5, "#fff", contested ? 2.6 : 0, "#1c1e21");
  return take();
}

function hatch(pen, colour) {
  pen.save();
  pen.beginPath();
  pen.arc(0, 0, 9, 0, 2 * Math.PI);
  pen.clip();
  pen.beginPath();
  for (let at = -18; at <= 18; at += 5) {
    pen.moveTo(at - 9, 9);
    pen.lineTo(at + 9, -9);
  }
  pen.lineWidth = 1.3;
  pen.strokeStyle = colour;
  pen.stroke();
  pen.restore();
}

/** A pattern of lines of one colour on nothing, as the map repeats it over an area: {image, options}. */
export function drawHatch(colour) {
  const side = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 2.4;
  pen.beginPath();
  for (const at of [-side, 0, side]) {
    pen.moveTo(at - 4, side + 4);
    pen.lineTo(at + side + 4, -4);
  }
  pen.stroke();
  return { image: pen.getImageData(0, 0, side, side), options: { pixelRatio: RATIO } };
}

function write(pen, text, size, colour, halo, haloColour) {
  pen.font = `700 ${size}px system-ui, "Segoe UI", "Noto Sans", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  if (halo) {
    pen.lineWidth = halo;
    pen.strokeStyle = haloColour;
    pen.strokeText(text, 0, 0.5);
  }
  pen.fillStyle = colour;
  pen.fillText(text, 0, 0.5);
}
