import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Claims } from '../claim-types';
import { AskDialog } from '../requests/ask-dialog';

interface Asked {
  readonly kind:
    | 'fund_replenishment'
    | 'damages_remittance'
    | 'interest_remittance'
    | 'overpayment_refund'
    | 'debt_write_off';
  readonly name: string;
  readonly content: object;
}

interface Props {
  readonly caseId: string;
  readonly claims: Claims;
}

/** What an officer may ask for of the money of a case; others decide. */
export function PayOuts({ caseId, claims }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const ofCase = (['fund_replenishment', 'damages_remittance', 'interest_remittance'] as const).map(
    (kind): Asked => ({ kind, name: t(`kind.${kind}`), content: { case: caseId } }),
  );
  const refunds = claims.debtors
    .filter(({ overpaid }) => overpaid !== '0.00')
    .map(({ id: defendant, name, overpaid: amount }): Asked => ({
      kind: 'overpayment_refund',
      name: `${t('kind.overpayment_refund')} ${name}`,
      content: { case: caseId, defendant, amount },
    }));
  const writeOffs = claims.items
    .filter(({ kind }) => kind === 'fund_costs')
    .map(({ id: item, ref }): Asked => ({
      kind: 'debt_write_off',
      name: `${t('kind.debt_write_off')} ${ref}`,
      content: { item },
    }));
  return (
    <section className="panel" aria-label={t('claims.payOuts')}>
      <h2>{t('claims.payOuts')}</h2>
      <p>{t('claims.payOutsHelp')}</p>
      <div className="row-actions">
        {[...ofCase, ...refunds, ...writeOffs].map((one) => (
          <Button
            key={one.name}
            onClick={() => {
              setAsked(one);
            }}
          >
            {one.name}
          </Button>
        ))}
      </div>
      {asked && (
        <AskDialog
          title={asked.name}
          kind={asked.kind}
          book={claims.book}
          content={asked.content}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </section>
  );
}
