import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LawFirm } from '../api-types';
import { TextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { LawFirmFactsFields } from './law-firm-facts';

const STATES = ['registered', 'suspended', 'removed'] as const;

/** What the register says of a law firm from now on. */
export function LawFirmChangeFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField name="reason" label={t('content.reason')} longest={500} />
      <Form.Item name="state" label={t('content.firmState')} extra={t('legal.stateHelp')}>
        <Select
          options={STATES.map((state) => ({ value: state, label: t(`legal.stateOf.${state}`) }))}
        />
      </Form.Item>
      <LawFirmFactsFields book={book ?? ''} />
    </>
  );
}

/** What the register says now, as a change of it begins. */
export function factsOfFirm({
  name,
  licenceNumber,
  region,
  source,
  lawyers,
  documents,
}: LawFirm): object {
  return {
    name,
    licenceNumber,
    region,
    source: Object.fromEntries(Object.entries(source).filter(([, value]) => value !== null)),
    lawyers: lawyers
      .filter(({ state }) => state === 'active')
      .map(({ name: lawyer, licenceNumber: licence, field }) => ({
        name: lawyer,
        licenceNumber: licence,
        field,
      })),
    documents: documents.map(({ id, sha256 }) => ({ id, sha256 })),
  };
}
