// Builds what the browser loads: one stylesheet, the map's script and its worker, the typeface.
// Every name carries a hash of its content, so that a browser may keep it for ever; manifest.json
// tells the pages which name is the current one. Each text file has a gzip copy beside it.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import * as sass from "sass";

import { paletteSass } from "./palette.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.dirname(HERE);
const PACKAGE = path.join(ROOT, "src", "commonweal");
const WEB = path.join(PACKAGE, "web");
const OUT = path.join(WEB, "static", "built");
const MODULES = path.join(ROOT, "node_modules");
// What the built files are made of; the text of each licence goes along where its package has one.
const PARTS = {
  "maplibre-gl": "LICENSE.txt",
  "govuk-frontend": null,
  "@fontsource-variable/source-sans-3": "LICENSE",
  "source-sans": "LICENSE.md",
};

const hashed = (name, content) => {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${hash}${ext}`;
};

async function put(manifest, name, content) {
  const file = hashed(name, content);
  await writeFile(path.join(OUT, file), content);
  manifest[name] = file;
  return file;
}

// The stylesheet asks for the palette and the typeface by names that only the build knows.
async function styles(manifest) {
  const files = path.join(MODULES, "@fontsource-variable/source-sans-3/files");
  const faces = {};
  for (const subset of ["latin", "latin-ext"]) {
    const woff = await readFile(path.join(files, `source-sans-3-${subset}-wght-normal.woff2`));
    faces[subset] = await put(manifest, `source-sans-3-${subset}.woff2`, woff);
  }
  const colours = await readFile(path.join(PACKAGE, "report", "palette.json"), "utf8");
  const palette = paletteSass(JSON.parse(colours));
  const generated = `${palette}\n$face-latin: "${faces.latin}";\n$face-latin-ext: "${faces["latin-ext"]}";\n`;
  const made = { canonicalize: (url) => (url === "generated" ? new URL("generated:it") : null),
    load: () => ({ contents: generated, syntax: "scss" }) };
  const { css } = sass.compile(path.join(HERE, "styles", "site.scss"), {
    style: "compressed",
    loadPaths: [MODULES],
    importers: [made],
    quietDeps: true,
  });
  const mapCss = await readFile(path.join(MODULES, "maplibre-gl/dist/maplibre-gl.css"), "utf8");
  const small = await esbuild.transform(mapCss, { loader: "css", minify: true });
  await put(manifest, "site.css", css);
  await put(manifest, "map.css", small.code);
}

// The same typeface as files that documents and pictures are set from, under their own names.
async function documentFaces() {
  for (const cut of ["Regular", "Semibold", "Bold", "It"]) {
    const file = `SourceSans3-${cut}.ttf`;
    await copyFile(path.join(MODULES, "source-sans/TTF", file), path.join(OUT, file));
  }
}

async function scripts(manifest) {
  const worker = await readFile(path.join(MODULES, "maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8");
  const workerFile = await put(manifest, "map-worker.js", worker.replace(/\n\/\/# sourceMapp.*/, ""));
  const result = await esbuild.build({
    entryPoints: [path.join(HERE, "map", "main.js")],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    legalComments: "none",
    define: { WORKER_FILE: JSON.stringify(workerFile) },
    outfile: "map.js",
  });
  await put(manifest, "map.js", Buffer.from(result.outputFiles[0].contents));
  const ballot = await readFile(path.join(HERE, "ballot", "main.js"), "utf8");
  const small = await esbuild.transform(ballot, { format: "esm", target: "es2022", minify: true });
  await put(manifest, "ballot.js", small.code);
}

async function compress() {
  for (const file of await readdir(OUT)) {
    if (!/\.(js|css|svg|json|txt)$/.test(file)) continue;
    const content = await readFile(path.join(OUT, file));
    await writeFile(path.join(OUT, `${file}.gz`), gzipSync(content, { level: 9 }));
  }
}

async function licences() {
  const said = [];
  for (const [name, file] of Object.entries(PARTS)) {
    const about = JSON.parse(await readFile(path.join(MODULES, name, "package.json"), "utf8"));
    said.push(`${name} ${about.version} (${about.license})`);
    if (file) said.push(await readFile(path.join(MODULES, name, file), "utf8"));
  }
  await writeFile(path.join(OUT, "LICENCES.txt"), `${said.join("\n\n")}\n`);
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const manifest = {};
await styles(manifest);
await documentFaces();
await scripts(manifest);
await put(manifest, "icon.svg", await readFile(path.join(HERE, "icon.svg")));
await licences();
await writeFile(path.join(OUT, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
await compress();
