import { defineConfig } from "vite";

import { drawings } from "./drawings.ts";

// One file with everything in it: the page loads it once, and another site needs one script tag.
export default defineConfig({
  plugins: [drawings()],
  publicDir: "public",
  build: {
    target: "es2022",
    rollupOptions: { input: "src/steady.ts", output: { entryFileNames: "steady.js" } },
    modulePreload: false,
    outDir: "dist",
    emptyOutDir: true,
    reportCompressedSize: false,
  },
});
