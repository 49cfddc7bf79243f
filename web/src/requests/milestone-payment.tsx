import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { CROSS_CASE_COSTS, PERMITTED_USES, PLAN_PAPERS } from '../damage-types';
import { CaseField } from '../parts/case-field';
import { DayField, TextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { useCase } from './judgment';
import { OneDocument } from './one-document';
import { AmountField, LinesOf } from './plan-lines';
import { ReimbursementFields, VendorFields } from './recovery-fields';

/** A milestone of a plan that is to be paid: to which account, for what, on which papers. */
export function MilestonePaymentFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <Form.Item name="purpose" label={t('content.purpose')} rules={[required]}>
        <Select
          options={PERMITTED_USES.map((value) => ({ value, label: t(`damage.useOf.${value}`) }))}
        />
      </Form.Item>
      <VendorFields book={book} />
      <LinesOf name="invoices" label={t('content.invoices')} add={t('damage.addInvoice')}>
        {(at) => (
          <>
            <TextField name={[at, 'issuer']} label={t('content.issuer')} longest={200} />
            <TextField
              name={[at, 'number']}
              label={t('content.invoiceNumber')}
              longest={30}
              pattern={/^[0-9A-Z-]{4,30}$/}
              otherwise={t('damage.invoiceForm')}
            />
            <TextField
              name={[at, 'code']}
              label={t('damage.invoiceCode')}
              longest={12}
              isOptional
            />
            <AmountField name={[at, 'amount']} />
            <OneDocument
              book={book}
              name={[at, 'document']}
              path={['invoices', at, 'document']}
              label={t('damage.invoiceFile', { number: at + 1 })}
            />
          </>
        )}
      </LinesOf>
      <LinesOf name="papers" label={t('content.papers')} add={t('damage.addPaper')}>
        {(at) => (
          <>
            <Form.Item name={[at, 'kind']} label={t('content.paperKind')} rules={[required]}>
              <Select
                options={PLAN_PAPERS.map((value) => ({
                  value,
                  label: t(`damage.paperOf.${value}`),
                }))}
              />
            </Form.Item>
            <OneDocument
              book={book}
              name={[at, 'document']}
              path={['papers', at, 'document']}
              label={t('damage.paperFile', { number: at + 1 })}
            />
          </>
        )}
      </LinesOf>
    </>
  );
}

/** Costs of a losing plaintiff of another case, by a court's document. */
export function CrossCaseFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const { detail } = useCase((Form.useWatch('otherCase', form) ?? '') as string);
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <p>{t('damage.crossCaseHelp')}</p>
      <CaseField book={book ?? ''} name="otherCase" label={t('content.otherCase')} />
      <Form.Item name="organization" label={t('damage.losingPlaintiff')} rules={[required]}>
        <Select
          options={(detail?.plaintiffs ?? []).map(({ organization, name }) => ({
            value: organization,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name="category" label={t('content.category')} rules={[required]}>
        <Select
          options={CROSS_CASE_COSTS.map((value) => ({
            value,
            label: t(`budget.categoryOf.${value}`),
          }))}
        />
      </Form.Item>
      <div className="form-grid">
        <TextField name="court" label={t('content.courtName')} longest={200} />
        <TextField name="number" label={t('content.courtNumber')} longest={100} />
        <DayField name="day" label={t('content.documentDay')} />
      </div>
      <AmountFieldAs name="allowed" label={t('content.documentAmount')} />
      <ReimbursementFields book={book} />
      <OneDocument book={book} />
    </>
  );
}

function AmountFieldAs({ name, label }: { readonly name: string; readonly label: string }) {
  return <TextField name={name} label={label} longest={20} pattern={/^[0-9]+(\.[0-9]{1,2})?$/} />;
}
