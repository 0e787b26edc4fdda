/** The map's library, brought in when it is first needed; all of it lies on this site. */

import { element } from "./parts.js";

let asked = null;

/** The library with our tiles made known to it; loaded once a page. */
export function load() {
  asked ??= bring();
  return asked;
}

export function hasWebGL() {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

async function bring() {
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
