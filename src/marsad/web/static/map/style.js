/** The map's style: Natural Earth with its names, and derived areas where they are asked for; colours are the page's own. */

export const BASE_COLOURS = ["sea", "land", "edge", "prov", "halo", "soft", "ink", "card", "bad"];
const TILES = new URL("./world.pmtiles", import.meta.url).href;
const FONT = ["system-ui, Segoe UI, Noto Sans, Noto Sans Arabic, sans-serif"];
const BEFORE_LABELS = "province-name";

export function styleOf(colours) {
  return {
    version: 8,
    sources: { world: { type: "vector", url: `pmtiles://${TILES}` } },
    layers: [...baseLayers(colours), ...labelLayers(colours)],
  };
}

/** Lay the derived areas over the land and under its names, or take them away. */
export function layAreas(map, features) {
  if (!map.getSource("areas") && features.length) {
    map.addSource("areas", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    for (const layer of areaLayers()) map.addLayer(layer, BEFORE_LABELS);
  }
  map.getSource("areas")?.setData({ type: "FeatureCollection", features });
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

function areaLayers() {
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

function text(id, where, field, colours, { size, colour, extra = {} }) {
  return {
    id, type: "symbol", ...where,
    layout: { "text-field": field, "text-font": FONT, "text-size": size, "text-max-width": 8, ...extra },
    paint: { "text-color": colour, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
  };
}
