import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { PaidOut } from '../claim-types';
import { may, useSession } from '../session';
import { DayField, LongTextField, TextField } from './fields';
import { today } from './instant';
import { Money } from './money';
import { ProblemNotice, problemOfError, useFormProblem } from './problem-notice';
import { TableScroll } from './table-scroll';
import { withoutEmpty } from './without-empty';

/** What went out of the money of a case, to which account, and what the bank sent back. */
export function PaidOutPanel({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const [returned, setReturned] = useState<PaidOut>();
  const { data, error } = useQuery({
    queryKey: ['pay-outs', caseId],
    queryFn: () =>
      call<{ readonly items: readonly PaidOut[] }>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/pay-outs`,
      }),
  });
  const label = t('claims.paidOut');
  return (
    <section className="panel" aria-label={label}>
      <h2>{label}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data?.items.length === 0 && <p>{t('claims.nonePaidOut')}</p>}
      {data && data.items.length > 0 && (
        <TableScroll label={label}>
          <Table<PaidOut>
            size="small"
            pagination={false}
            rowKey={({ id }) => id}
            dataSource={[...data.items]}
            columns={[
              {
                key: 'kind',
                title: t('claims.kind'),
                render: (_, { kind, approval }) => (
                  <Link to={`/console/approvals/${approval}`}>{t(`kind.${kind}`)}</Link>
                ),
              },
              {
                key: 'holder',
                title: t('claims.payTo'),
                render: (_, { holder, bankName, masked }) => `${holder} · ${bankName} ${masked}`,
              },
              { key: 'paidOn', title: t('claims.paidOn'), render: (_, { paidOn }) => paidOn },
              {
                key: 'amount',
                title: t('claims.amount'),
                align: 'right',
                render: (_, { amount }) => <Money amount={amount} />,
              },
              {
                key: 'returned',
                title: t('claims.bounced'),
                render: (_, payOut) =>
                  payOut.returned === null ? (
                    may.recordPayments(session) && (
                      <Button
                        size="small"
                        onClick={() => {
                          setReturned(payOut);
                        }}
                      >
                        {t('claims.recordBounce')}
                      </Button>
                    )
                  ) : (
                    <Tag color="red">
                      ↩ {payOut.returned.on} {payOut.returned.reason}
                    </Tag>
                  ),
              },
            ]}
          />
        </TableScroll>
      )}
      {returned && (
        <RecordBounce
          caseId={caseId}
          payOut={returned}
          onClose={() => {
            setReturned(undefined);
          }}
        />
      )}
    </section>
  );
}

interface BounceProps {
  readonly caseId: string;
  readonly payOut: PaidOut;
  readonly onClose: () => void;
}

/** A cashier records that the bank sent a payment back; the same again is the same. */
function RecordBounce({ caseId, payOut, onClose }: BounceProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: object) =>
      call<PaidOut>({
        path: `/api/v1/pay-outs/${payOut.id}/return`,
        method: 'POST',
        body: withoutEmpty(given),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: () => {
      void message.success(t('claims.bounceRecorded'));
      void client.invalidateQueries({ queryKey: ['pay-outs', caseId] });
      void client.invalidateQueries({ queryKey: ['claims', caseId] });
      void client.invalidateQueries({ queryKey: ['recovered-costs', caseId] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('claims.recordBounce')}
      okText={t('claims.recordBounce')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('claims.bounceHelp')}</p>
      <Form
        name="pay-out-return"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ on: today() }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <DayField name="on" label={t('claims.bouncedOn')} />
        <TextField
          name="bankReference"
          label={t('claims.bankReference')}
          longest={100}
          isOptional
        />
        <LongTextField name="reason" label={t('content.reason')} longest={500} />
        {problem && <ProblemNotice problem={problem} />}
      </Form>
    </Modal>
  );
}
