// The equal-size map: one hexagon for every MSOA, drawn in the units of its own small world near
// the equator, where the projection of the map does not distort it.
import { fillColour, lineColour, token } from "./palette.js";
import { names } from "./style.js";

const DEGREES = 0.1; // of one unit of the drawing
const DISTRICTS_FROM = 7.6; // the zoom from which districts are named, not counties

export async function hexagonStyle(config) {
  const answer = await fetch(config.hexagons);
  if (!answer.ok) throw new Error(`the hexagons did not come (${answer.status})`);
  const drawing = await answer.json();
  const place = placer(drawing);
  const bounds = place.bounds;
  return {
    bounds,
    minZoom: 5,
    maxZoom: 12,
    fill: { source: "hexagons" },
    style: {
      version: 8,
      sources: {
        hexagons: { type: "geojson", data: collection(hexagons(drawing, place)), tolerance: 0.1 },
        districts: { type: "geojson", data: collection(outlines(drawing.districts, place)), tolerance: 0.1 },
        groups: { type: "geojson", data: collection(outlines(drawing.groups, place)), tolerance: 0.1 },
        places: { type: "geojson", data: collection(labels(drawing, place)) },
        groupNames: { type: "geojson", data: collection(groupLabels(drawing, place)) },
      },
      layers: [
        { id: "background", type: "background", paint: { "background-color": token("water") } },
        { id: "fill", type: "fill", source: "hexagons", paint: { "fill-color": fillColour(config.scheme) } },
        line("small-lines", "hexagons", [7, 0.2, 10, 1.4], 7),
        line("district-lines", "districts", [6, 0.4, 10, 1.8]),
        line("region-lines", "groups", [6, 1, 10, 2.6]),
        {
          id: "hover",
          type: "line",
          source: "hexagons",
          paint: { "line-color": lineColour("hover"), "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 3, 0] },
        },
        {
          id: "group-names",
          type: "symbol",
          source: "groupNames",
          maxzoom: DISTRICTS_FROM,
          layout: {
            ...names(0),
            "text-anchor": ["match", ["get", "side"], "left", "right", "right", "left", "center"],
            "text-size": ["interpolate", ["linear"], ["zoom"], 5.5, 11, 7.5, 15],
            "text-padding": 1,
          },
          paint: label(),
        },
        {
          id: "names",
          type: "symbol",
          source: "places",
          ...(drawing.group_labels.length ? { minzoom: DISTRICTS_FROM } : {}),
          filter: [">=", ["get", "hexagons"], ["step", ["zoom"], 34, 7, 24, 8, 12, 9, 0]],
          layout: names(["-", ["get", "hexagons"]]),
          paint: label(),
        },
      ],
    },
  };
}

const label = () => ({
  "text-color": token("label"),
  "text-halo-color": token("halo"),
  "text-halo-width": 1.4,
});

const line = (id, source, widths, minzoom = 0) => ({
  id,
  type: "line",
  source,
  minzoom,
  layout: { "line-join": "round" },
  paint: { "line-color": lineColour(id), "line-width": ["interpolate", ["linear"], ["zoom"], ...widths] },
});

const collection = (features) => ({ type: "FeatureCollection", features });

function placer({ centres, units }) {
  const xs = centres.filter((_, i) => i % 2 === 0);
  const ys = centres.filter((_, i) => i % 2 === 1);
  const range = (list) => [Math.min(...list) - units, Math.max(...list) + units];
  const [west, east] = range(xs);
  const [south, north] = range(ys);
  const scale = DEGREES / units;
  const place = (x, y) => [(x - (west + east) / 2) * scale, (y - (south + north) / 2) * scale];
  place.bounds = [...place(west, south), ...place(east, north)];
  return place;
}

function hexagons({ centres, corners }, place) {
  const features = [];
  for (let i = 0; i < centres.length; i += 2) {
    const ring = [];
    for (let j = 0; j <= corners.length; j += 2) {
      const k = j % corners.length;
      ring.push(place(centres[i] + corners[k], centres[i + 1] + corners[k + 1]));
    }
    features.push({ type: "Feature", id: i / 2, properties: {}, geometry: { type: "Polygon", coordinates: [ring] } });
  }
  return features;
}

function outlines(groups, place) {
  return groups.map((rings) => ({
    type: "Feature",
    properties: {},
    geometry: {
      type: "MultiLineString",
      coordinates: rings.map((flat) => Array.from({ length: flat.length / 2 }, (_, i) => place(flat[2 * i], flat[2 * i + 1]))),
    },
  }));
}

function labels({ labels: found }, place) {
  return found.map(([name, x, y, hexagons]) => ({
    type: "Feature",
    properties: { name, hexagons },
    geometry: { type: "Point", coordinates: place(x, y) },
  }));
}

function groupLabels({ group_labels: found }, place) {
  return found.map(([name, x, y, side]) => ({
    type: "Feature",
    properties: { name, side },
    geometry: { type: "Point", coordinates: place(x, y) },
  }));
}
