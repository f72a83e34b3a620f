// One byte an area, in the order of the codes, which is also the id of its feature in the tiles.
export async function loadClasses(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the values of the map did not come (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer());
}

export function colourAreas(map, fill, classes) {
  for (let id = 0; id < classes.length; id += 1) {
    map.setFeatureState({ ...fill, id }, { class: classes[id] });
  }
}
