import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import {
  type CostToPay,
  PAYMENT_STATES,
  type PaymentOrderItem,
  type PaymentState,
} from '../api-types';

export const PAYMENT_ORDERS = '/api/v1/payment-orders';
export const PAYABLE = `${PAYMENT_ORDERS}/payable`;

export const orderAddress = ({ id }: Pick<PaymentOrderItem, 'id'>): string =>
  `/console/payment-orders/${encodeURIComponent(id)}`;

/** Colour is never the only sign. */
const SIGNS: Readonly<Record<PaymentState, { readonly color: string; readonly sign: string }>> = {
  waiting: { color: 'blue', sign: '◷' },
  paid: { color: 'green', sign: '✓' },
  bounced: { color: 'orange', sign: '↩' },
  unknown: { color: 'red', sign: '?' },
};

interface TagProps {
  readonly state: PaymentState;
  /** How many payments are in the state; absent: it is one. */
  readonly count?: number;
}

/** What became of a payment. */
export function PaymentStateTag({ state, count }: TagProps) {
  const { t } = useTranslation();
  const { color, sign } = SIGNS[state];
  return (
    <Tag color={color}>
      {sign} {t(`payment.stateOf.${state}`)} {count}
    </Tag>
  );
}

/** How many payments of an order are in which state. */
export function StatesOfOrder({ states }: Pick<PaymentOrderItem, 'states'>) {
  return (
    <span className="row-actions">
      {PAYMENT_STATES.filter((state) => states[state] > 0).map((state) => (
        <PaymentStateTag key={state} state={state} count={states[state]} />
      ))}
    </span>
  );
}

interface CostProps {
  readonly of: CostToPay;
}

/** What is paid for. */
export function CostName({ of: { application, itemRef, category, purpose } }: CostProps) {
  const { t } = useTranslation();
  return (
    <>
      <Link to={`/console/advances/${application}`}>{itemRef}</Link>
      <div>
        {t(`budget.categoryOf.${category}`)} {purpose}
      </div>
    </>
  );
}

/** For which case, and at whose request. */
export function CaseOfCost({ of: { caseNumber, organization } }: CostProps) {
  return (
    <>
      {caseNumber}
      <div>{organization}</div>
    </>
  );
}

/** Whom it is paid to; of the account only the end. */
export function Payee({ of: { payee } }: CostProps) {
  return (
    <>
      {payee.name}
      <div>
        <small>
          {payee.bankName} {payee.masked}
        </small>
      </div>
    </>
  );
}
