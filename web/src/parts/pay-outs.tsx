import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Claims } from '../claim-types';
import { AskDialog } from '../requests/ask-dialog';
import { useUrlParameters } from './url-parameters';

/** Names in the address the debt whose write-off is to be decided again. */
const TO_DECIDE = 'writeOff';

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
  const { get, set } = useUrlParameters();
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
    .map(({ id: item, ref, outstanding: amount }) => ({
      kind: 'debt_write_off' as const,
      name: `${t('kind.debt_write_off')} ${ref}`,
      content: { item, ...(item === get(TO_DECIDE) && { amount }) },
    }));
  // Whoever comes from the inbox is to decide on this one again.
  const toDecide = writeOffs.find(({ content }) => content.item === get(TO_DECIDE));
  const open = asked ?? toDecide;
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
      {open && (
        <AskDialog
          title={open.name}
          kind={open.kind}
          book={claims.book}
          content={open.content}
          {...(open === toDecide && { help: t('claims.decideAgain') })}
          onClose={() => {
            setAsked(undefined);
            set({ [TO_DECIDE]: undefined }, { replace: true });
          }}
        />
      )}
    </section>
  );
}
