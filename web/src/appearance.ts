import { useSyncExternalStore } from 'react';

export type Appearance = 'light' | 'dark';
const KEPT_AS = 'fund.appearance';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const prefersStill = matchMedia('(prefers-reduced-motion: reduce)');
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  prefersDark.addEventListener('change', listener);
  prefersStill.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    prefersDark.removeEventListener('change', listener);
    prefersStill.removeEventListener('change', listener);
  };
}

function read(): Appearance {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'light' || kept === 'dark') return kept;
  return prefersDark.matches ? 'dark' : 'light';
}

/** Light or dark: as chosen in this browser, else as the system has it. */
export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, read);

/** Whether the person wants nothing to move. */
export const useStillness = (): boolean =>
  useSyncExternalStore(subscribe, () => prefersStill.matches);

export function setAppearance(appearance: Appearance): void {
  localStorage.setItem(KEPT_AS, appearance);
  for (const listener of listeners) listener();
}
