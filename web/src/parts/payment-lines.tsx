import { Alert, Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaymentLine, PaymentOrder, PaymentResult, PaymentState } from '../api-types';
import { may, useSession } from '../session';
import { Money } from './money';
import { CaseOfCost, CostName, Payee, PaymentStateTag } from './payment-parts';
import { RecordPayment } from './record-payment';
import { TableScroll } from './table-scroll';

/** What may become of a payment next. */
const MAY_BECOME: Readonly<Record<PaymentState, readonly PaymentResult[]>> = {
  waiting: ['paid', 'bounced', 'unknown'],
  unknown: ['paid', 'bounced'],
  paid: ['bounced'],
  bounced: [],
};

interface Recording {
  readonly line: PaymentLine;
  readonly result: PaymentResult;
}

/** The payments of an order and what became of each; a cashier says it. */
export function PaymentLines({ of: { id, lines } }: { readonly of: PaymentOrder }) {
  const { t } = useTranslation();
  const mayRecord = may.recordPayments(useSession());
  const [recording, setRecording] = useState<Recording>();
  return (
    <section className="panel">
      <h2>{t('payment.lines')}</h2>
      {lines.some(({ state }) => state === 'unknown') && (
        <Alert
          className="problem"
          type="warning"
          showIcon
          title={t('payment.unknownTitle')}
          description={t('payment.unknownHelp')}
        />
      )}
      <TableScroll label={t('payment.lines')}>
        <Table<PaymentLine>
          size="small"
          pagination={false}
          rowKey={(line) => line.id}
          dataSource={[...lines]}
          columns={[
            { key: 'ordinal', title: '#', render: (_, { ordinal }) => ordinal },
            { key: 'cost', title: t('content.cost'), render: (_, line) => <CostName of={line} /> },
            {
              key: 'case',
              title: t('content.case'),
              render: (_, line) => <CaseOfCost of={line} />,
            },
            { key: 'payee', title: t('content.payee'), render: (_, line) => <Payee of={line} /> },
            {
              key: 'amount',
              title: t('content.amount'),
              align: 'right',
              render: (_, { amount }) => <Money amount={amount} />,
            },
            { key: 'state', title: t('payment.state'), render: (_, line) => <Outcome of={line} /> },
            ...(mayRecord
              ? [
                  {
                    key: 'actions',
                    title: t('people.actions'),
                    render: (_: unknown, line: PaymentLine) => (
                      <Actions line={line} onRecord={setRecording} />
                    ),
                  },
                ]
              : []),
          ]}
        />
      </TableScroll>
      {recording && (
        <RecordPayment
          key={`${recording.line.id} ${recording.result}`}
          order={id}
          {...recording}
          onClose={() => {
            setRecording(undefined);
          }}
        />
      )}
    </section>
  );
}

/** Where a payment stands, and who found out what, when and why. */
function Outcome({ of: { state, results } }: { readonly of: PaymentLine }) {
  const { t } = useTranslation();
  return (
    <div className="payment-outcome">
      <PaymentStateTag state={state} />
      {results.map(({ result, on, bankReference, reason, recordedBy }, index) => (
        <div key={index}>
          <small>
            {t('payment.resultOf', { on, result: t(`payment.stateOf.${result}`), recordedBy })}
            {bankReference !== null && ` · ${t('payment.referenceOf', { bankReference })}`}
            {reason !== null && ` · ${reason}`}
          </small>
        </div>
      ))}
    </div>
  );
}

interface ActionsProps {
  readonly line: PaymentLine;
  readonly onRecord: (recording: Recording) => void;
}

function Actions({ line, onRecord }: ActionsProps) {
  const { t } = useTranslation();
  return (
    <div className="row-actions" role="group" aria-label={line.itemRef}>
      {MAY_BECOME[line.state].map((result) => (
        <Button
          key={result}
          size="small"
          type={result === 'paid' ? 'primary' : 'default'}
          onClick={() => {
            onRecord({ line, result });
          }}
        >
          {t(`payment.stateOf.${result}`)}
        </Button>
      ))}
    </div>
  );
}
