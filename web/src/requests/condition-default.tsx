import { useTranslation } from 'react-i18next';
import { DayField, LongTextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';

/** The condition of an item was not kept: since when, why, and the paper that says so. */
export function ConditionDefaultFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('case.defaultHelp')}</p>
      <DayField name="dueOn" label={t('content.dueOn')} />
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <OneDocument book={book} />
    </>
  );
}
