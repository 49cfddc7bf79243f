import type { Language } from '../errors';

/** What is said at the start where the bucket of documents cannot be used; all else goes on. */
export const DOCUMENTS_ARE_AWAY: Readonly<Record<Language, (bucket: string) => string>> = {
  en: (bucket) =>
    `Documents cannot be stored or handed out: ${bucket}. Everything else works; \`npx fund doctor\` looks again.`,
  zh: (bucket) =>
    `附件暂不能保存或提供：${bucket}。其他功能正常；可用 \`npx fund doctor\` 重新检查。`,
};
