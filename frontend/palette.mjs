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

// Charts carry their colours as attributes of light paper, so that they can travel as files. Where
// they stand in a page, these rules put the colour of the current style in their place.
const charts = ({ chart, series }) =>
  Object.entries({ chart, series })
    .flatMap(([scheme, colours]) =>
      colours.flatMap((colour, i) =>
        ["fill", "stroke"].map(
          (part) => `.cw-chart [${part}="${colour}"] { ${part}: var(--map-${scheme}-${i}); }`,
        ),
      ),
    )
    .join("\n");

export function paletteSass({ light, dark }) {
  return `
@mixin palette-light { ${properties(light)} }
@mixin palette-dark { ${properties(dark)} }
@mixin palette-classes { ${classes(light)} ${charts(light)} }
`;
}
