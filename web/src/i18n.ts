import type { Locale } from 'antd/es/locale';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type zh from './locales/zh.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof zh };
  }
}

export type Language = 'zh' | 'en';
const KEPT_AS = 'fund.language';

/** Our texts and those of the component library, loaded when a language is first shown. */
const TEXTS = {
  zh: () => Promise.all([import('./locales/zh.json'), import('antd/es/locale/zh_CN')]),
  en: () => Promise.all([import('./locales/en.json'), import('antd/es/locale/en_US')]),
} as const;

const ofComponents = new Map<string, Locale>();

/** The component library's own texts in a language that is loaded. */
export const componentTexts = (language: string): Locale | undefined => ofComponents.get(language);

export const i18n = createInstance();

async function load(language: Language): Promise<void> {
  if (ofComponents.has(language)) return;
  const [texts, components] = await TEXTS[language]();
  i18n.addResourceBundle(language, 'translation', texts.default);
  ofComponents.set(language, components.default);
}

function apply(language: string): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = i18n.t('product');
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
}

/** Loads the texts of the language that was chosen in this browser, Chinese at first. */
export async function startLanguage(): Promise<void> {
  const lng: Language = localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'zh';
  await i18n.use(initReactI18next).init({
    lng,
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
  });
  await load(lng);
  apply(lng);
}

/** The language on screen, kept in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(KEPT_AS, language);
  await i18n.changeLanguage(language);
  apply(language);
}
