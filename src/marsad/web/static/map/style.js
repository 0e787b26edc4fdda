/** The map's style: Natural Earth below, then derived areas, reach, control and events; colours are the page's own. */

export const BASE_COLOURS = ["sea", "land", "edge", "prov", "halo", "soft", "ink", "card", "bad", "soft-rim"];
const TILES = new URL("./world.pmtiles", import.meta.url).href;
const FONT = ["system-ui, Segoe UI, Noto Sans, Noto Sans Arabic, sans-serif"];
const EMPTY = { type: "FeatureCollection", features: [] };
const METRES_A_PIXEL = 78271.517;
/* At the equator at zoom 0 and 512 pixels a tile. Source: EPSG 3857. */

export const SOURCES = ["areas", "control", "events"];
/** Which layers each switch shows. */
export const LAYERS_OF = {
  events: ["reach", "events"],
  control: ["held", "held-name"],
  areas: ["area", "area-hatch", "area-rim"],
};

export function styleOf(colours) {
  const data = Object.fromEntries(SOURCES.map((name) => [name, { type: "geojson", data: EMPTY, tolerance: 0 }]));
  return {
    version: 8,
    sources: { world: { type: "vector", url: `pmtiles://${TILES}` }, ...data },
    layers: [...baseLayers(colours), ...areaLayers(colours), ...labelLayers(colours), ...recordLayers(colours)],
  };
}

function baseLayers(colours) {
  const world = { source: "world" };
  return [
    { id: "sea", type: "background", paint: { "background-color": colours.sea } },
    { ...world, id: "land", type: "fill", "source-layer": "country", paint: { "fill-color": colours.land } },
    {
      ...world, id: "province", type: "line", "source-layer": "province", minzoom: 4.5,
      paint: { "line-color": colours.prov, "line-width": 0.8 },
    },
    {
      ...world, id: "border", type: "line", "source-layer": "country",
      paint: { "line-color": colours.edge, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 6, 1.5] },
    },
    {
      ...world, id: "disputed", type: "line", "source-layer": "disputed",
      paint: { "line-color": colours.edge, "line-width": 1.4, "line-dasharray": [3, 2.4] },
    },
  ];
}

function areaLayers(colours) {
  const colour = ["get", "colour"];
  return [
    { id: "area", type: "fill", source: "areas", paint: { "fill-color": colour, "fill-opacity": 0.1 } },
    { id: "area-hatch", type: "fill", source: "areas", paint: { "fill-pattern": ["get", "hatch"], "fill-opacity": 0.55 } },
    {
      id: "area-rim", type: "line", source: "areas",
      paint: { "line-color": colour, "line-width": 1.4, "line-dasharray": [2, 2] },
    },
  ];
}

function labelLayers(colours) {
  const world = (layer) => ({ source: "world", "source-layer": layer });
  const name = ["get", "name"];
  return [
    text("province-name", { ...world("province_name"), minzoom: 5.2, maxzoom: 9 }, name, colours, {
      size: 11, colour: colours.soft, extra: { "text-letter-spacing": 0.06 },
    }),
    text("country-name", { ...world("country_name"), maxzoom: 7 }, ["upcase", name], colours, {
      size: ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 16], colour: colours.soft,
      extra: { "text-letter-spacing": 0.12, "symbol-sort-key": ["-", 0, ["get", "size"]] },
    }),
    text("town", { ...world("town"), filter: ["<=", ["get", "near"], ["+", ["zoom"], 0.5]] }, name, colours, {
      size: ["interpolate", ["linear"], ["zoom"], 4, 10.5, 9, 13], colour: colours.ink,
      extra: { "symbol-sort-key": ["get", "near"], "text-anchor": "top", "text-offset": [0, 0.7] },
    }),
  ];
}

function recordLayers(colours) {
  const overlap = { "icon-allow-overlap": true, "icon-ignore-placement": true };
  return [
    {
      id: "reach", type: "circle", source: "events", filter: [">", ["coalesce", ["get", "reach_km"], 0], 0],
      paint: {
        "circle-color": colours["soft-rim"], "circle-opacity": 0.17, "circle-blur": 0.55, "circle-pitch-alignment": "map",
        "circle-radius": [
          "interpolate", ["exponential", 2], ["zoom"], 0, ["get", "reach_0"], 22, ["*", ["get", "reach_0"], 2 ** 22],
        ],
      },
    },
    { id: "held", type: "symbol", source: "control", layout: { "icon-image": ["get", "icon"], "icon-padding": 0, "symbol-sort-key": ["case", ["get", "contested"], 0, 1] } },
    {
      id: "events", type: "symbol", source: "events",
      layout: { "icon-image": ["get", "icon"], "symbol-sort-key": ["get", "count"], ...overlap },
    },
    text("held-name", { source: "control", minzoom: 6 }, ["get", "place"], colours, {
      size: 12, colour: colours.ink,
      extra: { "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 1.2 },
    }),
  ];
}

function text(id, where, field, colours, { size, colour, extra = {} }) {
  return {
    id, type: "symbol", ...where,
    layout: { "text-field": field, "text-font": FONT, "text-size": size, "text-max-width": 8, ...extra },
    paint: { "text-color": colour, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
  };
}

/** Pixels at zoom 0 of a distance in kilometres at a latitude: what a reach grows from as one comes nearer. */
export function reachAtZero(km, lat) {
  return (km * 1000) / (METRES_A_PIXEL * Math.cos((lat * Math.PI) / 180));
}
