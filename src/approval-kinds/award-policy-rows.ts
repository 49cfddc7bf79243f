import { POOL_NAMES } from '../accounting';
import type { SummaryRow } from '../approvals';
import type { Bilingual, Language } from '../errors';
import { type AwardSharing, type AwardTerms, NO_LAW_IN_WORDS } from '../law';

const SHARINGS: Readonly<Record<AwardSharing, Bilingual>> = {
  agreed: { zh: '按约定份额，未约定的平均分配', en: 'as agreed, else equally' },
  equal: { zh: '平均分配', en: 'equally' },
};
const NO_END: Bilingual = { zh: '不限', en: 'no end' };

/** What a policy of awards says, for those who decide on it. */
export function awardPolicyRows(terms: AwardTerms, language: Language): SummaryRow[] {
  const { bands, factors, fixed, floor, caps, grades, poolOrder, sharing, noticeDays } = terms;
  const row = (field: string, value: string): SummaryRow => ({ field, value });
  return [
    row('noLaw', NO_LAW_IN_WORDS[language]),
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
    row('poolOrder', poolOrder.map((pool) => POOL_NAMES[pool][language]).join(' → ')),
    row('awardSharing', SHARINGS[sharing][language]),
    row('noticeDays', String(noticeDays)),
  ];
}
