import { Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api';
import type { ReceiptState } from '../api-types';
import { withThousands } from './amount';

export const RECEIPT_LINES = '/api/v1/receipt-lines';

const STATES: Readonly<Record<ReceiptState, { readonly color: string; readonly sign: string }>> = {
  submitted: { color: 'gold', sign: '◷' },
  accepted: { color: 'green', sign: '✓' },
  rejected: { color: 'red', sign: '✕' },
};

/** Where a receipt stands. */
export function ReceiptStateTag({ state }: { readonly state: ReceiptState }) {
  const { t } = useTranslation();
  const { color, sign } = STATES[state];
  return (
    <Tag color={color}>
      {sign} {t(`receipt.stateOf.${state}`)}
    </Tag>
  );
}

const text = (value: unknown): string =>
  typeof value === 'string' ? withThousands(value) : value === null ? '—' : '';

/** Facts of a refusal by their names, as they are shown. */
const textsOf = <Name extends string>(
  facts: unknown,
  ...names: readonly Name[]
): Record<Name, string> => {
  const given = new Map<string, unknown>(Object.entries(facts ?? {}));
  return Object.fromEntries(names.map((name) => [name, text(given.get(name))])) as Record<
    Name,
    string
  >;
};

/** The facts that explain why a receipt was refused, in a sentence; empty where there are none. */
export function factsOfRefusal(t: TFunction, problem: Problem): string {
  switch (problem.code) {
    case 'DUPLICATE_INVOICE': {
      const { cases, elsewhere } = problem as { cases?: string[]; elsewhere?: boolean };
      return [
        t('receipt.usedFacts', textsOf(problem, 'total', 'used', 'remaining')),
        cases && cases.length > 0 && t('receipt.usedIn', { cases: cases.join('、') }),
        elsewhere === true && t('receipt.usedInOthers'),
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'SETTLEMENT_EXCEEDS_PAYMENT':
      return t('receipt.paymentFacts', textsOf(problem, 'paid', 'settled', 'waiting', 'surplus'));
    case 'INVOICE_DIFFERS':
      return t(
        'receipt.recordedFacts',
        textsOf(problem['recorded'], 'issuedOn', 'total', 'issuerTaxId'),
      );
    case 'INVOICE_TOO_SMALL':
      return t('receipt.readFacts', textsOf(problem, 'total'));
    default:
      return '';
  }
}
