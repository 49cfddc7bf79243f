import { Form, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { isAtMost, parseAmount, sumOfAmounts, withThousands } from './amount';
import type { Cost, TypedReceipt } from './receipt-fields';

/** What of each cost is still to be settled once the receipts that are typed are sent. */
export function ReceiptSums({ costs }: { readonly costs: readonly Cost[] }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const lines = (Form.useWatch('lines', form) ?? []) as readonly Partial<TypedReceipt>[];
  return (
    <ul aria-label={t('receipt.sums')}>
      {costs.map(({ id, ref, unsettled }) => {
        const amounts = lines
          .filter(({ item }) => item === id)
          .flatMap(({ amount }) => parseAmount(amount ?? '') ?? []);
        const now = sumOfAmounts(amounts);
        const after = sumOfAmounts([unsettled, ...amounts.map((amount) => `-${amount}`)]);
        return (
          <li key={id}>
            {t('receipt.rest', {
              ref,
              before: withThousands(unsettled),
              now: withThousands(now),
              after: withThousands(after),
            })}{' '}
            {!isAtMost(now, unsettled) && <Tag color="gold">! {t('receipt.tooMuch')}</Tag>}
          </li>
        );
      })}
    </ul>
  );
}
