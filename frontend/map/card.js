// What a press on an area shows: a card made by the server, with the link to the area's page.
import { Marker } from "maplibre-gl";

export function watchCard(map, config, fill) {
  const card = document.getElementById("card");
  let chosen = null;
  let pin = null;
  let asked = 0;

  const clear = () => {
    if (chosen !== null) map.setFeatureState({ ...fill, id: chosen }, { chosen: false });
    pin?.remove();
    chosen = pin = null;
    card.hidden = true;
    card.replaceChildren();
  };

  const choose = async (id, place) => {
    clear();
    chosen = id;
    map.setFeatureState({ ...fill, id }, { chosen: true });
    const dot = document.createElement("div");
    dot.className = "cw-map__pin";
    pin = new Marker({ element: dot }).setLngLat(place).addTo(map);
    asked += 1;
    const mine = asked;
    const answer = await fetch(`${config.card}&index=${id}`);
    if (mine !== asked || !answer.ok) return;
    card.innerHTML = await answer.text();
    card.prepend(closing(clear, map));
    card.hidden = false;
  };

  const pick = (point) => {
    const [found] = map.queryRenderedFeatures(point, { layers: ["fill"] });
    if (found) choose(found.id, map.unproject(point));
    else clear();
  };

  map.on("click", (event) => pick(event.point));
  map.on("mousemove", "fill", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "fill", () => { map.getCanvas().style.cursor = ""; });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") pick(map.project(map.getCenter()));
    if (event.key === "Escape") clear();
  });
  if (config.focus && config.focus[3] >= 0) {
    map.once("load", () => choose(config.focus[3], config.focus.slice(0, 2)));
  }
}

function closing(clear, map) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cw-card__close";
  button.setAttribute("aria-label", "Close");
  button.textContent = "×";
  button.addEventListener("click", () => {
    clear();
    map.getCanvas().focus();
  });
  return button;
}
