import { useMutation } from '@tanstack/react-query';
import { App, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { BANK_ACCOUNTS } from '../api-types';
import { askFor } from '../requests/ask';
import { useSession } from '../session';
import { TextField } from './fields';
import { ProblemNotice, useFormProblem } from './problem-notice';

const KINDS = [
  'organization',
  'law_firm',
  'vendor',
  'court',
  'defendant',
  'treasury',
  'bureau',
] as const;

interface Props {
  /** Code of the book. */
  readonly book: string;
  /** Whose it is, by default. */
  readonly kind?: (typeof KINDS)[number];
  readonly onClose: () => void;
}

/** Enters an account and asks for its approval; a member enters the own organization's. */
export function AddAccount({ book, kind: preset = 'vendor', onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { creditCode } = useSession();
  const [form] = Form.useForm();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form, '');
  const kind = Form.useWatch('holderKind', form) as string | undefined;
  const { mutate, isPending } = useMutation({
    mutationFn: async (values: object) => {
      const { id, fingerprint } = await call<{ id: string; fingerprint: string }>({
        path: '/api/v1/bank-accounts',
        method: 'POST',
        body: { book, ...values, ...(creditCode !== null && { creditCode }) },
      });
      return askFor({ kind: 'bank_account', content: { account: id, fingerprint }, book }, key);
    },
    onMutate: clear,
    onError: show,
    onSuccess: () => {
      void message.success(t('advance.accountEntered'));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('advance.addAccount')}
      okText={t('approval.submit')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="bank-account"
        form={form}
        // It opens out of another form, which it is no part of.
        component="div"
        layout="vertical"
        requiredMark={false}
        initialValues={{
          holderKind: creditCode === null ? preset : 'organization',
          ledgerAccount: '1002.02',
        }}
        onFinish={(values: object) => {
          if (!isPending) mutate(values);
        }}
      >
        <Form.Item name="holderKind" label={t('advance.holderKind')} hidden={creditCode !== null}>
          <Select
            options={KINDS.map((value) => ({ value, label: t(`advance.holderKindOf.${value}`) }))}
          />
        </Form.Item>
        {creditCode === null && kind === 'organization' && (
          <TextField name="creditCode" label={t('content.uscc')} longest={18} />
        )}
        {kind === 'bureau' && (
          <Form.Item name="ledgerAccount" label={t('bank.account')}>
            <Select options={BANK_ACCOUNTS.map((code) => ({ value: code, label: code }))} />
          </Form.Item>
        )}
        <TextField name="holderName" label={t('advance.holder')} />
        <TextField name="bankName" label={t('advance.bank')} />
        <TextField
          name="number"
          label={t('advance.accountNumber')}
          longest={32}
          pattern={/^[0-9]{8,32}$/}
          otherwise={t('advance.accountNumberHelp')}
        />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
