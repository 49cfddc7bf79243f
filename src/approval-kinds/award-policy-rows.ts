import type { SummaryRow } from '../approvals';
import type { Bilingual, Language } from '../errors';
import { type AwardPool, type AwardSharing, type AwardTerms, NO_LAW_FIXES_AWARDS } from '../law';

const POOLS: Readonly<Record<AwardPool, Bilingual>> = {
  sanction_quota: { zh: '制裁提取额度', en: 'sanction quota' },
  award_fund: { zh: '奖励基金', en: 'award fund' },
};
const SHARINGS: Readonly<Record<AwardSharing, Bilingual>> = {
  agreed: { zh: '按约定份额，未约定的平均分配', en: 'as agreed, else equally' },
  equal: { zh: '平均分配', en: 'equally' },
};
const NO_END: Bilingual = { zh: '不限', en: 'no end' };
const NO_LAW: Bilingual = {
  zh: NO_LAW_FIXES_AWARDS,
  en: 'No law or regulation fixes a rate of awards; every rate and limit here is the bureau’s own.',
};

/** What a policy of awards says, for those who decide on it. */
export function awardPolicyRows(terms: AwardTerms, language: Language): SummaryRow[] {
  const { bands, factors, fixed, floor, caps, grades, poolOrder, sharing, noticeDays } = terms;
  const row = (field: string, value: string): SummaryRow => ({ field, value });
  return [
    row('noLaw', NO_LAW[language]),
    ...bands.map(({ upTo = NO_END[language], rate }) => ({
      field: 'awardBands',
      value: `≤ ${upTo} × ${rate}`,
      cells: { limit: upTo, rate },
    })),
    row('factorWin', factors.win),
    row('factorPartialWin', factors.partialWin),
    row('factorMediation', factors.mediation),
    row('fixedInjunctionOnly', fixed.injunctionOnlyWin),
    row('fixedClaimsRealized', fixed.withdrawnClaimsRealized),
    row('awardFloor', floor),
    row('capAwardFund', caps.awardFund),
    row('capSanctionQuota', caps.sanctionQuota),
    row('capCombined', caps.combined),
    row('gradeRates', [grades.first, grades.second, grades.third].join(' / ')),
    row('poolOrder', poolOrder.map((pool) => POOLS[pool][language]).join(' → ')),
    row('awardSharing', SHARINGS[sharing][language]),
    row('noticeDays', String(noticeDays)),
  ];
}
