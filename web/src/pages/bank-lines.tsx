import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { BANK_LINE_STATES, type BankLine } from '../api-types';
import { AccountFilters, BANK_LINES, useBankAddress } from '../parts/bank-parts';
import { DataTable } from '../parts/data-table';
import { ChoiceFilter, DateFilter, Filters, TextFilter } from '../parts/filters';
import { IgnoreLine } from '../parts/ignore-line';
import { LineHistoryButton, LineHistoryDrawer } from '../parts/line-history';
import { LineAgeing } from '../parts/line-ageing';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { RecordReceiptOfLine } from '../parts/record-receipt-of-line';
import { RecordCharge } from '../parts/record-charge';
import { may, useSession } from '../session';

/** The quota bears no interest. */
const QUOTA = '1011';
/** The account that defendants pay to. */
const CUSTODY = '1002.02';

const MARKS = {
  unmatched: { color: 'orange', mark: '○' },
  matched: { color: 'green', mark: '✓' },
  ignored: { color: 'default', mark: '–' },
} as const;

/** Movements on the bureau's own bank accounts, as the banks told them. */
export function BankLinesPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const address = useBankAddress();
  const [opened, setOpened] = useState<BankLine>();
  return (
    <PageShell
      title={t('nav.bank')}
      actions={
        <>
          {may.reconcileBank(session) && (
            <Button type="primary" onClick={() => void navigate(address('/import'))}>
              {t('bank.import')}
            </Button>
          )}
          <Button onClick={() => void navigate(address('/match'))}>{t('bank.match')}</Button>
          <Button onClick={() => void navigate(address('/reconciliation'))}>
            {t('bank.reconcile')}
          </Button>
        </>
      }
    >
      <Filters>
        <AccountFilters />
        <ChoiceFilter
          name="state"
          label={t('bank.state')}
          choices={BANK_LINE_STATES.map((state) => ({
            value: state,
            label: t(`bank.stateOf.${state}`),
          }))}
        />
        <DateFilter name="from" label={t('bank.from')} />
        <DateFilter name="until" label={t('bank.until')} />
        <TextFilter name="q" label={t('bank.words')} />
      </Filters>
      <LineAgeing />
      <DataTable<BankLine>
        label={t('bank.lines')}
        path={BANK_LINES}
        filters={['book', 'account', 'state', 'from', 'until', 'q']}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'on',
            title: t('bank.on'),
            render: ({ on }) => <span className="instant">{on}</span>,
          },
          { key: 'account', title: t('bank.account'), render: ({ account }) => account },
          {
            key: 'counterparty',
            title: t('bank.counterparty'),
            render: ({ counterparty }) => counterparty,
          },
          { key: 'remark', title: t('bank.remark'), render: ({ remark }) => remark },
          {
            key: 'amount',
            title: t('bank.amount'),
            isAmount: true,
            render: ({ amount }) => <Money amount={amount} />,
          },
          {
            key: 'left',
            title: t('bank.left'),
            isAmount: true,
            render: ({ left }) => <Money amount={left} />,
          },
          {
            key: 'balance',
            title: t('bank.balance'),
            isAmount: true,
            render: ({ balance }) => <Money amount={balance} />,
          },
          {
            key: 'state',
            title: t('bank.state'),
            render: ({ state }) => (
              <Tag color={MARKS[state].color}>
                {MARKS[state].mark} {t(`bank.stateOf.${state}`)}
              </Tag>
            ),
          },
          {
            key: 'history',
            title: '',
            render: (line) =>
              line.state !== 'unmatched' || line.left !== line.amount ? (
                <LineHistoryButton
                  line={line}
                  onOpen={() => {
                    setOpened(line);
                  }}
                />
              ) : (
                may.reconcileBank(session) && <IgnoreLine line={line} />
              ),
          },
          ...(may.enterVouchers(session)
            ? [
                {
                  key: 'toDo',
                  title: t('bank.toDo'),
                  render: (line: BankLine) =>
                    line.state === 'unmatched' &&
                    line.left === line.amount && (
                      <>
                        {(line.account !== QUOTA || line.amount.startsWith('-')) && (
                          <RecordCharge line={line} />
                        )}
                        {line.account === CUSTODY && !line.amount.startsWith('-') && (
                          <RecordReceiptOfLine line={line} />
                        )}
                      </>
                    ),
                },
              ]
            : []),
        ]}
      />
      <LineHistoryDrawer
        line={opened}
        onClose={() => {
          setOpened(undefined);
        }}
      />
    </PageShell>
  );
}
