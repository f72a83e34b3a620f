// Colours come from the stylesheet, so that light, dark and print agree with the legend.
const read = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function colours(scheme) {
  const found = [];
  for (let i = 0; ; i += 1) {
    const colour = read(`--map-${scheme}-${i}`);
    if (!colour) return found;
    found.push(colour);
  }
}

export const token = (name) => read(`--cw-${name}`);

// The class of an area is its feature state; 255 is an area whose value is not known.
export function fillColour(scheme) {
  const cases = colours(scheme).flatMap((colour, i) => [i, colour]);
  return ["match", ["coalesce", ["feature-state", "class"], 255], ...cases, read("--map-unknown-0")];
}

export function onThemeChange(act) {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}

// Sets every colour of the style again, after the theme changed.
export function paint(map, scheme) {
  map.setPaintProperty("background", "background-color", token("water"));
  map.setPaintProperty("fill", "fill-color", fillColour(scheme));
  for (const layer of map.getStyle().layers) {
    if (layer.type === "line") map.setPaintProperty(layer.id, "line-color", lineColour(layer.id));
    if (layer.type === "symbol") {
      map.setPaintProperty(layer.id, "text-color", token("label"));
      map.setPaintProperty(layer.id, "text-halo-color", token("halo"));
    }
  }
}

export const lineColour = (id) => token(id === "hover" ? "text" : id.startsWith("small") ? "water" : "outline");
