import { defineConfig } from 'vite';

/**
 * Imports each part of the component library from its own file. Through the library's index every page
 * would load the parts of all pages.
 */
const partsOfLibrary = {
  name: 'parts-of-library',
  enforce: 'pre',
  transform: {
    filter: { id: /\/web\/src\/.*\.tsx?$/, code: "from 'antd'" },
    handler: (code) =>
      code.replaceAll(/^import \{([^}]*)\} from 'antd';$/gm, (_, names) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '))
          .map((name) => {
            const folder = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
            return `import ${name} from 'antd/es/${folder}';`;
          })
          .join(' '),
      ),
  },
};

/** The console, built into a folder of its own from which the service sends it to browsers. */
export default defineConfig({
  plugins: [partsOfLibrary],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Offices keep browsers for years: Chromium and Edge 111, Firefox 114, Safari 16.4.
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // The policy of the page allows no data: scripts, and small files are few.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // The component library marks its files for servers that render it; nothing here does.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
});
