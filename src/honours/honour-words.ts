import type { Bilingual } from '../errors';
import type { HonourKind } from './honour.entity';

export const HONOUR_NAMES: Readonly<Record<HonourKind, Bilingual>> = {
  commendation: { zh: '通报表扬', en: 'Commendation' },
  certificate: { zh: '荣誉证书', en: 'Certificate of honour' },
  advanced_unit: { zh: '先进单位', en: 'Advanced unit' },
};
