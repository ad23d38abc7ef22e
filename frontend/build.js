// What the build adds to Vite's own output: files that keep their names
// (the icon sprite, the favicon, the fonts' licenses). Django serves them from
// the same folder in dev mode too, so they are also written when Vite starts.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { rolldown } from "rolldown";

const FONTS = {
  "bricolage-grotesque": "@fontsource-variable/bricolage-grotesque",
  "atkinson-hyperlegible-next": "@fontsource-variable/atkinson-hyperlegible-next",
};

// What a phone shows for the installed app; painted from favicon.svg by bin/app_icons.py.
const ICONS = ["app-192.png", "app-512.png", "app-maskable-512.png", "apple-touch-180.png"];

/** @returns {Record<string, string | Buffer>} name in the output folder -> content */
export function namedFiles(root) {
  const read = (...path) => readFileSync(join(root, ...path), "utf8");
  const icons = JSON.parse(read("frontend/icons.json"));
  const inner = (svg) => svg.replace(/[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*/g, "").replace(/\s*\n\s*/g, "");
  const viewBox = (svg) => svg.match(/viewBox="([^"]+)"/)[1];
  const symbol = (id, svg) => `<symbol id="${id}" viewBox="${viewBox(svg)}">${inner(svg)}</symbol>`;
  const sprite = [
    '<svg xmlns="http://www.w3.org/2000/svg">',
    "<!-- Lucide, ISC license; planes and logo are HipCoach's own -->",
    ...icons.lucide.map((name) => symbol(name, read(`node_modules/lucide-static/icons/${name}.svg`))),
    ...icons.own.map((name) => symbol(name, read(`frontend/glyphs/${name}.svg`))),
    "</svg>",
  ].join("\n");
  const files = { "icons.svg": sprite, "favicon.svg": read("frontend/glyphs/favicon.svg") };
  for (const name of ICONS) files[`icons/${name}`] = readFileSync(join(root, "frontend/glyphs", name));
  for (const [name, folder] of Object.entries(FONTS)) {
    files[`licenses/${name}.txt`] = read("node_modules", folder, "LICENSE");
  }
  files["licenses/lucide.txt"] = read("node_modules/lucide-static/LICENSE");
  return files;
}

/** The service worker: one classic script with all that it imports, and a name without a hash. */
async function worker(root) {
  const bundle = await rolldown({ input: join(root, "frontend/js/service-worker.js") });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  await bundle.close();
  return output[0].code;
}

export function publicFiles(root) {
  return {
    name: "hipcoach-named-files",
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: "sw.js", source: await worker(root) });
      for (const [fileName, source] of Object.entries(namedFiles(root))) {
        this.emitFile({ type: "asset", fileName, source });
      }
    },
    configureServer(server) {
      const write = () => {
        for (const [name, source] of Object.entries(namedFiles(root))) {
          const path = join(root, "frontend/dist", name);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, source);
        }
      };
      write();
      server.watcher.on("change", (path) => {
        if (/frontend\/(icons\.json|glyphs\/)/.test(path)) write();
      });
    },
  };
}

export function reloadOnTemplates(root) {
  return {
    name: "hipcoach-reload-on-templates",
    configureServer(server) {
      server.watcher.add(join(root, "templates"));
      server.watcher.on("change", (path) => {
        if (path.endsWith(".html")) server.ws.send({ type: "full-reload", path: "*" });
      });
    },
  };
}
