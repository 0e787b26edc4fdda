/** The page's own colours as the map can use them: what the style sheet says, light or dark, read from the page. */

/** `name` of a colour of the style sheet ("--sea") by name, resolved for the theme that is on. */
export function readColours(root, names) {
  const probe = document.createElement("i");
  probe.hidden = true;
  root.append(probe);
  const found = {};
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

/** The fill of each family of events, as the drawn map has it. */
export function readFamilies(root, families) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", "map map-probe");
  drawing.setAttribute("aria-hidden", "true");
  root.append(drawing);
  const found = {};
  for (const { family, path } of families) {
    const mark = document.createElementNS(space, "path");
    mark.setAttribute("class", `event f-${family}`);
    drawing.append(mark);
    const look = getComputedStyle(mark);
    found[family] = { fill: look.fill, rim: look.stroke, path };
  }
  drawing.remove();
  return found;
}

/** Call back whenever the theme changes, by the system or by the page. */
export function onThemeChange(then) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then);
  new MutationObserver(then).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}
