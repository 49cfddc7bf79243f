import { defineConfig } from 'vite';

/** The console, built into a folder of its own from which the service sends it to browsers. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Offices keep browsers for years: Chromium and Edge 111, Firefox 114, Safari 16.4.
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // The policy of the page allows no data: scripts, and small files are few.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      // The component library marks its files for servers that render it; nothing here does.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
});
