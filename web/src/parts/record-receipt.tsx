import { Button, Form, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Claims, RECEIPT_KINDS } from '../claim-types';
import { parseAmount } from './amount';
import { DayField, TextField } from './fields';
import { today } from './instant';
import { ProblemNotice, useFormProblem } from './problem-notice';
import { ReceiptProposal, useRecordReceipt } from './receipt-proposal';
import { DesignatedField, PaymentFields } from './what-if';

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
  const path = `/api/v1/cases/${encodeURIComponent(caseId)}/enforcement-receipts`;
  const { mutate, isPending } = useRecordReceipt(path, onClose, { show, clear });
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
  if (!isWhole) return null;
  return <ReceiptProposal caseId={caseId} payment={{ payer, amount, paidOn, designated }} />;
}
