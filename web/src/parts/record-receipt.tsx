import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { type Claims, type EnforcementReceipt, RECEIPT_KINDS } from '../claim-types';
import { parseAmount } from './amount';
import { DayField, TextField } from './fields';
import { today } from './instant';
import { ProblemNotice, problemOfError, useFormProblem } from './problem-notice';
import { DesignatedField, PaymentFields, ProposalTable, tryPayment } from './what-if';
import { withoutEmpty } from './without-empty';

interface Props {
  readonly caseId: string;
  readonly claims: Claims;
  /** It is to go other than the rule says: what is typed so far. */
  readonly onDeparture: (given: object) => void;
  readonly onClose: () => void;
}

interface Given {
  readonly payer?: string;
  readonly amount?: string;
  readonly receivedOn?: string;
  readonly designated?: readonly string[];
}

/** An officer records money of a defendant, having seen where it goes. */
export function RecordReceipt({ caseId, claims, onDeparture, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useRecord(caseId, onClose, { show, clear });
  return (
    <Modal
      open
      width={720}
      title={t('claims.record')}
      okText={t('claims.confirm')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('claims.recordHelp')}</p>
      <Form<Given>
        name="enforcement-receipt"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ receivedOn: today(), kind: 'court_transfer', designated: [] }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <PaymentFields claims={claims} />
        <Form.Item name="kind" label={t('claims.how')}>
          <Select
            options={RECEIPT_KINDS.map((value) => ({ value, label: t(`claims.howOf.${value}`) }))}
          />
        </Form.Item>
        <DayField name="receivedOn" label={t('claims.receivedOn')} />
        <TextField name="bankReference" label={t('claims.bankReference')} longest={100} />
        <DesignatedField claims={claims} />
        <Preview caseId={caseId} />
        <p>
          <Button
            onClick={() => {
              // Such an allocation says itself what comes first.
              onDeparture({ ...form.getFieldsValue(), designated: undefined });
            }}
          >
            {t('claims.depart')}
          </Button>{' '}
          <small>{t('claims.departHelp')}</small>
        </p>
        {problem && <ProblemNotice problem={problem} />}
      </Form>
    </Modal>
  );
}

/** Where what is typed would go, by the rule. */
function Preview({ caseId }: { readonly caseId: string }) {
  const form = Form.useFormInstance<Given>();
  const payer = Form.useWatch<string | undefined>('payer', form);
  const typed = Form.useWatch<string | undefined>('amount', form);
  const paidOn = Form.useWatch<string | undefined>('receivedOn', form);
  const designated = Form.useWatch<readonly string[] | undefined>('designated', form) ?? [];
  const amount = parseAmount(typed ?? '');
  const isWhole =
    payer !== undefined && paidOn !== undefined && amount !== undefined && amount !== '0.00';
  const { data, error } = useQuery({
    queryKey: ['what-if', caseId, payer, amount, paidOn, designated],
    queryFn: () =>
      tryPayment(caseId, {
        ...{ payer: payer ?? '', amount: amount ?? '', paidOn: paidOn ?? '' },
        designated,
      }),
    enabled: isWhole,
    retry: false,
  });
  if (!isWhole) return null;
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  return data === undefined ? null : <ProposalTable of={data} />;
}

/** Under one key: a second click or a lost answer records nothing twice. */
function useRecord(
  caseId: string,
  onClose: () => void,
  { show, clear }: Pick<ReturnType<typeof useFormProblem>, 'show' | 'clear'>,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (given: Given) =>
      call<EnforcementReceipt>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/enforcement-receipts`,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: withoutEmpty(given),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: ({ ref }) => {
      void message.success({ key, content: t('claims.recorded', { ref }) });
      void client.invalidateQueries({ queryKey: ['claims', caseId] });
      void client.invalidateQueries({ queryKey: ['enforcement-receipts', caseId] });
      void client.invalidateQueries({ queryKey: ['recovered-costs', caseId] });
      onClose();
    },
  });
}
