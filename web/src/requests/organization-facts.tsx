import { Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { EvidenceFields, years } from '../parts/evidence-fields';
import { DayField, TextField } from '../parts/fields';

const KINDS = ['social_association', 'social_service_organization', 'foundation', 'other'] as const;

/** What the file of an organization says. */
export function OrganizationFactsFields({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField name={['facts', 'name']} label={t('content.name')} />
      <Form.Item
        name={['facts', 'kind']}
        label={t('content.organizationKind')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select
          options={KINDS.map((kind) => ({ value: kind, label: t(`organization.kindOf.${kind}`) }))}
        />
      </Form.Item>
      <div className="pair">
        <DayField name={['facts', 'registeredOn']} label={t('content.registeredOn')} />
        <DayField name={['facts', 'validUntil']} label={t('content.validUntil')} isOptional />
      </div>
      <div className="pair">
        <DayField
          name={['facts', 'activeSince']}
          label={t('content.activeSince')}
          help={t('organization.activeSinceHelp')}
          isOptional
        />
        <DayField
          name={['facts', 'cleanRecordStatementOn']}
          label={t('content.cleanRecordStatementOn')}
          isOptional
        />
      </div>
      <Form.Item
        name={['facts', 'annualReports']}
        label={t('content.annualReports')}
        extra={t('organization.annualReportsHelp')}
        initialValue={[]}
      >
        <Select
          mode="multiple"
          options={years().map((year) => ({ value: year, label: String(year) }))}
        />
      </Form.Item>
      <TextField
        name={['facts', 'registrarRegion']}
        label={t('content.registrarRegion')}
        help={t('organization.registrarRegionHelp')}
        pattern={/^[0-9]{6}$/}
        otherwise={t('field.sixDigits')}
        isOptional
      />
      <TextField name={['facts', 'email']} label={t('content.email')} isOptional />
      <Form.Item name={['facts', 'charterRelated']} valuePropName="checked" initialValue={false}>
        <Checkbox>{t('content.charterRelated')}</Checkbox>
      </Form.Item>
      <EvidenceFields book={book} />
    </>
  );
}
