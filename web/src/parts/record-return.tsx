import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { amountRule, DayField, TextField } from './fields';
import { today } from './instant';
import { MoneyInput } from './money-input';
import { ProblemNotice, useFormProblem } from './problem-notice';

interface Props {
  readonly advance: string;
  /** Where it is recorded. */
  readonly path: string;
  readonly title: string;
  /** What is said when it is recorded. */
  readonly done: string;
  /** What is owed, in yuan. */
  readonly owed: string;
  readonly onClose: () => void;
}

/** Puts on record that money of an advance, or a part of it, came back. */
export function RecordReturn({ advance, path, title, done, owed, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (body: object) =>
      call({
        path,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body,
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(done);
      onClose();
      await client.invalidateQueries({ queryKey: ['advance', advance] });
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={t('receipt.surplus.confirm')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="surplus"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ amount: owed, on: today() }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <Form.Item
          name="amount"
          label={t('receipt.surplus.amount')}
          rules={[{ required: true, message: t('field.required') }, amountRule(t('field.amount'))]}
        >
          <MoneyInput />
        </Form.Item>
        <DayField name="on" label={t('receipt.surplus.on')} />
        <TextField name="bankReference" label={t('receipt.surplus.reference')} longest={100} />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
