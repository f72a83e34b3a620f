// The map of areas: fills from tiles, outlines and names to find one's way. There is no basemap.
import { fillColour, lineColour, token } from "./palette.js";

export const FONT = ["Source Sans Variable"];

export function areaStyle(config) {
  const url = new URL(config.tiles, window.location.href).href;
  const [minzoom, maxzoom] = config.zooms;
  const layer = (id, source, more) => ({ id, source: "areas", "source-layer": source, ...more });
  return {
    bounds: config.bounds,
    minZoom: 3,
    maxZoom: 15,
    fill: { source: "areas", sourceLayer: "lsoa21" },
    style: {
      version: 8,
      sources: {
        // The braces must stay as they are: URL would escape them.
        areas: { type: "vector", tiles: [decodeURI(url)], minzoom, maxzoom, bounds: config.bounds },
      },
      layers: [
        { id: "background", type: "background", paint: { "background-color": token("water") } },
        layer("fill", "lsoa21", { type: "fill", paint: { "fill-color": fillColour(config.scheme), "fill-antialias": false } }),
        layer("small-lines", "lsoa21", {
          type: "line",
          minzoom: 9,
          paint: { "line-color": lineColour("small-lines"), "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.2, 13, 1.2] },
        }),
        layer("district-lines", "district24", {
          type: "line",
          minzoom: 5.5,
          paint: { "line-color": lineColour("district-lines"), "line-width": ["interpolate", ["linear"], ["zoom"], 5.5, 0.3, 12, 1.6] },
        }),
        layer("region-lines", "region24", {
          type: "line",
          paint: { "line-color": lineColour("region-lines"), "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 12, 2.2] },
        }),
        layer("hover", "lsoa21", {
          type: "line",
          minzoom: 9,
          paint: { "line-color": lineColour("hover"), "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 3, 0] },
        }),
        layer("names", "places", {
          type: "symbol",
          filter: ["<=", ["get", "rank"], ["step", ["zoom"], 24, 6, 60, 7, 150, 8, 1e6]],
          layout: names(["get", "rank"]),
          paint: { "text-color": token("label"), "text-halo-color": token("halo"), "text-halo-width": 1.4 },
        }),
      ],
    },
  };
}

export const names = (order) => ({
  "text-field": ["get", "name"],
  "text-font": FONT,
  "text-size": ["interpolate", ["linear"], ["zoom"], 5, 12, 10, 16],
  "text-max-width": 7,
  "text-padding": 6,
  "symbol-sort-key": order,
});
