import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { PaymentLine, PaymentOrder, PaymentResult } from '../api-types';
import { DayField, LongTextField, TextField } from './fields';
import { today } from './instant';
import { Money } from './money';
import { PAYMENT_ORDERS } from './payment-parts';
import { PaymentRefusal } from './payment-refusal';
import { useFormProblem } from './problem-notice';
import { withoutEmpty } from './without-empty';

interface Props {
  /** Id of the order. */
  readonly order: string;
  readonly line: PaymentLine;
  readonly result: PaymentResult;
  readonly onClose: () => void;
}

/** A cashier says what the bank made of a payment. */
export function RecordPayment({ order, line, result, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<object>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useRecord({ order, line, result, onClose }, { show, clear });
  return (
    <Modal
      open
      title={t(`payment.recordOf.${result}`)}
      okText={t(`payment.recordOf.${result}`)}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>
        {line.payee.name} {line.payee.masked} · <Money amount={line.amount} /> {t('field.yuan')}
      </p>
      <p>{t(`payment.recordHelp.${result}`)}</p>
      <Form
        name="payment"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ on: today() }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <DayField name="on" label={t(`payment.onOf.${result}`)} />
        <TextField
          name="bankReference"
          label={t('payment.bankReference')}
          help={t('payment.optional')}
          longest={100}
          isOptional
        />
        {(result !== 'paid' || line.state === 'unknown') && (
          <LongTextField
            name="reason"
            label={t('content.reason')}
            help={t(line.state === 'unknown' ? 'payment.foundOutHelp' : 'payment.reasonHelp')}
            longest={500}
          />
        )}
        <PaymentRefusal problem={problem} />
      </Form>
    </Modal>
  );
}

/** Under one key: a second click or a lost answer records nothing twice. */
function useRecord(
  { order, line, result, onClose }: Props,
  { show, clear }: Pick<ReturnType<typeof useFormProblem>, 'show' | 'clear'>,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (given: object) =>
      call<PaymentOrder>({
        path: `${PAYMENT_ORDERS}/${order}/lines/${line.id}/result`,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: { result, ...withoutEmpty(given) },
      }),
    onMutate: clear,
    onError: (refusal) => {
      show(refusal);
      // Somebody else may have recorded it meanwhile.
      void client.invalidateQueries({ queryKey: ['payment-order', order] });
    },
    onSuccess: (now) => {
      void message.success({ key, content: t('payment.recorded') });
      client.setQueryData(['payment-order', order], now);
      void client.invalidateQueries({ queryKey: ['list'] });
      void client.invalidateQueries({ queryKey: ['advance', line.application] });
      onClose();
    },
  });
}
