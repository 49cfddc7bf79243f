import { useQuery } from '@tanstack/react-query';
import { Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { BankLine } from '../api-types';
import { type Claims, RECEIPT_KINDS, type ReceiptOfLine } from '../claim-types';
import { withThousands } from './amount';
import { CaseField } from './case-field';
import { today } from './instant';
import { ProblemNotice, problemOfError, useFormProblem } from './problem-notice';
import { ReceiptProposal, useRecordReceipt } from './receipt-proposal';

interface Given {
  readonly case?: string;
  readonly payer?: string | undefined;
  readonly kind?: string;
}

/** An officer records money of a defendant from the line that told it, having seen where it goes. */
export function RecordReceiptOfLine({ line }: { readonly line: BankLine }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['receipt-of-line', line.id],
    queryFn: () => call<ReceiptOfLine>({ path: `/api/v1/bank-lines/${line.id}/receipt` }),
    enabled: isOpen,
    retry: false,
  });
  return (
    <>
      <Button
        size="small"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('bank.receipt')}
      </Button>
      {isOpen && error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {isOpen && data && (
        <ReceiptDialog
          draft={data}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      )}
    </>
  );
}

interface DialogProps {
  readonly draft: ReceiptOfLine;
  readonly onClose: () => void;
}

function ReceiptDialog({ draft, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const path = `/api/v1/bank-lines/${draft.line}/receipt`;
  const { mutate, isPending } = useRecordReceipt(path, onClose, { show, clear });
  const [first, ...more] = draft.cases;
  const only = more.length === 0 ? first : undefined;
  return (
    <Modal
      open
      width={720}
      title={t('bank.receipt')}
      okText={t('claims.confirm')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('bank.receiptHelp')}</p>
      <p>
        {[draft.receivedOn, withThousands(draft.amount), draft.counterparty, draft.remark]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Form<Given>
        name="receipt-of-line"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          kind: 'court_transfer',
          ...(only && { case: only.id, payer: only.payer ?? undefined }),
        }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <CaseField
          book={draft.book}
          likely={draft.cases}
          onChosen={(id) => {
            const payer = draft.cases.find((each) => each.id === id)?.payer ?? undefined;
            form.setFieldsValue({ payer });
          }}
        />
        <PayerField />
        <Form.Item name="kind" label={t('claims.how')}>
          <Select
            options={RECEIPT_KINDS.map((value) => ({ value, label: t(`claims.howOf.${value}`) }))}
          />
        </Form.Item>
        <Preview draft={draft} />
        {problem && <ProblemNotice problem={problem} />}
      </Form>
    </Modal>
  );
}

/** The defendants of the case that was chosen. */
function PayerField() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Given>();
  const caseId = Form.useWatch<string | undefined>('case', form);
  const { data, error } = useQuery({
    queryKey: ['claims', caseId, today()],
    queryFn: () =>
      call<Claims>({ path: `/api/v1/cases/${encodeURIComponent(caseId ?? '')}/claims` }),
    enabled: caseId !== undefined,
  });
  return (
    <>
      <Form.Item
        name="payer"
        label={t('claims.payer')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select
          options={(data?.debtors ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
    </>
  );
}

/** Where the money would go, by the rule. */
function Preview({ draft: { amount, receivedOn } }: Pick<DialogProps, 'draft'>) {
  const form = Form.useFormInstance<Given>();
  const caseId = Form.useWatch<string | undefined>('case', form);
  const payer = Form.useWatch<string | undefined>('payer', form);
  if (caseId === undefined || payer === undefined) return null;
  return <ReceiptProposal caseId={caseId} payment={{ payer, amount, paidOn: receivedOn }} />;
}
