// Turns palette.json into CSS custom properties: `--map-two-way-3` is the fourth colour of the
// scheme "two-way". The pages, the map and the drawings made on the server share these colours.

const properties = (schemes) =>
  Object.entries(schemes)
    .flatMap(([scheme, colours]) => colours.map((colour, i) => `--map-${scheme}-${i}: ${colour};`))
    .join("\n");

// Legends and server-made drawings name a class, such as `fill-two-way-3`.
const classes = (schemes) =>
  Object.entries(schemes)
    .flatMap(([scheme, colours]) =>
      colours.map((_, i) => `.fill-${scheme}-${i} { --fill: var(--map-${scheme}-${i}); }`),
    )
    .join("\n");

export function paletteSass({ light, dark }) {
  return `
@mixin palette-light { ${properties(light)} }
@mixin palette-dark { ${properties(dark)} }
@mixin palette-classes { ${classes(light)} }
`;
}
