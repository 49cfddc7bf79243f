import type { Language } from '../errors';

/** The reader's language: the first of ours that the list of wishes names, e.g. `zh-CN,en;q=0.8`. */
export function languageOf(wishes: string | undefined, otherwise: Language): Language {
  for (const wish of (wishes ?? '').toLowerCase().split(',')) {
    if (/^\s*zh/.test(wish)) return 'zh';
    if (/^\s*en/.test(wish)) return 'en';
  }
  return otherwise;
}
