import type { Language } from '../errors';

/** Said once where a process posts and nothing is sealed. */
export const SEALING_IS_OFF: Readonly<Record<Language, string>> = {
  en: 'Sealing is off: FUND_SEAL_KEY_FILE is not set.',
  zh: '未启用封存：未设置 FUND_SEAL_KEY_FILE。',
};
