/** What stands on and under the map in words: the switches, the key, and the card of what was clicked. */

import { ask } from "./ask.js";
import { element, told } from "./parts.js";

const SWITCHES = [["events", "Events"], ["control", "Who holds what"], ["areas", "Derived areas"]];
const SPACE = "http://www.w3.org/2000/svg";

/** The switches of the layers; `change` is called after each. */
export function makeSwitches(view, change) {
  const boxes = SWITCHES.map(([name, label]) => {
    const box = element("input", { type: "checkbox", name: "map-layer", value: name, checked: view.layers.has(name) });
    box.addEventListener("change", () => {
      box.checked ? view.layers.add(name) : view.layers.delete(name);
      change();
    });
    return element("label", {}, [box, ` ${label}`]);
  });
  return element("fieldset", { className: "map-switches" }, [
    element("legend", { className: "unseen" }, ["Layers of the map"]), ...boxes,
  ]);
}

/** The key: families by shape, holders by colour and letter, and what size, hollow, blur, ring and hatching mean. */
export function makeKey(key) {
  const families = key.families.map((one) => element("li", {}, [shapeOf(one), ` ${one.label}`]));
  const holders = key.holders.filter((one) => one.letter !== "·").map((one) =>
    element("li", {}, [dotOf(one), told("bdi", one.name)]));
  const rest = key.holders.length - holders.length;
  if (rest > 0) holders.push(element("li", {}, [dotOf({ colour: key.other, letter: "·" }), `${rest} other holders`]));
  return element("details", { className: "map-key", open: innerWidth > 900 }, [
    element("summary", {}, ["Key"]),
    element("ul", { className: "key" }, families),
    element("p", { className: "about" }, [
      "The larger a symbol, the more were killed; hollow: no figure is known. A ring with a number is several events, " +
      "coloured by their kinds. A soft disc shows how far from its point an event may have been. ",
    ]),
    element("ul", { className: "key" }, holders),
    element("p", { className: "about" }, [
      "Hatched with a broken rim: contested or besieged. Derived areas are drawn around places held; nobody reported " +
      "them. Borders are Natural Earth’s and no opinion on their status; town names are GeoNames’.",
    ]),
  ]);
}

function shapeOf({ family, path }) {
  const drawing = document.createElementNS(SPACE, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("viewBox", "-1.35 -1.35 2.7 2.7");
  drawing.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SPACE, "path");
  shape.setAttribute("class", `event f-${family}`);
  shape.setAttribute("d", path);
  drawing.append(shape);
  return drawing;
}

function dotOf({ colour, letter }) {
  const drawing = document.createElementNS(SPACE, "svg");
  drawing.setAttribute("class", "dot");
  drawing.setAttribute("viewBox", "-10 -10 20 20");
  drawing.setAttribute("aria-hidden", "true");
  const disc = document.createElementNS(SPACE, "circle");
  disc.setAttribute("r", "9.5");
  disc.setAttribute("fill", colour);
  const mark = document.createElementNS(SPACE, "text");
  mark.setAttribute("y", "4");
  mark.textContent = letter;
  drawing.append(disc, mark);
  return drawing;
}

/** The card: empty until something is opened in it; Escape closes it. */
export function makeCard() {
  const body = element("div", { className: "map-card-body" });
  const close = element("button", { type: "button", className: "map-close", ariaLabel: "Close" }, ["×"]);
  const root = element("section", { className: "map-card", hidden: true, ariaLabel: "What was chosen on the map" }, [close, body]);
  let before = null;
  const hide = () => {
    root.hidden = true;
    before?.focus();
  };
  close.addEventListener("click", hide);
  root.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  const fill = (...children) => {
    before = document.activeElement;
    body.replaceChildren(...children);
    root.hidden = false;
    const heading = body.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  return { root, fill };
}

/** One event in the card: its tolls, its grade, the first sentences, each opening its document. */
export async function openEvent(card, id) {
  const event = await ask(`card/${id}`, []);
  card.fill(
    told("h2", event.title),
    event.tolls.length
      ? element("ul", { className: "map-tolls" }, event.tolls.map((toll) => told("li", toll)))
      : element("p", { className: "soft" }, ["No figure of victims is known."]),
    element("p", { className: "map-grade" }, [told("span", `${event.grade}. ${event.reason}`)]),
    ...event.sentences.map(sentenceOf),
    element("p", {}, [element("a", { href: event.address }, ["Open the event with all its sentences"])]),
  );
}

function sentenceOf(one) {
  const words = one.address ? element("a", { href: one.address, dir: "auto" }, [one.text]) : told("span", one.text);
  const by = [one.voice, one.source].filter((name, index, all) => name && all.indexOf(name) === index).join(", ");
  return element("blockquote", {}, [words, told("footer", `${by} · ${one.reported}`)]);
}

/** Several events in the card, the deadliest first. */
export function openList(card, events, count, zoomIn) {
  const rows = events.map((event) =>
    element("li", {}, [
      element("a", { href: event.address, dir: "auto" }, [event.title]),
      event.tolls.length ? told("span", ` ${event.tolls.join("; ")}`, { className: "soft" }) : "",
    ]));
  const more = count > events.length ? [element("p", { className: "soft" }, [`and ${count - events.length} more`])] : [];
  const nearer = element("button", { type: "button" }, ["Zoom to these"]);
  nearer.addEventListener("click", zoomIn);
  card.fill(
    element("h2", {}, [`${count} ${count === 1 ? "event" : "events"}`]),
    element("ul", { className: "rows" }, rows), ...more, element("p", {}, zoomIn ? [nearer] : []),
  );
}

/** One held place in the card: the record's words for it, the sentences that say so and those that say otherwise. */
export async function openHeld(card, id, day) {
  const held = await ask(`held/${id}`, [["on", day]]);
  const against = held.against.length ? [element("h3", {}, ["Says otherwise"]), ...held.against.map(sentenceOf)] : [];
  card.fill(
    told("h2", held.place), told("p", held.title), ...held.sentences.map(sentenceOf), ...against,
    element("p", {}, [element("a", { href: held.address }, ["Open the place with its sentences"])]),
  );
}

/** What a derived area is, in the card. */
export function openArea(card, area) {
  card.fill(
    element("h2", {}, ["Derived area"]),
    told("p", area.holder ? `${area.state}: ${area.holder}` : area.state),
    told("p", `Nobody reported this area. It is drawn from ${area.spells} reports of who holds a place: ${area.rule}.`,
      { className: "soft" }),
  );
}
