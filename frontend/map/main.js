// Starts the map: what to draw comes from the page, as data on the map's own element.
import { Map as MapView, NavigationControl, setWorkerUrl } from "maplibre-gl";

import { watchCard } from "./card.js";
import { labels as strings } from "./words.js";
import { hexagonStyle } from "./hexagons.js";
import { onThemeChange, paint } from "./palette.js";
import { areaStyle } from "./style.js";
import { keepPlace } from "./place.js";
import { colourAreas, loadClasses } from "./values.js";

setWorkerUrl(new URL(WORKER_FILE, import.meta.url).href);

const element = document.getElementById("map");
const config = JSON.parse(element.dataset.config);

async function start() {
  const classes = loadClasses(config.classes);
  const built = config.hexagons ? await hexagonStyle(config) : areaStyle(config);
  element.replaceChildren(); // what stands there for those without scripts
  const map = new MapView({
    container: element,
    style: built.style,
    hash: true,
    ...framed(built.bounds),
    maxBounds: widened(built.bounds),
    minZoom: built.minZoom,
    maxZoom: built.maxZoom,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    renderWorldCopies: false,
    attributionControl: false,
    fadeDuration: 0,
    locale: strings,
  });
  if (config.focus) lookAt(map, config.focus);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  addReset(map, built.bounds);
  map.getCanvas().setAttribute("aria-describedby", "map-help");
  keepPlace(map, config);
  watchCard(map, config, built.fill);
  onThemeChange(() => paint(map, config.scheme));
  const known = await classes;
  map.once("load", () => {
    colourAreas(map, built.fill, known);
    map.once("idle", () => document.body.setAttribute("data-ready", ""));
  });
}

function framed(bounds) {
  return { bounds, fitBoundsOptions: { padding: padding() } };
}

// A place that was asked for stands in the middle of what the legend leaves free.
function lookAt(map, [lon, lat, zoom]) {
  map.jumpTo({ center: [lon, lat], zoom, padding: { left: Math.max(0, padding().left - 12) } });
}

// On a wide screen the legend lies on the map, at its left: the country goes beside it.
function padding() {
  const legend = document.querySelector(".cw-legend");
  const covers = legend && getComputedStyle(legend).position === "absolute";
  const room = element.clientWidth - element.clientHeight * 0.75;
  return { top: 12, bottom: 12, right: 12, left: covers ? Math.max(12, Math.min(legend.offsetWidth + 24, room)) : 12 };
}

function widened([west, south, east, north]) {
  const [wide, high] = [(east - west) * 0.6, (north - south) * 0.4];
  return [west - wide, south - high, east + wide, north + high];
}

function addReset(map, bounds) {
  const group = document.createElement("div");
  group.className = "maplibregl-ctrl maplibregl-ctrl-group";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cw-map__reset";
  button.textContent = "⤢";
  button.title = "Show the whole country";
  button.setAttribute("aria-label", button.title);
  button.addEventListener("click", () => {
    map.setPadding({ left: 0 });
    map.fitBounds(bounds, { padding: padding() });
  });
  group.append(button);
  map.addControl({ onAdd: () => group, onRemove: () => group.remove() }, "top-right");
}

function fail(error) {
  console.error(error);
  const said = document.createElement("p");
  said.className = "cw-map__none";
  said.textContent = "The map could not be drawn on this device. The list below has the same content.";
  element.replaceChildren(said);
  document.body.setAttribute("data-ready", "failed");
}

start().catch(fail);
