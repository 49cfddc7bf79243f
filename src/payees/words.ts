import type { Bilingual } from '../errors';
import type { HolderKind } from './bank-account.entity';

export const HOLDER_NAMES: Readonly<Record<HolderKind, Bilingual>> = {
  organization: { zh: '社会组织', en: 'Organization' },
  law_firm: { zh: '律师事务所', en: 'Law firm' },
  vendor: { zh: '服务机构', en: 'Vendor' },
  court: { zh: '法院', en: 'Court' },
  defendant: { zh: '被告', en: 'Defendant' },
  treasury: { zh: '国库（财政）', en: 'Treasury' },
  bureau: { zh: '本单位账户', en: 'Account of the bureau' },
};
