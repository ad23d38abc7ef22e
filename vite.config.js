import { defineConfig } from "vite";

import { publicFiles, reloadOnTemplates } from "./frontend/build.js";

const port = Number(process.env.HIPCOACH_VITE_PORT || 5173);
const root = import.meta.dirname;

export default defineConfig({
  base: "/static/",
  publicDir: false,
  appType: "custom",
  clearScreen: false,
  plugins: [publicFiles(root), reloadOnTemplates(root)],
  css: {
    preprocessorOptions: {
      scss: {
        // Bootstrap 5.3 is written in the old Sass module style.
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      },
    },
  },
  build: {
    outDir: "frontend/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0, // the policy allows no data: addresses
    modulePreload: { polyfill: false },
    // The first browsers with light-dark(): spring 2024.
    target: ["chrome123", "firefox121", "safari17.5"],
    rolldownOptions: {
      checks: { eval: false }, // htmx has one; htmx.config.allowEval turns it off
      input: [
        ...["main", "figure", "cards", "lines", "poses", "stopwatch", "player"].map((name) => `frontend/js/${name}.js`),
        "frontend/css/admin.css",
      ],
    },
  },
  server: {
    host: "127.0.0.1",
    port,
    strictPort: true,
    origin: `http://127.0.0.1:${port}`,
    cors: { origin: /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/ },
    watch: {
      ignored: (path) =>
        /^\/(\.git|\.venv|\.tools|var|shots|tests|requirements|frontend\/dist)(\/|$)/.test(
          path.slice(root.length),
        ) || /\/(__pycache__|\.[a-z]+_cache)(\/|$)/.test(path),
    },
  },
});
