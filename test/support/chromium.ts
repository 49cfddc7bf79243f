import { existsSync } from 'node:fs';
import { firstOnPath, installAsRoot } from './system-packages';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const onPath = (): string | undefined => {
  for (const name of NAMES) {
    const path = firstOnPath(name, (path) => (existsSync(path) ? path : undefined));
    if (path !== undefined) return path;
  }
  return undefined;
};

/** Chromium, and a font that has Chinese characters. */
const installed = (): string | undefined =>
  installAsRoot('chromium', 'fonts-noto-cjk') ? onPath() : undefined;

let found: string | undefined;

/**
 * Finds Chromium on PATH, or installs it with apt as root. It needs too many libraries to be unpacked
 * without root.
 *
 * @throws Error that says what to install, where neither works
 */
export function findChromium(): string {
  found ??= onPath() ?? installed();
  if (found !== undefined) return found;
  throw new Error(
    'These tests need Chromium and could not get it. Install it with a font for Chinese so that ' +
      '"chromium" is on PATH (Debian: "apt-get install chromium fonts-noto-cjk", ' +
      'macOS: "brew install --cask google-chrome" and a link to it), and run them again.',
  );
}

/** Gets Chromium once for a whole run. Failing is left to the tests that need it. */
export function prepareChromium(): void {
  try {
    findChromium();
  } catch {
    // The tests that need it say what to install.
  }
}
