import { useTranslation } from 'react-i18next';
import { DayField, LongTextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';

/** Restoration in kind was accepted: when, with which opinion, by which report. */
export function InKindAcceptanceFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <DayField name="acceptedOn" label={t('content.acceptedOn')} />
      <LongTextField name="opinion" label={t('content.opinion')} longest={2_000} />
      <OneDocument book={book} />
    </>
  );
}
