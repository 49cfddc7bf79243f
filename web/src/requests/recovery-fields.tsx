import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BankAccount } from '../api-types';
import { AccountField } from '../parts/account-field';
import { DocumentUpload } from '../parts/document-upload';
import { amountRule, LongTextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';
import type { FieldsProps } from './fields-props';

function AmountField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="amount"
      label={t('content.amount')}
      rules={[{ required: true, message: t('field.required') }, amountRule(t('field.amount'))]}
    >
      <MoneyInput />
    </Form.Item>
  );
}

/** One document that a request rests on, by id and hash. */
function DocumentField({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const [name, setName] = useState<string>();
  return (
    <>
      <Form.Item
        className="hidden-field"
        name={['document', 'id']}
        label={t('content.attachment')}
        rules={[{ required: true, message: t('claims.documentNeeded') }]}
        extra={name}
      >
        <input type="hidden" />
      </Form.Item>
      <Form.Item name={['document', 'sha256']} hidden noStyle>
        <input type="hidden" />
      </Form.Item>
      <DocumentUpload
        book={book ?? ''}
        label={t('legal.addDocument')}
        onStored={({ id, sha256, name: called }) => {
          form.setFieldsValue({ document: { id, sha256 } });
          setName(called);
        }}
      />
    </>
  );
}

/** Money that goes out of the custody account: how much, and why. */
export function PayOutFields() {
  const { t } = useTranslation();
  return (
    <>
      <AmountField />
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
    </>
  );
}

/** The same, to an account of somebody else's: an approved one of theirs. */
const payOutTo = (kind: BankAccount['holderKind']) =>
  function PayOutToFields({ book }: FieldsProps) {
    const { t } = useTranslation();
    const form = Form.useFormInstance();
    return (
      <>
        <AccountField
          book={book ?? ''}
          kind={kind}
          label={t('claims.payTo')}
          name={['payee', 'account']}
          onChosen={({ fingerprint }) => {
            form.setFieldValue(['payee', 'fingerprint'], fingerprint);
          }}
        />
        <Form.Item name={['payee', 'fingerprint']} hidden noStyle>
          <input type="hidden" />
        </Form.Item>
        <PayOutFields />
      </>
    );
  };

export const RefundFields = payOutTo('defendant');
export const ReimbursementFields = payOutTo('organization');
export const RemittanceFields = payOutTo('treasury');
export const VendorFields = payOutTo('vendor');

/** A debt that is given up. */
export function WriteOffFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <AmountField />
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <DocumentField book={book} />
    </>
  );
}

/** A receipt that is taken back in whole. */
export function ReversalFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('claims.reversalHelp')}</p>
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <DocumentField book={book} />
    </>
  );
}
