import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './locales/en.json';
import zh from './locales/zh.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof zh };
  }
}

export type Language = 'zh' | 'en';
const KEPT_AS = 'fund.language';

export const i18n = createInstance();

function apply(language: string): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = i18n.t('product');
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
}

void i18n.use(initReactI18next).init({
  lng: localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'zh',
  resources: { zh: { translation: zh }, en: { translation: en } },
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});
apply(i18n.language);

/** The language on screen, kept in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, language);
  await i18n.changeLanguage(language);
  apply(language);
}
