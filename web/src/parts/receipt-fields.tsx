import { Button, Form, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api';
import type { Advance } from '../api-types';
import { withThousands } from './amount';
import { DocumentLink } from './document-upload';
import { amountRule, DayField, TextField } from './fields';
import { MoneyInput } from './money-input';
import { ProblemNotice } from './problem-notice';

export type Cost = Advance['items'][number];

/** A receipt as it is typed; of the file what it is. */
export interface TypedReceipt {
  readonly document: { readonly id: string; readonly name: string };
  readonly item: string;
  readonly amount: string;
  /** Whether the file was read, and fills in what it says. */
  readonly isRead: boolean;
  readonly isRed: boolean;
  readonly invoice: object;
}

interface Props {
  readonly at: number;
  readonly costs: readonly Cost[];
  /** Why this one was refused. */
  readonly refusal: Problem | undefined;
  readonly onRemove: () => void;
}

/** One receipt: its file, what it says, the cost that it is for, and how much of it. */
export function ReceiptFields({ at, costs, refusal, onRemove }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const typed = Form.useWatch(['lines', at], { form, preserve: true }) as TypedReceipt | undefined;
  const required = { required: true, message: t('field.required') };
  return (
    <div className="form-line" role="group" aria-label={t('receipt.line', { number: at + 1 })}>
      <span className="form-line-number">{at + 1}</span>
      <div className="grow">
        <div className="row-actions">
          <span>{typed?.document && <DocumentLink {...typed.document} />}</span>
          <Origin of={typed} />
        </div>
        <ProblemNotice problem={refusal} />
        {(['document', 'isRead', 'isRed'] as const).map((field) => (
          <Form.Item key={field} name={[at, field]} hidden>
            <span />
          </Form.Item>
        ))}
        <div className="form-grid">
          <Form.Item name={[at, 'item']} label={t('receipt.cost')} rules={[required]}>
            <Select
              popupMatchSelectWidth={false}
              options={costs.map(({ id, ref, category, unsettled }) => ({
                value: id,
                label: `${ref ?? ''} ${t(`budget.categoryOf.${category}`)} ${withThousands(unsettled)}`,
              }))}
            />
          </Form.Item>
          <Form.Item
            name={[at, 'amount']}
            label={t('receipt.amount')}
            rules={[required, amountRule(t('field.amount'))]}
          >
            <MoneyInput />
          </Form.Item>
          <Form.Item
            name={[at, 'invoice', 'total']}
            label={t('receipt.field.total')}
            rules={[required, amountRule(t('field.amount'))]}
          >
            <MoneyInput />
          </Form.Item>
          <InvoiceFields at={at} />
        </div>
      </div>
      <Button aria-label={t('receipt.remove', { number: at + 1 })} onClick={onRemove}>
        ✕
      </Button>
    </div>
  );
}

/** Whether a file was read, so that what it says is filled in. */
function Origin({ of }: { readonly of: TypedReceipt | undefined }) {
  const { t } = useTranslation();
  if (of === undefined) return null;
  if (of.isRed) return <Tag color="red">✕ {t('receipt.isRed')}</Tag>;
  return of.isRead ? (
    <Tag color="green">✓ {t('receipt.read')}</Tag>
  ) : (
    <Tag color="gold">! {t('receipt.notRead')}</Tag>
  );
}

function InvoiceFields({ at }: Pick<Props, 'at'>) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        name={[at, 'invoice', 'number']}
        label={t('receipt.field.number')}
        longest={30}
        pattern={/^[0-9A-Z-]{4,30}$/}
        otherwise={t('receipt.numberForm')}
      />
      <TextField
        name={[at, 'invoice', 'code']}
        label={t('receipt.field.code')}
        help={t('receipt.codeHelp')}
        longest={12}
        pattern={/^[0-9]{8,12}$/}
        otherwise={t('receipt.codeForm')}
        isOptional
      />
      <DayField name={[at, 'invoice', 'issuedOn']} label={t('receipt.field.issuedOn')} />
      <TextField name={[at, 'invoice', 'issuer']} label={t('receipt.field.issuer')} />
      <TextField
        name={[at, 'invoice', 'issuerTaxId']}
        label={t('receipt.field.issuerTaxId')}
        longest={20}
        pattern={/^[0-9A-Z]{15,20}$/}
        otherwise={t('receipt.taxIdForm')}
        isOptional
      />
    </>
  );
}
