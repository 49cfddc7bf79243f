import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AwardTerms } from '../api-types';
import { withThousands } from './amount';

/** How awards are computed under a policy, figure by figure. */
export function AwardTermsTable({ terms }: { readonly terms: AwardTerms }) {
  const { t } = useTranslation();
  const { bands, factors, fixed, floor, caps, grades, poolOrder, sharing, noticeDays } = terms;
  const rows: readonly (readonly [label: string, value: string])[] = [
    ...bands.map(
      ({ upTo, rate }, index) =>
        [
          t('award.terms.band', { number: index + 1 }),
          `${upTo === undefined ? t('award.terms.noEnd') : `≤ ${withThousands(upTo)}`} × ${rate}`,
        ] as const,
    ),
    [t('award.terms.win'), factors.win],
    [t('award.terms.partialWin'), factors.partialWin],
    [t('award.terms.mediation'), factors.mediation],
    [t('award.terms.injunctionOnlyWin'), withThousands(fixed.injunctionOnlyWin)],
    [t('award.terms.withdrawnClaimsRealized'), withThousands(fixed.withdrawnClaimsRealized)],
    [t('award.terms.floor'), withThousands(floor)],
    [t('award.terms.capAwardFund'), withThousands(caps.awardFund)],
    [t('award.terms.capSanctionQuota'), withThousands(caps.sanctionQuota)],
    [t('award.terms.capCombined'), withThousands(caps.combined)],
    [t('award.terms.grades'), [grades.first, grades.second, grades.third].join(' / ')],
    [t('award.terms.poolOrder'), poolOrder.map((pool) => t(`award.pool.${pool}`)).join(' → ')],
    [t('award.terms.sharing'), t(`award.sharing.${sharing}`)],
    [t('award.terms.noticeDays'), String(noticeDays)],
  ];
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2 }}
      bordered
      items={rows.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}
