import type { Bilingual } from '../errors';
import type { InstalmentDue } from '../law';
import type { LawFirmState, SourceKind, TenderMethod } from './law-firm.entity';

export const STATE_NAMES: Readonly<Record<LawFirmState, Bilingual>> = {
  registered: { zh: '正常', en: 'Registered' },
  suspended: { zh: '已暂停', en: 'Suspended' },
  removed: { zh: '已移出', en: 'Removed' },
};

export const SOURCE_NAMES: Readonly<Record<SourceKind, Bilingual>> = {
  recommended_list: { zh: '推荐名单', en: 'Recommended list' },
  tender: { zh: '政府采购', en: 'Tender' },
};

export const METHOD_NAMES: Readonly<Record<TenderMethod, Bilingual>> = {
  open_tender: { zh: '公开招标', en: 'Open tender' },
  invited_tender: { zh: '邀请招标', en: 'Invited tender' },
  competitive_negotiation: { zh: '竞争性谈判', en: 'Competitive negotiation' },
  competitive_consultation: { zh: '竞争性磋商', en: 'Competitive consultation' },
  inquiry: { zh: '询价', en: 'Request for quotations' },
  single_source: { zh: '单一来源', en: 'Single source' },
};

export const DUE_NAMES: Readonly<Record<InstalmentDue, Bilingual>> = {
  signing: { zh: '签订时', en: 'On signing' },
  first_instance_judgment: { zh: '一审判决后', en: 'After the judgment of first instance' },
  second_instance_judgment: { zh: '二审判决后', en: 'After the judgment of second instance' },
  closing: { zh: '结案时', en: 'On closing' },
  other: { zh: '其他', en: 'Other' },
};

/** By the number of the instance. */
export const INSTANCE_NAMES: Readonly<Record<number, Bilingual>> = {
  1: { zh: '一审', en: 'First instance' },
  2: { zh: '二审', en: 'Second instance' },
  3: { zh: '再审', en: 'Retrial' },
};
